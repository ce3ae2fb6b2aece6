// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Hub;
import io.jevent.hub.Mutex;
import io.jevent.internal.bounds.Bounds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends messages to many {@link WebSocket}s: each message is encoded, and compressed, once for all of them.
 *
 * <p>{@link #send(String)} never blocks. Messages that a peer does not read in time are queued for it, up to a limit;
 * {@link Slow} decides about a peer that is further behind. Every other peer gets each message once, and all peers get
 * them in the same order. Messages that a greenlet sends to a single peer may come in between.
 *
 * <p>A WebSocket is removed when it is closed.
 *
 * <p><b>Confinement:</b> thread-safe: its sockets may be on several hubs, and any thread may send. A socket must be
 * added and removed on its own hub.
 *
 * @since 0.1
 */
public final class Broadcast {

    /**
     * The policy for a peer whose queue is full.
     *
     * @since 0.1
     */
    public enum Slow {

        /**
         * Close the connection, with {@link CloseStatus#POLICY_VIOLATION}, so that the peer never misses a message in
         * between.
         */
        CLOSE,

        /** Drop messages for the peer until it has caught up. */
        SKIP
    }

    private static final int QUEUED = 1024 * 1024;

    private final int maxQueued;
    private final Slow slow;
    private final Mutex mutex = new Mutex();
    private final Map<Hub, Group> groups = new LinkedHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger compressing = new AtomicInteger();
    private final AtomicLong missed = new AtomicLong();

    /** Creates a broadcast without sockets, which closes a socket whose queue exceeds 1 MiB. */
    public Broadcast() {
        this(QUEUED, Slow.CLOSE);
    }

    /**
     * Creates a broadcast without sockets.
     *
     * @param maxQueued the maximum queue of one peer in bytes
     * @param slow the policy for a peer whose queue is full
     * @throws IllegalArgumentException if {@code maxQueued} is less than 1
     */
    public Broadcast(int maxQueued, Slow slow) {
        this.maxQueued = Bounds.atLeastOne(maxQueued, "maxQueued");
        this.slow = slow;
    }

    /**
     * Adds a socket, which receives all further messages. Does nothing if it is closed or was added before.
     *
     * @param socket a socket of the current hub
     * @switches never
     */
    public void add(WebSocket socket) {
        WebSocketConnection connection = socket.connection();
        connection.check();
        Group group;
        mutex.lock();
        try {
            group = groups.computeIfAbsent(connection.hub(), Group::new);
        } finally {
            mutex.unlock();
        }
        group.deliver();
        group.add(connection);
    }

    /**
     * Removes a socket, which receives no further messages.
     *
     * @param socket a socket of the current hub
     * @return true if it was a member
     * @switches never
     */
    public boolean remove(WebSocket socket) {
        WebSocketConnection connection = socket.connection();
        connection.check();
        Group group;
        mutex.lock();
        try {
            group = groups.get(connection.hub());
        } finally {
            mutex.unlock();
        }
        if (group == null) {
            return false;
        }
        group.deliver();
        return group.remove(connection);
    }

    /**
     * Sends a text to all.
     *
     * @param text the message
     * @switches never
     */
    public void send(String text) {
        send(new SharedFrame(true, text.getBytes(StandardCharsets.UTF_8), compressing.get() > 0));
    }

    /**
     * Sends bytes to all.
     *
     * @param bytes the message; it may be changed as soon as this returns
     * @switches never
     */
    public void send(byte[] bytes) {
        send(new SharedFrame(false, bytes.clone(), compressing.get() > 0));
    }

    private void send(SharedFrame frame) {
        List<Group> all;
        mutex.lock();
        try {
            all = new ArrayList<>(groups.values());
            for (Group group : all) {
                frame.retain();
                group.waiting.add(frame);
            }
        } finally {
            mutex.unlock();
        }
        frame.release();
        all.forEach(Group::deliverSoon);
    }

    /**
     * Counts the sockets.
     *
     * @return the number, on all hubs
     * @switches never
     */
    public int size() {
        return size.get();
    }

    /**
     * Counts the messages that were dropped because a peer was too slow.
     *
     * @return the number, in which each message counts once for each peer that missed it
     * @switches never
     */
    public long missed() {
        return missed.get();
    }

    @Override
    public String toString() {
        return "broadcast to " + size + " WebSockets";
    }

    /** The sockets of a hub. Other threads access only the queue of waiting frames. */
    private final class Group {

        private final Hub hub;
        private final Map<WebSocketConnection, Runnable> members = new LinkedHashMap<>();
        private final ConcurrentLinkedQueue<SharedFrame> waiting = new ConcurrentLinkedQueue<>();

        Group(Hub hub) {
            this.hub = hub;
        }

        void add(WebSocketConnection connection) {
            if (!connection.isOpen() || members.containsKey(connection)) {
                return;
            }
            Runnable leave = () -> remove(connection);
            members.put(connection, leave);
            connection.whenEnded(leave);
            size.incrementAndGet();
            if (connection.compresses()) {
                compressing.incrementAndGet();
            }
        }

        boolean remove(WebSocketConnection connection) {
            Runnable leave = members.remove(connection);
            if (leave == null) {
                return false;
            }
            connection.notWhenEnded(leave);
            size.decrementAndGet();
            if (connection.compresses()) {
                compressing.decrementAndGet();
            }
            return true;
        }

        void deliverSoon() {
            if (hub.isCurrent()) {
                deliver();
                return;
            }
            try {
                var _ = hub.runCallback(this::deliver);
            } catch (HubClosedException _) {
                forget();
            }
        }

        private void forget() {
            mutex.lock();
            try {
                groups.remove(hub);
            } finally {
                mutex.unlock();
            }
            for (SharedFrame frame = waiting.poll(); frame != null; frame = waiting.poll()) {
                frame.release();
            }
        }

        private void deliver() {
            for (SharedFrame frame = waiting.poll(); frame != null; frame = waiting.poll()) {
                try {
                    for (WebSocketConnection connection : List.copyOf(members.keySet())) {
                        deliver(frame, connection);
                    }
                } finally {
                    frame.release();
                }
            }
        }

        private void deliver(SharedFrame frame, WebSocketConnection connection) {
            if (!connection.isOpen() || connection.share(frame, maxQueued)) {
                return;
            }
            missed.incrementAndGet();
            if (slow == Slow.CLOSE) {
                connection.closeSlow();
            }
        }
    }
}
