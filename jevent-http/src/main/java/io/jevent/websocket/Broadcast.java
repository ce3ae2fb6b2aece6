// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Hub;
import io.jevent.hub.Mutex;
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
 * <p>{@link #send(String)} never waits. What a peer does not read in time is queued for it, up to a limit; what happens
 * to a peer that is further behind is said by {@link Slow}. To all others every message goes once, and in the order in
 * which they were sent, which is the same for all. Messages that a greenlet sends to one of them by itself come in
 * between.
 *
 * <p>A WebSocket that is closed leaves by itself.
 *
 * <p><b>Confinement:</b> thread-safe: its sockets may be on several hubs, and any thread may send. A socket is added
 * and removed on its own hub.
 */
public final class Broadcast {

    /** What happens to a peer for which too much is queued. */
    public enum Slow {

        /** Its connection is closed, with {@link CloseStatus#POLICY_VIOLATION}: it never sees a gap. */
        CLOSE,

        /** It misses messages until it has caught up. */
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

    /** Makes one without sockets, which closes those for which more than 1 MiB is queued. */
    public Broadcast() {
        this(QUEUED, Slow.CLOSE);
    }

    /**
     * Makes one without sockets.
     *
     * @param maxQueued how many bytes may be queued for one peer
     * @param slow what happens to a peer that would have more
     * @throws IllegalArgumentException if {@code maxQueued} is less than 1
     */
    public Broadcast(int maxQueued, Slow slow) {
        if (maxQueued < 1) {
            throw new IllegalArgumentException("maxQueued must be at least 1: " + maxQueued);
        }
        this.maxQueued = maxQueued;
        this.slow = slow;
    }

    /**
     * Adds a socket: it gets what is sent from now on. One that is closed, or was added before, is left out.
     *
     * @param socket a socket of the current hub
     * @switches never
     */
    public void add(WebSocket socket) {
        Session session = socket.session();
        session.check();
        Group group;
        mutex.lock();
        try {
            group = groups.computeIfAbsent(session.hub(), Group::new);
        } finally {
            mutex.unlock();
        }
        group.deliver();
        group.add(session);
    }

    /**
     * Removes a socket: it gets nothing of what is sent from now on.
     *
     * @param socket a socket of the current hub
     * @return whether it was there
     * @switches never
     */
    public boolean remove(WebSocket socket) {
        Session session = socket.session();
        session.check();
        Group group;
        mutex.lock();
        try {
            group = groups.get(session.hub());
        } finally {
            mutex.unlock();
        }
        if (group == null) {
            return false;
        }
        group.deliver();
        return group.remove(session);
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
     * @return how many there are, on all hubs
     * @switches never
     */
    public int size() {
        return size.get();
    }

    /**
     * Counts what was not delivered because a peer was too slow.
     *
     * @return how many messages, each counted for each peer that missed it
     * @switches never
     */
    public long missed() {
        return missed.get();
    }

    @Override
    public String toString() {
        return "broadcast to " + size + " WebSockets";
    }

    /** The sockets of a hub. Only what waits may be touched by other threads. */
    private final class Group {

        private final Hub hub;
        private final Map<Session, Runnable> members = new LinkedHashMap<>();
        private final ConcurrentLinkedQueue<SharedFrame> waiting = new ConcurrentLinkedQueue<>();

        Group(Hub hub) {
            this.hub = hub;
        }

        void add(Session session) {
            if (!session.isOpen() || members.containsKey(session)) {
                return;
            }
            Runnable leave = () -> remove(session);
            members.put(session, leave);
            session.whenEnded(leave);
            size.incrementAndGet();
            if (session.compresses()) {
                compressing.incrementAndGet();
            }
        }

        boolean remove(Session session) {
            Runnable leave = members.remove(session);
            if (leave == null) {
                return false;
            }
            session.notWhenEnded(leave);
            size.decrementAndGet();
            if (session.compresses()) {
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
                    for (Session session : List.copyOf(members.keySet())) {
                        deliver(frame, session);
                    }
                } finally {
                    frame.release();
                }
            }
        }

        private void deliver(SharedFrame frame, Session session) {
            if (!session.isOpen() || session.share(frame, maxQueued)) {
                return;
            }
            missed.incrementAndGet();
            if (slow == Slow.CLOSE) {
                session.closeSlow();
            }
        }
    }
}
