// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.simnet;

import io.jevent.internal.wire.Wire;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A listening socket. */
final class Listening implements Wire.Listener {

    private static final int LARGEST_BACKLOG = 4096;

    private final Host host;
    private final SocketAddress at;
    private final int backlog;
    private final Runnable arrived;
    private final Queue<End> waiting = new ArrayDeque<>();

    Listening(Host host, SocketAddress at, int backlog, Runnable arrived) {
        this.host = host;
        this.at = at;
        this.backlog = Math.clamp(backlog, 1, LARGEST_BACKLOG);
        this.arrived = arrived;
        host.bind(at, this);
    }

    boolean isFull() {
        return waiting.size() >= backlog;
    }

    void arrive(End client) {
        waiting.add(End.accepted(client, client.remoteAddress()));
        host.call(arrived::run);
    }

    @Override
    public SocketAddress localAddress() {
        return at;
    }

    @Override
    public @Nullable End accept() {
        return waiting.poll();
    }

    @Override
    public void close() {
        host.unbind(at);
        waiting.forEach(End::reset);
        waiting.clear();
    }
}
