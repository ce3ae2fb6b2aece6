// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.event.Event;
import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Hub;
import io.jevent.hub.Mutex;
import io.jevent.hub.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * The requests of a polling client may come over several connections, and so on several hubs: everything here is
 * guarded by the mutex. Phases:
 *
 *   POLLING -> UPGRADING     a WebSocket has sent its probe; polls return at once
 *   UPGRADING -> POLLING     the probe has failed
 *   UPGRADING -> WEBSOCKET   the client has sent the upgrade packet; or WEBSOCKET from the start
 *   any of these -> ENDING   the server has ended it; packets that are queued are still delivered
 *   any -> CLOSED            final
 *
 * Invariant: each change that a waiter of `readable` or `writable` looks for is followed by a set() of that event; the
 * waiter clears it under the mutex before it waits.
 */
/**
 * A session of Engine.IO: its queue of packets for the client, and its pings.
 *
 * <p><b>Confinement:</b> thread-safe.
 */
final class EngineSession {

    /** The states of a session. */
    private enum Phase {
        POLLING,
        UPGRADING,
        WEBSOCKET,
        ENDING,
        CLOSED
    }

    private final String id;
    private final SocketIoOptions options;
    private final Consumer<EngineSession> forget;
    private final Hub home = Hub.current();
    private final Mutex mutex = new Mutex();
    private final Event readable = new Event();
    private final Event writable = new Event();
    private final ArrayDeque<EnginePacket> queue = new ArrayDeque<>();
    private final EngineListener listener;
    private long queued;
    private Phase phase;
    private boolean polled;
    private boolean posted;
    private @Nullable Runnable abort;
    private @Nullable Timer timer;
    private @Nullable Timer unused;
    private boolean awaitsPong; // used on the home hub only
    private volatile boolean receiving;

    EngineSession(
            String id,
            boolean webSocket,
            SocketIoOptions options,
            Consumer<EngineSession> forget,
            Function<EngineSession, EngineListener> listener) {
        this.id = id;
        this.options = options;
        this.forget = forget;
        phase = webSocket ? Phase.WEBSOCKET : Phase.POLLING;
        this.listener = listener.apply(this);
    }

    String id() {
        return id;
    }

    /** Queues the packet that begins the session, and starts the pings. */
    void open() {
        String upgrades = phase == Phase.POLLING ? "\"websocket\"" : "";
        boolean _ = offer(List.of(EnginePacket.of(
                EnginePacket.OPEN,
                "{\"sid\":\"" + id + "\",\"upgrades\":[" + upgrades + "],\"pingInterval\":"
                        + options.pingInterval.toMillis() + ",\"pingTimeout\":" + options.pingTimeout.toMillis()
                        + ",\"maxPayload\":" + options.maxPayload + "}")));
        schedule(options.pingInterval, this::ping);
        unused = home.schedule(options.connectTimeout, this::closeUnused).keepAlive(false);
    }

    private void closeUnused() {
        if (!listener.isUsed()) {
            close(DisconnectReason.TRANSPORT_ERROR);
        }
    }

    boolean isOpen() {
        mutex.lock();
        try {
            return isLive();
        } finally {
            mutex.unlock();
        }
    }

    private boolean isLive() {
        return phase != Phase.ENDING && phase != Phase.CLOSED;
    }

    /** Queues packets for the client; blocks while its queue is full. */
    void send(List<EnginePacket> packets) throws IOException {
        while (true) {
            mutex.lock();
            try {
                if (!isLive()) {
                    throw new IOException("the client has disconnected");
                }
                if (queued < options.maxQueued) {
                    add(packets);
                    break;
                }
                writable.clear();
            } finally {
                mutex.unlock();
            }
            writable.await();
        }
        readable.set();
    }

    /** Queues packets without blocking; a client whose queue is full is disconnected. Returns false then. */
    boolean offer(List<EnginePacket> packets) {
        boolean full;
        mutex.lock();
        try {
            if (!isLive()) {
                return false;
            }
            full = queued >= options.maxQueued;
            if (!full) {
                add(packets);
            }
        } finally {
            mutex.unlock();
        }
        if (full) {
            close(DisconnectReason.TRANSPORT_ERROR);
        } else {
            readable.set();
        }
        return !full;
    }

    private void add(List<EnginePacket> packets) {
        for (EnginePacket packet : packets) {
            queue.add(packet);
            queued += packet.size();
        }
    }

    /** Takes all packets of the queue. The caller holds the mutex. */
    private List<EnginePacket> drain() {
        List<EnginePacket> packets = new ArrayList<>(queue);
        queue.clear();
        queued = 0;
        return packets;
    }

    /** Waits for packets, for a GET request. */
    List<EnginePacket> poll() throws EngineException {
        beginPoll();
        try {
            while (true) {
                List<EnginePacket> packets = polledNow();
                if (!packets.isEmpty()) {
                    writable.set();
                    return packets;
                }
                readable.await();
            }
        } finally {
            mutex.lock();
            try {
                polled = false;
            } finally {
                mutex.unlock();
            }
        }
    }

    private void beginPoll() throws EngineException {
        mutex.lock();
        try {
            if (polled || phase == Phase.WEBSOCKET) {
                throw new EngineException(polled ? "there is another GET request" : "the session uses its WebSocket");
            }
            polled = true;
        } finally {
            mutex.unlock();
        }
    }

    /** Returns what a poll responds with; nothing if it has to wait. */
    private List<EnginePacket> polledNow() {
        boolean ended;
        List<EnginePacket> packets;
        mutex.lock();
        try {
            packets = drain();
            ended = phase == Phase.ENDING && packets.isEmpty(); // clients drop packets in front of a close
            if (!isLive() && packets.isEmpty()) {
                packets.add(EnginePacket.of(EnginePacket.CLOSE));
            } else if (packets.isEmpty() && phase != Phase.POLLING) {
                packets.add(EnginePacket.of(EnginePacket.NOOP));
            }
            if (packets.isEmpty()) {
                readable.clear();
            }
        } finally {
            mutex.unlock();
        }
        if (ended) {
            finish();
        }
        return packets;
    }

