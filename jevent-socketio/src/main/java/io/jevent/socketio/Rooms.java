// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.hub.Mutex;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sockets of a namespace by room; each is in the room of its id.
 *
 * <p><b>Confinement:</b> thread-safe.
 */
final class Rooms {

    private final Mutex mutex = new Mutex();
    private final Map<String, Set<ClientSocket>> members = new HashMap<>();
    private final Map<ClientSocket, Set<String>> rooms = new HashMap<>();

    void join(ClientSocket socket, String room) {
        mutex.lock();
        try {
            if (socket.isConnected()) {
                rooms.computeIfAbsent(socket, _ -> new LinkedHashSet<>()).add(room);
                members.computeIfAbsent(room, _ -> new LinkedHashSet<>()).add(socket);
            }
        } finally {
            mutex.unlock();
        }
    }

    void leave(ClientSocket socket, String room) {
        mutex.lock();
        try {
            Set<String> joined = rooms.get(socket);
            if (joined != null && joined.remove(room)) {
                remove(socket, room);
            }
        } finally {
            mutex.unlock();
        }
    }

    void leaveAll(ClientSocket socket) {
        mutex.lock();
        try {
            Set<String> joined = rooms.remove(socket);
            if (joined != null) {
                joined.forEach(room -> remove(socket, room));
            }
        } finally {
            mutex.unlock();
        }
    }

    private void remove(ClientSocket socket, String room) {
        Set<ClientSocket> sockets = members.get(room);
        if (sockets != null && sockets.remove(socket) && sockets.isEmpty()) {
            members.remove(room);
        }
    }

    Set<String> of(ClientSocket socket) {
        mutex.lock();
        try {
            var joined = new LinkedHashSet<>(rooms.getOrDefault(socket, Set.of()));
            joined.remove(socket.id());
            return joined;
        } finally {
            mutex.unlock();
        }
    }

    /** Returns the sockets in some of the rooms (in all of the namespace if there are none), and in no excluded one. */
    List<ClientSocket> find(Set<String> included, Set<String> excluded) {
        mutex.lock();
        try {
            Set<ClientSocket> found = new LinkedHashSet<>();
            if (included.isEmpty()) {
                found.addAll(rooms.keySet());
            }
            included.forEach(room -> found.addAll(members.getOrDefault(room, Set.of())));
            excluded.forEach(room -> found.removeAll(new HashSet<>(members.getOrDefault(room, Set.of()))));
            return List.copyOf(found);
        } finally {
            mutex.unlock();
        }
    }

    int size() {
        mutex.lock();
        try {
            return rooms.size();
        } finally {
            mutex.unlock();
        }
    }
}
