// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.server.DatagramServer;
import io.jevent.socket.UdpSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Answers each datagram with its length. With an address as its argument it serves for ever; without, it answers a
 * client of its own.
 */
final class UdpServer {

    private UdpServer() {}

    // @start region="program"
    private static void answer(UdpSocket socket, UdpSocket.Datagram datagram) throws IOException {
        String text = "Received " + datagram.data().length + " bytes";
        socket.send(text.getBytes(StandardCharsets.UTF_8), datagram.sender());
    }

    static void main(String... arguments) throws IOException {
        if (arguments.length > 0) {
            new DatagramServer(arguments[0], (socket, datagram) -> answer(socket, datagram)).serveForever();
        }
        try (var server = new DatagramServer("127.0.0.1:0", (socket, datagram) -> answer(socket, datagram))) {
            server.start();
            try (var client = UdpSocket.connect(server.address())) {
                client.send("hello".getBytes(StandardCharsets.UTF_8));
                IO.println(new String(client.receive().data(), StandardCharsets.UTF_8));
            }
        }
    }
    // @end
}
