// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.Jevent;
import io.jevent.hub.Durations;
import io.jevent.internal.bounds.Bounds;
import io.jevent.pool.Pool;
import io.jevent.socket.StreamListener;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Options of a server. Each method returns a changed copy and leaves this object as it is.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class ServerOptions implements Cloneable {

    private static final Spawner GREENLETS = Jevent::spawn; // before DEFAULTS, which has it

    /** The defaults: a new greenlet for each connection or datagram, on one hub. */
    public static final ServerOptions DEFAULTS = new ServerOptions();

    Spawner spawner = GREENLETS;
    int limit = Integer.MAX_VALUE;
    int maxAccept = 100;
    long minDelay = Duration.ofMillis(10).toNanos();
    long maxDelay = Duration.ofSeconds(1).toNanos();
    Duration stopTimeout = Duration.ofSeconds(1);
    int backlog = StreamListener.DEFAULT_BACKLOG;
    int hubs;
    boolean raw;
    boolean inline;
    boolean singleAcceptor;
    SocketWrap wrap = accepted -> accepted;
    Predicate<? super Error> fatalErrors = failure -> false;

    @Nullable
    Pool pool;

    private ServerOptions() {}

    /** Returns a copy for a method that changes it, since {@link #clone} copies every field. */
    private ServerOptions copy() {
        try {
            return (ServerOptions) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Limits the number of handlers that the server runs at once, on all its hubs together. While the limit is reached,
     * the server accepts nothing; only a hub that was already waiting for a connection may accept that one, whose
     * handler then waits.
     *
     * @param most the largest number of handlers
     * @return the changed options
     * @throws IllegalArgumentException if {@code most} is less than 1
     * @gevent {@code spawn=n}
     */
    public ServerOptions limit(int most) {
        ServerOptions changed = copy();
        changed.limit = Bounds.atLeastOne(most, "limit");
        return changed;
    }

    /**
     * Sets which errors of handlers end the program. Every {@link Error} that a handler throws is reported, and its
     * connection is closed. By default the server then continues, even after an {@link OutOfMemoryError}, because such
     * an error often concerns one request only: too large an array, too deep a recursion. A fatal error is also thrown
     * into the main greenlet of the hub that started the server, so that {@code serveForever} ends with it.
     *
     * <p>For example, to end the program when the heap is exhausted, so that a supervisor restarts it: {@code e -> e
     * instanceof OutOfMemoryError && "Java heap space".equals(e.getMessage())}.
     *
     * @param fatal returns whether an error ends the program; must not block
     * @return the changed options
     */
    public ServerOptions fatalErrors(Predicate<? super Error> fatal) {
        ServerOptions changed = copy();
        changed.fatalErrors = fatal;
        return changed;
    }

    /**
     * Runs the handlers in a pool, which other code may use too. While the pool is full, the server accepts nothing. A
     * pool belongs to one hub, so the server must run on that hub only.
     *
     * @param members the pool
     * @return the changed options
     * @gevent {@code spawn=pool}
     */
    public ServerOptions pool(Pool members) {
        ServerOptions changed = spawner(members::spawn);
        changed.pool = members;
        return changed;
    }

    /**
     * Sets the function that starts the handlers' greenlets; it replaces {@link #pool}, {@link #raw} or
     * {@link #inline}.
     *
     * @param own the function, called on each hub of the server
     * @return the changed options
     * @gevent {@code spawn=callable}
     */
    public ServerOptions spawner(Spawner own) {
        ServerOptions changed = withoutSpawner();
        changed.spawner = own;
        return changed;
    }

    /**
     * Runs the handlers in greenlets without a result, which cost a little less: in them, {@link Jevent#current()} is
     * not a {@link io.jevent.Greenlet}.
     *
     * @return the changed options
     * @gevent {@code spawn='raw'}
     */
    public ServerOptions raw() {
        ServerOptions changed = withoutSpawner();
        changed.raw = true;
        return changed;
    }

    /**
     * Runs each handler in the accepting greenlet: one at a time on each hub, and while it runs or blocks the hub
     * accepts nothing.
     *
     * @return the changed options
     * @gevent {@code spawn=None}; there the handler must not wait at all
     */
    public ServerOptions inline() {
        ServerOptions changed = withoutSpawner();
        changed.inline = true;
        return changed;
    }

    /** Whether a handler can have another greenlet at any time, of which nobody but the server knows. */
    boolean spawnsFreely() {
        return spawner == GREENLETS && !inline;
    }

    private ServerOptions withoutSpawner() {
        ServerOptions changed = copy();
        changed.spawner = GREENLETS;
        changed.pool = null;
        changed.raw = false;
        changed.inline = false;
        return changed;
    }

    /**
     * Wraps each connection before its handler gets it, for example with TLS.
     *
     * @param by makes the handler's socket of an accepted one
     * @return the changed options
     * @gevent the arguments for TLS of {@code StreamServer}
     */
    public ServerOptions wrap(SocketWrap by) {
        ServerOptions changed = copy();
        changed.wrap = by;
        return changed;
    }

    /**
     * Sets how many connections are accepted in a row before the server yields to other greenlets.
     *
     * @param most the number; 100 by default
     * @return the changed options
     * @throws IllegalArgumentException if {@code most} is less than 1
     * @gevent {@code max_accept}
     */
    public ServerOptions maxAccept(int most) {
        ServerOptions changed = copy();
        changed.maxAccept = Bounds.atLeastOne(most, "maxAccept");
        return changed;
    }

    /**
     * Sets how long the server pauses when accepting fails. The pause doubles with each failure in a row.
     *
     * @param least the first pause; 10 ms by default
     * @param most the longest pause; one second by default
     * @return the changed options
     * @throws IllegalArgumentException if {@code least} is not positive, or {@code most} is less than {@code least}
     * @gevent {@code min_delay}, {@code max_delay}
     */
    public ServerOptions pauses(Duration least, Duration most) {
        ServerOptions changed = copy();
        changed.minDelay = Durations.nanos(least, "least");
        changed.maxDelay = Durations.nanos(most, "most");
        if (changed.minDelay == 0 || changed.maxDelay < changed.minDelay) {
            throw new IllegalArgumentException(
                    "the first pause must be positive and not above the longest: " + least + ", " + most);
        }
        return changed;
    }

    /**
     * Sets how long {@link BaseServer#stop()} waits for the handlers before it kills them.
     *
     * @param time the time; one second by default
     * @return the changed options
     * @throws IllegalArgumentException if {@code time} is negative
     * @gevent {@code stop_timeout}
     */
    public ServerOptions stopTimeout(Duration time) {
        Durations.nanos(time, "time");
        ServerOptions changed = copy();
        changed.stopTimeout = time;
        return changed;
    }

    /**
     * Sets the backlog: how many connections the operating system queues before the server accepts them.
     *
     * @param connections the number; {@value StreamListener#DEFAULT_BACKLOG} by default
     * @return the changed options
     * @throws IllegalArgumentException if {@code connections} is less than 1
     * @gevent {@code backlog}
     */
    public ServerOptions backlog(int connections) {
        ServerOptions changed = copy();
        changed.backlog = Bounds.atLeastOne(connections, "backlog");
        return changed;
    }

    /**
     * Runs the server on several hubs, each with its own thread. Each hub listens at the same port, and the operating
     * system distributes the connections (SO_REUSEPORT). Where it cannot, and at a path, one of the hubs accepts for
     * all of them. Handlers then run in parallel on different threads, so the data that they share must be thread-safe.
     * Without this option the server runs on the hub that starts it.
     *
     * <p>While ports are shared, another program of the same user that shares ports can listen at the same port; the
     * server then gets no "address in use" error.
     *
     * @param threads the number of hubs
     * @return the changed options
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public ServerOptions hubs(int threads) {
        ServerOptions changed = copy();
        changed.hubs = Bounds.atLeastOne(threads, "hubs");
        return changed;
    }

    /**
     * With {@link #hubs}: lets one hub accept for all of them, even where ports can be shared. Each connection then
     * goes to a hub that is idle, whereas the operating system distributes connections by hash, to idle and busy hubs
     * alike. This costs one message between threads for each connection.
     *
     * @return the changed options
     */
    public ServerOptions singleAcceptor() {
        ServerOptions changed = copy();
        changed.singleAcceptor = true;
        return changed;
    }

    /** Throws if the options contradict each other. */
    void check() {
        if (hubs > 0 && pool != null) {
            throw new IllegalArgumentException("a pool belongs to one hub, so it cannot serve " + hubs
                    + "; use limit(...), which counts on all of them");
        }
    }
}
