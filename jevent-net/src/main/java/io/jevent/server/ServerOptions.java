// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.Jevent;
import io.jevent.hub.Durations;
import io.jevent.pool.Pool;
import io.jevent.socket.StreamListener;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a server works. Each method returns changed options and leaves these as they are.
 *
 * <p><b>Confinement:</b> immutable.
 */
public final class ServerOptions {

    /** A new greenlet for whatever comes, on one hub. */
    public static final ServerOptions DEFAULTS = new ServerOptions();

    Spawner spawner = Jevent::spawn;
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

    private ServerOptions(ServerOptions from) {
        spawner = from.spawner;
        limit = from.limit;
        maxAccept = from.maxAccept;
        minDelay = from.minDelay;
        maxDelay = from.maxDelay;
        stopTimeout = from.stopTimeout;
        backlog = from.backlog;
        hubs = from.hubs;
        raw = from.raw;
        inline = from.inline;
        singleAcceptor = from.singleAcceptor;
        wrap = from.wrap;
        fatalErrors = from.fatalErrors;
        pool = from.pool;
    }

    /**
     * Limits how many handlers the server runs at once, on all its hubs together. While there are as many, nothing is
     * accepted; only a hub that had begun to wait for a connection before may accept that one, whose handler then
     * waits.
     *
     * @param most the most handlers
     * @return the changed options
     * @throws IllegalArgumentException if {@code most} is less than 1
     * @gevent {@code spawn=n}
     */
    public ServerOptions limit(int most) {
        var changed = new ServerOptions(this);
        changed.limit = atLeastOne(most, "limit");
        return changed;
    }

    /**
     * Decides which errors of handlers end the program. Every {@link Error} that a handler throws is reported, and what
     * it served is closed; by default the server lives on, also after an {@link OutOfMemoryError}, since it often
     * concerns one request only: too large an array, too deep a recursion. An error that is fatal is thrown into the
     * main greenlet of the hub that started the server too, so that {@code serveForever} ends with it.
     *
     * <p>To end with a heap that is exhausted, for example, so that the program is started again: {@code e -> e
     * instanceof OutOfMemoryError && "Java heap space".equals(e.getMessage())}.
     *
     * @param fatal tells whether an error ends the program; must not block
     * @return the changed options
     */
    public ServerOptions fatalErrors(Predicate<? super Error> fatal) {
        var changed = new ServerOptions(this);
        changed.fatalErrors = fatal;
        return changed;
    }

    /**
     * Runs the handlers in a pool, which others may use too. While it is full, nothing is accepted. The pool belongs to
     * one hub, so the server must as well.
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
     * Starts the handlers' greenlets in a way of one's own, in the place of {@link #pool}, {@link #raw} or
     * {@link #inline}.
     *
     * @param own what starts them, called on each hub of the server
     * @return the changed options
     * @gevent {@code spawn=callable}
     */
    public ServerOptions spawner(Spawner own) {
        ServerOptions changed = withoutSpawner();
        changed.spawner = own;
        return changed;
    }

    /**
     * Runs the handlers in greenlets without a result, which cost a little less: {@link Jevent#current()} is no
     * {@link io.jevent.Greenlet} in them.
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
     * Runs each handler in the greenlet that accepts: one at a time on each hub, and while it waits nothing is
     * accepted.
     *
     * @return the changed options
     * @gevent {@code spawn=None}; there the handler must not wait at all
     */
    public ServerOptions inline() {
        ServerOptions changed = withoutSpawner();
        changed.inline = true;
        return changed;
    }

    private ServerOptions withoutSpawner() {
        var changed = new ServerOptions(this);
        changed.spawner = Jevent::spawn;
        changed.pool = null;
        changed.raw = false;
        changed.inline = false;
        return changed;
    }

    /**
     * Has each connection wrapped before its handler gets it: by TLS, say.
     *
     * @param by makes what the handler gets of what was accepted
     * @return the changed options
     * @gevent the arguments for TLS of {@code StreamServer}
     */
    public ServerOptions wrap(SocketWrap by) {
        var changed = new ServerOptions(this);
        changed.wrap = by;
        return changed;
    }

    /**
     * Says how many may be accepted in a row before the other greenlets get a turn.
     *
     * @param most how many; 100 unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if {@code most} is less than 1
     * @gevent {@code max_accept}
     */
    public ServerOptions maxAccept(int most) {
        var changed = new ServerOptions(this);
        changed.maxAccept = atLeastOne(most, "maxAccept");
        return changed;
    }

    /**
     * Says how long the server pauses when accepting fails. The pause doubles with each failure in a row.
     *
     * @param least the first pause; 10 ms unless told otherwise
     * @param most the longest pause; a second unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if {@code least} is not positive or {@code most} is less
     * @gevent {@code min_delay}, {@code max_delay}
     */
    public ServerOptions pauses(Duration least, Duration most) {
        var changed = new ServerOptions(this);
        changed.minDelay = Durations.nanos(least, "least");
        changed.maxDelay = Durations.nanos(most, "most");
        if (changed.minDelay == 0 || changed.maxDelay < changed.minDelay) {
            throw new IllegalArgumentException(
                    "the first pause must be positive and not above the longest: " + least + ", " + most);
        }
        return changed;
    }

    /**
     * Says how long {@link BaseServer#stop()} lets the handlers go on.
     *
     * @param time the time; a second unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if {@code time} is negative
     * @gevent {@code stop_timeout}
     */
    public ServerOptions stopTimeout(Duration time) {
        Durations.nanos(time, "time");
        var changed = new ServerOptions(this);
        changed.stopTimeout = time;
        return changed;
    }

    /**
     * Says how many connections the operating system keeps that were not accepted.
     *
     * @param connections how many; {@value StreamListener#DEFAULT_BACKLOG} unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if {@code connections} is less than 1
     * @gevent {@code backlog}
     */
    public ServerOptions backlog(int connections) {
        var changed = new ServerOptions(this);
        changed.backlog = atLeastOne(connections, "backlog");
        return changed;
    }

    /**
     * Spreads the server over threads of its own, each with a hub. Each hub listens at the same port, and the operating
     * system shares out the connections (SO_REUSEPORT); where it cannot, and at a path, one of the hubs accepts and
     * hands out to all. Handlers then run at the same time on different threads, and what they share must be made for
     * that. Without this call the server works on the hub that starts it.
     *
     * <p>When ports are shared, another program of the same user that shares ports too may listen at the same one: the
     * error "address in use" does not come then.
     *
     * @param threads how many hubs
     * @return the changed options
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public ServerOptions hubs(int threads) {
        var changed = new ServerOptions(this);
        changed.hubs = atLeastOne(threads, "hubs");
        return changed;
    }

    /**
     * With {@link #hubs}: one hub accepts and hands out, also where ports can be shared. The next connection then goes
     * to a hub that waits for one, whereas the operating system deals them out by chance, busy or not; it costs a
     * message between threads for each connection.
     *
     * @return the changed options
     */
    public ServerOptions singleAcceptor() {
        var changed = new ServerOptions(this);
        changed.singleAcceptor = true;
        return changed;
    }

    /** Fails if these do not go together. */
    void check() {
        if (hubs > 0 && pool != null) {
            throw new IllegalArgumentException("a pool belongs to one hub, so it cannot serve " + hubs
                    + "; use limit(...), which counts on all of them");
        }
    }

    private static int atLeastOne(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
        return value;
    }
}
