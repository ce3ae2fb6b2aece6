// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.http.HttpServer;
import io.jevent.socket.Addresses;
import java.io.IOException;
import java.util.List;

/**
 * A chat with rooms. Arguments: an address to listen at; {@code --redis=URI} to share the rooms by Redis, or
 * {@code --cluster} to be one of three processes on this machine that have them together,
 * {@code --cluster=HOST:PORT,...} on several machines; {@code --database=postgresql://USER:PASSWORD@HOST/NAME} to store
 * what is said in a cluster.
 */
final class ChatServer {

    /** The names of the rooms. */
    static final List<String> ROOMS = List.of("topic1", "topic2");

    private ChatServer() {}

    static void main(String... arguments) throws IOException {
        try (Settings.Shared shared = new Settings(arguments).share(5000, ROOMS);
                var server = new HttpServer(shared.address(), new Chat(shared.rooms()).routes())) {
            server.start();
            IO.println("chat at http://" + Addresses.format(server.address()) + "/");
            shared.rooms().serve(server);
        }
    }
}
