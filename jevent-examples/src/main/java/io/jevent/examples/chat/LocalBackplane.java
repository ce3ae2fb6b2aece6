// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import java.io.IOException;
import java.util.Map;

/** The rooms of this process alone. */
record LocalBackplane(Map<String, Room> rooms) implements Backplane {

    @Override
    public void publish(String room, String user, String text) throws IOException {
        Room there = rooms.get(room);
        if (there == null) {
            throw new IOException("there is no room " + room);
        }
        there.add(user, text);
    }

    @Override
    public void close() {
        // there is nothing to close
    }
}
