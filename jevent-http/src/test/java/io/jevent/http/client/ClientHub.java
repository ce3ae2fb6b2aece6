// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.Handler;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.hub.Hub;
import io.jevent.server.StreamServer;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.time.Duration;

/** A server and its client on one hub. */
final class ClientHub {

    /** The test, with the address of the server. */
    interface Body {
        void run(String address) throws Exception;
    }

    /** A server that speaks bytes. */
    interface Peer {
        void serve(StreamSocket socket) throws Exception;
    }

    private ClientHub() {}

    /** Runs a test against a handler, with a limit that only ends a hang. */
    static void run(Handler handler, Body body) throws Exception {
        run(handler, HttpOptions.DEFAULTS, body);
    }

    static void run(Handler handler, HttpOptions options, Body body) throws Exception {
        onHub(() -> nested(handler, options, body));
    }

    /** Runs a test against a further handler, on the same hub. */
    static void nested(Handler handler, Body body) throws Exception {
        nested(handler, HttpOptions.DEFAULTS, body);
    }

    private static void nested(Handler handler, HttpOptions options, Body body) throws Exception {
        try (var server = new HttpServer("127.0.0.1:0", handler, options.log(AccessLog.NONE))) {
            server.start();
            body.run("http://127.0.0.1:" + server.port());
        }
    }

    /** Runs a test against a peer that writes what it wants. */
    static void withPeer(Peer peer, Body body) throws Exception {
        onHub(() -> peer(peer, body));
    }

    /** Runs a test against a further peer, on the same hub. */
    static void peer(Peer peer, Body body) throws Exception {
        try (var server = new StreamServer("127.0.0.1:0", socket -> serve(peer, socket))) {
            server.start();
            body.run("http://127.0.0.1:" + server.port());
        }
    }

    private static void serve(Peer peer, StreamSocket socket) {
        try {
            peer.serve(socket);
        } catch (IOException _) {
            // the client has left
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    interface Test {
        void run() throws Exception;
    }

    static void onHub(Test test) throws Exception {
        try (var _ = Hub.current()) {
            Jevent.run(() -> Jevent.withTimeout(Duration.ofMinutes(10), () -> {
                test.run();
                return null;
            }));
        }
    }

    /** Reads the head of a request, and returns it. */
    static String head(StreamSocket socket) throws IOException {
        var text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n")) {
            byte[] one = socket.recv(1);
            if (one.length == 0) {
                throw new IOException("the client has left after: " + text);
            }
            text.append((char) (one[0] & 0xff));
        }
        return text.toString();
    }
}
