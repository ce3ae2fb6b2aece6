// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.http.HttpServer;
import io.jevent.socket.Addresses;
import java.io.IOException;

/**
 * The chat over Socket.IO. Arguments: those of the other chat, with which it may share the rooms, and
 * {@code --client=FILE} for pages without access to the Internet.
 */
final class SocketIoChatServer {

    private SocketIoChatServer() {}

    static void main(String... arguments) throws IOException {
        var settings = new Settings(arguments);
        try (Settings.Shared shared = settings.share(5003, ChatServer.ROOMS)) {
            var chat = new SocketIoChat(shared.rooms());
            try (var server = new HttpServer(shared.address(), chat.routes(settings.client()))) {
                server.start();
                IO.println("chat at http://" + Addresses.format(server.address()) + "/");
                try {
                    shared.rooms().serve(server);
                } finally {
                    chat.end(); // before the server, which would wait for the long polls
                }
            }
        }
    }
}
