// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.http.HttpServer;
import io.jevent.socket.Addresses;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A chat with rooms. Arguments: an address to listen at, and {@code --redis=URI} to share the rooms. */
final class ChatServer {
    private static final String REDIS = "--redis=";

    private ChatServer() {}

    static void main(String... arguments) throws IOException {
        String address = "127.0.0.1:5000";
        URI redis = null;
        for (String argument : arguments) {
            if (argument.startsWith(REDIS)) {
                redis = URI.create(argument.substring(REDIS.length()));
            } else {
                address = argument;
            }
        }
        Map<String, Room> rooms = rooms(List.of("topic1", "topic2"));
        try (Backplane backplane = redis == null ? new LocalBackplane(rooms) : new RedisBackplane(redis, rooms);
                var server = new HttpServer(address, new Chat(rooms, backplane).routes())) {
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
