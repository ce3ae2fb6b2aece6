// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.http.HttpServer;
import io.jevent.socket.Addresses;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A chat with rooms. Arguments: an address to listen at, and {@code --redis=URI} to share the rooms. */
final class ChatServer {

    private ChatServer() {}

    static void main(String... arguments) throws IOException {
        Settings settings = Settings.of("127.0.0.1:5000", arguments);
        Map<String, Room> rooms = rooms(List.of("topic1", "topic2"));
        try (Backplane backplane = settings.backplane(rooms);
                var server = new HttpServer(settings.address(), new Chat(rooms, backplane).routes())) {
            server.start();
            IO.println("chat at http://" + Addresses.format(server.address()) + "/");
            server.serveForever();
        }
    }

    static Map<String, Room> rooms(List<String> names) {
        Map<String, Room> rooms = new LinkedHashMap<>();
        for (String name : names) {
            rooms.put(name, new Room(name));
        }
        return rooms;
    }
}
