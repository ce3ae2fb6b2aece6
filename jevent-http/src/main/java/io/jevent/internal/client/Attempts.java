// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Deadline;
import io.jevent.hub.Durations;
import io.jevent.queue.Queue;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * RFC 8305: the families alternate, beginning with that of the first address, and an attempt that has not succeeded after a
 * moment gets a rival.
 */
/** Connects to the first of several addresses that accepts the connection ("happy eyeballs"). */
final class Attempts {

    private static final Duration DELAY = Duration.ofMillis(250);

    private final List<InetAddress> addresses;
    private final int port;
    private final @Nullable InetAddress from;
    private final Queue<Object> outcomes = new Queue<>();
    private final List<Greenlet<?>> running = new ArrayList<>();
    private @Nullable IOException last;
    private boolean over;

    Attempts(List<InetAddress> addresses, int port, @Nullable InetAddress from) {
        this.addresses = alternating(addresses);
        this.port = port;
        this.from = from;
    }

    static List<InetAddress> alternating(List<InetAddress> all) {
        List<InetAddress> first = new ArrayList<>();
        List<InetAddress> second = new ArrayList<>();
        for (InetAddress address : all) {
            boolean same = address instanceof Inet6Address == all.getFirst() instanceof Inet6Address;
            (same ? first : second).add(address);
        }
        List<InetAddress> mixed = new ArrayList<>();
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            if (i < first.size()) {
                mixed.add(first.get(i));
            }
            if (i < second.size()) {
                mixed.add(second.get(i));
            }
        }
        return mixed;
    }

    StreamSocket connect(Duration limit) throws IOException {
        if (addresses.size() == 1) {
            return connect(addresses.getFirst(), limit);
        }
        var deadline = new Deadline(Durations.nanos(limit, "limit"));
        StreamSocket won = null;
        try {
            won = race(deadline);
            return won;
        } finally {
            end(won);
        }
    }

    private StreamSocket race(Deadline deadline) throws IOException {
        int begun = 0;
        int failed = 0;
        while (failed < addresses.size()) {
            if (begun < addresses.size()) {
                begin(addresses.get(begun++), deadline);
            }
            Optional<Object> outcome = next(begun < addresses.size(), deadline);
            if (outcome.isEmpty() && deadline.left() == 0) {
                throw late();
            }
            if (outcome.orElse("") instanceof StreamSocket socket) {
                return socket;
            }
            if (outcome.orElse("") instanceof IOException failure) {
                failed++;
                note(failure);
            }
        }
        IOException failure = last;
        throw failure == null ? late() : failure;
    }

    private Optional<Object> next(boolean more, Deadline deadline) {
        long left = deadline.left();
        Duration wait = Duration.ofNanos(left);
        return outcomes.get(more && wait.compareTo(DELAY) > 0 ? DELAY : wait);
    }

    private SocketTimeoutException late() {
        var late = new SocketTimeoutException("connecting to " + addresses + " took too long");
        if (last != null) {
            late.addSuppressed(last);
        }
        return late;
    }

    private void note(IOException failure) {
        if (last != null) {
            failure.addSuppressed(last);
        }
        last = failure;
    }

    private void begin(InetAddress address, Deadline deadline) {
        running.add(Jevent.spawn(() -> {
            try {
                StreamSocket socket = connect(address, Duration.ofNanos(deadline.left()));
                if (over) {
                    socket.close();
                } else {
                    outcomes.put(socket);
                }
            } catch (IOException e) {
                outcomes.put(e);
            }
        }));
    }

    private StreamSocket connect(InetAddress address, Duration limit) throws IOException {
        var target = new InetSocketAddress(address, port);
        InetAddress local = from;
        return local == null
                ? StreamSocket.connect(target, limit)
                : StreamSocket.connect(target, new InetSocketAddress(local, 0), limit);
    }

    /** Ends the attempts that have lost, and closes what they have opened. Never blocks. */
    private void end(@Nullable StreamSocket won) {
        over = true;
        Jevent.interruptAll(running, new GreenletExit("another address has accepted the connection"));
        Optional<Object> outcome = outcomes.tryGet();
        while (outcome.isPresent()) {
            if (outcome.get() instanceof StreamSocket socket && socket != won) {
                socket.close();
            }
            outcome = outcomes.tryGet();
        }
    }
}
