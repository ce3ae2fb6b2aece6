// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A client and a server after their TLS handshake. */
record Talk(StreamSocket client, StreamSocket server) implements AutoCloseable {

    static Talk begin(TlsClient client, TlsServer server) throws Exception {
        return begin(client, "localhost", server);
    }

    static Talk begin(TlsClient client, String name, TlsServer server) throws Exception {
        try (StreamListener listener = StreamListener.listen("127.0.0.1:0")) {
            Greenlet<StreamSocket> serving = Jevent.spawn(() -> server.secure(listener.accept()));
            StreamSocket plain = StreamSocket.connect(listener.localAddress());
            try {
                StreamSocket socket = client.secure(plain, name);
                return new Talk(socket, serving.result());
            } catch (IOException e) {
                serving.join();
                Throwable other = serving.exception();
                if (other != null) {
                    e.addSuppressed(other);
                }
                throw e;
            }
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
