// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.socket.UdpSocket;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** A UDP server that answers in capitals, but not every time, and a client that asks again. */
final class Datagrams {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private Datagrams() {}

    // @start region="server"
    private static void serve(UdpSocket socket) throws IOException {
        for (int count = 0; ; count++) {
            UdpSocket.Datagram request = socket.receive();
            if (count % 2 == 1) { // every other one is lost
                String text = new String(request.data(), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
                socket.send(text.getBytes(StandardCharsets.UTF_8), request.sender());
            }
        }
    }
    // @end

    // @start region="client"
    private static String ask(UdpSocket socket, String question) throws IOException {
        while (true) {
            socket.send(question.getBytes(StandardCharsets.UTF_8));
            try {
                return new String(socket.receive(PATIENCE).data(), StandardCharsets.UTF_8);
            } catch (SocketTimeoutException e) {
                IO.println("no answer to " + question + ", asking again");
            }
        }
    }
    // @end

    static void main() throws IOException {
        try (var server = UdpSocket.bind("127.0.0.1:0");
                var client = UdpSocket.connect(server.localAddress())) {
            var serving = Jevent.spawn(() -> {
                serve(server);
                return null;
            });
            IO.println(ask(client, "ping"));
            IO.println(ask(client, "pong"));
            serving.kill();
        }
    }
}
