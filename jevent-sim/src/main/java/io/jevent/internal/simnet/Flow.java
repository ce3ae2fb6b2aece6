// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.simnet;

import io.jevent.internal.simnet.Segment.Kind;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * Segments arrive in the order in which they were sent, so only the first one has a timer. A segment that is lost, or
 * that meets a partition, is sent again after a time that doubles (RFC 6298); those behind it wait. After GIVE_UP the
 * connection fails, as on Linux (tcp_retries2).
 * Invariant: bytes that the peer has not read or that have not arrived fit into WINDOW; the others wait in unsent.
 */
/** One direction of a connection. */
final class Flow {

    private static final byte[] NOTHING = {};
    private static final int BUFFER = 64 * 1024;
    private static final int WINDOW = 64 * 1024;
    private static final int LARGEST = 16 * 1024;
    private static final long FIRST_TIMEOUT = 200_000_000;
    private static final long LONGEST_TIMEOUT = 60_000_000_000L;
    private static final long GIVE_UP = 924_000_000_000L;

    private final End from;
    private final Path path;
    private final Fabric fabric;
    private final ArrayDeque<Segment> underWay = new ArrayDeque<>();
    private final ArrayDeque<byte[]> unsent = new ArrayDeque<>();
    private int unsentBytes;
    private int bytesUnderWay;
    private boolean finAdded;
    private boolean finSent;
    private boolean stopped;
    private long lastArrival;
    private long timeout = FIRST_TIMEOUT;
    private long stuckSince = -1;
    private boolean timing;

    Flow(End from, Path path) {
        this.from = from;
        this.path = path;
        this.fabric = path.from().fabric();
    }

    int room() {
        return Math.max(0, BUFFER - unsentBytes - bytesUnderWay);
    }

    boolean isEmpty() {
        return unsent.isEmpty() && underWay.isEmpty();
    }

    void accept() {
        send(Kind.ACCEPT, NOTHING);
    }

    void add(byte[] data) {
        unsent.add(data);
        unsentBytes += data.length;
        pump();
    }

    void finish() {
        finAdded = true;
        pump();
    }

    /** Sends nothing more, and lets no packet in flight arrive. */
    void stop() {
        stopped = true;
        underWay.clear();
        unsent.clear();
        unsentBytes = 0;
        bytesUnderWay = 0;
    }

    /** Sends as much as the peer has room for. */
    void pump() {
        End to = from.peer();
        if (stopped || to == null) {
            return;
        }
        while (!unsent.isEmpty()) {
            int window = WINDOW - to.unread() - bytesUnderWay;
            byte[] next = unsent.element();
            if (window <= 0) {
                return;
            }
            int most = Math.min(Math.min(window, LARGEST), next.length);
            int n = path.split(most);
            unsent.remove();
            if (n < next.length) {
                unsent.addFirst(Arrays.copyOfRange(next, n, next.length));
                next = Arrays.copyOf(next, n);
            }
            unsentBytes -= n;
            bytesUnderWay += n;
            send(Kind.DATA, next);
        }
        if (finAdded && !finSent) {
            finSent = true;
            send(Kind.FIN, NOTHING);
        }
    }

    private void send(Kind kind, byte[] data) {
        fabric.sending(path);
        if (stopped) {
            return; // the fault that was chosen has ended the connection
        }
        lastArrival = Math.max(lastArrival, path.arrival(fabric.now(), data.length));
        underWay.add(new Segment(kind, data, lastArrival));
        schedule(0);
    }

    private void schedule(long atLeast) {
        Segment first = underWay.peek();
        if (first == null || timing) {
            return;
        }
        timing = true;
        long now = fabric.now();
        long at = path.openAt(Math.max(first.arrival(), now + atLeast));
        fabric.later(at - now, this::due);
    }

    private void due() {
        timing = false;
        Segment first = underWay.peek();
        if (stopped || first == null) {
            return;
        }
        if (path.openAt(fabric.now()) > fabric.now()) {
            schedule(0);
            return;
        }
        if (!path.passes()) {
            retry();
            return;
        }
        timeout = FIRST_TIMEOUT;
        stuckSince = -1;
        underWay.remove();
        bytesUnderWay -= first.data().length;
        deliver(first);
        schedule(0);
    }

    private void retry() {
        long now = fabric.now();
        if (stuckSince < 0) {
            stuckSince = now;
        }
        if (now - stuckSince >= GIVE_UP) {
            stop();
            from.fail(new SocketException("Connection timed out"));
            return;
        }
        schedule(timeout);
        timeout = Math.min(2 * timeout, LONGEST_TIMEOUT);
    }

    private void deliver(Segment segment) {
        End to = from.peer();
        if (to == null || to.refuses(segment)) {
            fabric.later(path.back(), () -> from.fail(new SocketException("Connection reset")));
            return;
        }
        to.receive(segment);
        if (segment.kind() == Kind.DATA) {
            from.roomAgain();
        }
    }

    static IOException brokenPipe(@Nullable IOException failure) {
        return failure != null ? failure : new SocketException("Broken pipe");
    }
}
