// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.http.HttpServer;
import io.jevent.socket.Addresses;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The chat over Socket.IO. Arguments: an address to listen at, {@code --redis=URI} to share the rooms, also with the
 * other chat, and {@code --client=FILE} for pages without access to the Internet.
 */
final class SocketIoChatServer {

    private SocketIoChatServer() {}

    static void main(String... arguments) throws IOException {
        Settings settings = Settings.of("127.0.0.1:5003", arguments);
        Map<String, Room> rooms = ChatServer.rooms(List.of("topic1", "topic2"));
        try (Backplane backplane = settings.backplane(rooms)) {
            var chat = new SocketIoChat(rooms, backplane);
            try (var server = new HttpServer(settings.address(), chat.routes(settings.client()))) {
                server.start();
                IO.println("chat at http://" + Addresses.format(server.address()) + "/");
                try {
                    server.serveForever();
                } finally {
                    chat.end(); // before the server, which would wait for the long polls
                }
            }
        }
    }
}
