// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.netty.ListenChannel;
import io.jevent.queue.Queue;
import io.jevent.socket.Addresses;
import io.netty.channel.Channel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/*
 * All hubs take from one queue, and waiting hubs are served first in, first out. So an idle hub gets the next
 * connection, and a hub that is busy or at its limit gets none. The queue is short: connections that no hub takes stay
 * in the backlog of the operating system.
 */
/**
 * Accepts connections on one hub for several hubs. {@link #take()} may be called on any hub, all other methods only on
 * the hub that listens.
 */
final class AcceptQueue {

    private final AcceptLoop loop;
    private final Queue<Channel> accepted;
    private @Nullable ListenChannel listener;
    private @Nullable RawGreenlet acceptor;
    private volatile boolean open = true;

    AcceptQueue(int hubs, AcceptLoop loop) {
        this.loop = loop;
        this.accepted = new Queue<>(hubs);
    }

    /** Starts to accept on the current hub. */
    void begin(ListenChannel listening) {
        listener = listening;
        listening.setAcceptAhead(1);
        acceptor = Jevent.spawn(() -> {
            try {
                loop.run(this::isOpen, () -> passOn(listening));
            } finally {
                close();
            }
        });
        acceptor.setName("accepting for several hubs at " + Addresses.format(listening.localAddress()));
    }

    private void passOn(ListenChannel listening) throws IOException {
        Channel next = listening.take(Long.MAX_VALUE);
        try {
            accepted.put(next);
        } catch (Throwable t) {
            next.unsafe().closeForcibly();
            throw t;
        }
    }

    /** Waits for a connection, which is not registered with a loop yet. */
    Channel take() {
        return accepted.get();
    }

    boolean isOpen() {
        return open;
    }

    /** Stops accepting; connections that no hub has taken are reset. */
    void close() {
        if (!open) {
            return;
        }
        open = false;
        for (Channel untaken : accepted.shutdownNow()) {
            untaken.unsafe().closeForcibly();
        }
        if (listener != null) {
            listener.close();
        }
        if (acceptor != null) {
            acceptor.interrupt(new GreenletExit("the server stops"));
        }
    }
}
