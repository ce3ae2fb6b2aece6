// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import java.io.IOException;

/** Echoes its input, and remembers whether its last session was resumed. */
final class EchoServer implements AutoCloseable {

    private final StreamListener listener;
    private final Greenlet<?> accepting;
    private final Event ended = new Event();
    private Throwable failure;
    private boolean resumed;

    EchoServer(TlsServer tls) throws IOException {
        listener = StreamListener.listen("127.0.0.1:0");
        accepting = Jevent.spawn(() -> {
            while (true) {
                StreamSocket socket = listener.accept();
                var _ = Jevent.spawn(() -> serve(tls, socket));
            }
        });
    }

    private void serve(TlsServer tls, StreamSocket socket) {
        try (socket) {
            tls.secure(socket);
            resumed = TlsSession.require(socket).isResumed();
            for (byte[] got = socket.recv(65536); got.length > 0; got = socket.recv(65536)) {
                socket.sendAll(got);
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            ended.set();
        }
    }

    int port() {
        return listener.port();
    }

    /** Waits for the end of a connection, and returns the failure that ended the last one, or null. */
    Throwable failure() {
        ended.await();
        return failure;
    }

    /** Talks to this server, and returns which ends resumed a session. */
    String echo(TlsClient client) throws IOException {
        try (StreamSocket socket = client.connect("localhost:" + port())) {
            socket.sendAll(Talk.bytes("x"));
            if (socket.recv(1).length != 1) {
                throw new IOException("no echo");
            }
            return "client: " + (TlsSession.require(socket).isResumed() ? "resumed" : "new") + ", server: "
                    + (resumed ? "resumed" : "new");
        }
    }

    @Override
    public void close() {
        accepting.kill();
        listener.close();
    }
}
