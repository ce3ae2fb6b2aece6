// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import io.jevent.backplane.Backplane;
import io.jevent.backplane.BackplaneSubscription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings what somebody says to the rooms of all processes that share a backplane. Each process tells its users what
 * comes from there, its own messages as well.
 */
final class SharedRooms implements Sharing {
    private static final String CHANNEL = "jevent-chat";

    private final Backplane backplane;
    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private final BackplaneSubscription subscription;
    private final Gson gson = new Gson();

    private record Note(String room, String user, String text) {}

    SharedRooms(Backplane backplane, List<String> names) {
        this.backplane = backplane;
        for (String name : names) {
            rooms.put(name, Room.own(name));
        }
        subscription = backplane.subscribe(CHANNEL, this::hear);
    }

    private void hear(byte[] json) {
        try {
            Note said = gson.fromJson(new String(json, StandardCharsets.UTF_8), Note.class);
            Room room = rooms.get(said.room);
            if (room != null && said.user != null && said.text != null) {
                room.add(said.user, said.text);
            }
        } catch (JsonSyntaxException e) {
            System.err.println("chat: somebody else writes to the channel " + CHANNEL + ": " + e.getMessage());
        }
    }

    @Override
    public Map<String, Room> rooms() {
        return rooms;
    }

    @Override
    public void say(String room, String user, String text) throws IOException {
        backplane.publish(CHANNEL, gson.toJson(new Note(room, user, text)));
    }

    @Override
    public void close() {
        subscription.close();
        backplane.close();
    }
}