    /** Waits for packets, for a WebSocket; returns null when there will be no more. */
    @Nullable
    List<EnginePacket> next() {
        while (true) {
            List<EnginePacket> packets;
            boolean ended;
            mutex.lock();
            try {
                packets = drain();
                ended = packets.isEmpty() && !isLive();
                if (packets.isEmpty()) {
                    readable.clear();
                }
            } finally {
                mutex.unlock();
            }
            if (ended) {
                finish();
                return null;
            }
            if (!packets.isEmpty()) {
                writable.set();
                return packets;
            }
            readable.await();
        }
    }

    /** Begins a POST request. */
    void beginPost() throws EngineException {
        mutex.lock();
        try {
            if (posted || phase == Phase.WEBSOCKET) {
                throw new EngineException(posted ? "there is another POST request" : "the session uses its WebSocket");
            }
            posted = true;
        } finally {
            mutex.unlock();
        }
    }

    void endPost() {
        mutex.lock();
        try {
            posted = false;
        } finally {
            mutex.unlock();
        }
    }

    /** Begins the upgrade to a WebSocket; returns false if the session cannot be upgraded. */
    boolean beginUpgrade() {
        return move(Phase.POLLING, Phase.UPGRADING);
    }

    void upgradeFailed() {
        boolean _ = move(Phase.UPGRADING, Phase.POLLING);
    }

    /** Completes the upgrade; returns false if the session has ended, or a POST request is in flight. */
    boolean completeUpgrade() {
        return move(Phase.UPGRADING, Phase.WEBSOCKET);
    }

    private boolean move(Phase from, Phase to) {
        mutex.lock();
        try {
            if (phase != from || (to == Phase.WEBSOCKET && posted)) {
                return false;
            }
            phase = to;
        } finally {
            mutex.unlock();
        }
        readable.set();
        return true;
    }

    /** Sets how the WebSocket is closed at once. */
    void onAbort(Runnable action) {
        mutex.lock();
        try {
            abort = action;
        } finally {
            mutex.unlock();
        }
    }

    /** Receives a packet of the client; may block. Transports call this one at a time. */
    void receive(EnginePacket packet) throws EngineException {
        switch (packet.type()) {
            case EnginePacket.PONG -> onHome(this::pong);
            case EnginePacket.CLOSE -> close(DisconnectReason.TRANSPORT_CLOSE);
            case EnginePacket.MESSAGE -> {
                if (isOpen()) {
                    receiveMessage(packet);
                }
            }
            case EnginePacket.NOOP -> {} // some clients send it to keep the connection alive
            default -> throw new EngineException("a client does not send packets of type " + packet.type());
        }
    }

    private void receiveMessage(EnginePacket packet) throws EngineException {
        receiving = true;
        try {
            byte[] bytes = packet.bytes();
            if (bytes == null) {
                listener.receive(packet.text());
            } else {
                listener.receive(bytes);
            }
        } finally {
            receiving = false;
        }
    }

    private void ping() {
        awaitsPong = true;
        if (offer(List.of(EnginePacket.of(EnginePacket.PING)))) {
            schedule(options.pingTimeout, this::checkPong);
        } else {
            finish();
        }
    }

    private void pong() {
        if (awaitsPong && isOpen()) {
            awaitsPong = false;
            cancel(timer);
            schedule(options.pingInterval, this::ping);
        }
    }

    private void checkPong() {
        if (!isOpen()) {
            finish();
        } else if (receiving) { // the pong may be behind messages that the handlers have no time for
            schedule(options.pingTimeout, this::checkPong);
        } else {
            close(DisconnectReason.PING_TIMEOUT);
        }
    }

    /** Starts the timer of the session; called on its hub. */
    private void schedule(Duration delay, Runnable action) {
        timer = home.schedule(delay, action).keepAlive(false);
    }

    /** Ends the session: the client still receives the packets that are queued. */
    void end(DisconnectReason reason) {
        mutex.lock();
        try {
            if (!isLive()) {
                return;
            }
            phase = Phase.ENDING;
        } finally {
            mutex.unlock();
        }
        readable.set();
        writable.set();
        listener.closed(reason);
    }

    /** Closes the session at once. Only the first call has an effect. */
    void close(DisconnectReason reason) {
        Runnable cut;
        boolean live;
        mutex.lock();
        try {
            live = isLive();
            phase = Phase.CLOSED;
            cut = abort;
        } finally {
            mutex.unlock();
        }
        finish();
        if (live) {
            if (cut != null && reason != DisconnectReason.TRANSPORT_CLOSE) {
                cut.run();
            }
            listener.closed(reason);
        }
    }

    /** Makes the session unknown. */
    private void finish() {
        mutex.lock();
        try {
            phase = Phase.CLOSED;
            boolean _ = drain().isEmpty();
        } finally {
            mutex.unlock();
        }
        readable.set();
        writable.set();
        forget.accept(this);
        onHome(this::cancelTimers);
    }

    /** Calls an action on the hub that has the timers. */
    private void onHome(Runnable action) {
        if (home.isCurrent()) {
            action.run();
            return;
        }
        try {
            var _ = home.runCallback(action);
        } catch (HubClosedException _) {
            // its timers are gone with it
        }
    }

    private void cancelTimers() {
        cancel(timer);
        cancel(unused);
    }

    private static void cancel(@Nullable Timer timer) {
        if (timer != null) {
            boolean _ = timer.cancel();
        }
    }
}
