// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Durations;
import io.jevent.lock.Hold;
import io.jevent.lock.Semaphore;
import io.jevent.socket.Addresses;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What all servers have in common: they listen, start a handler for whatever comes, and can be stopped in an orderly
 * way and started again.
 *
 * <p>What a handler throws is reported as any greenlet's failure and does the server no harm; what it served is closed
 * when it ends. If accepting fails (no more file descriptors, say), that is reported, and the server tries again after
 * a pause.
 *
 * <p><b>Confinement:</b> thread-safe: any greenlet or platform thread may call its methods. It works on the hub of who
 * starts it, or on hubs of its own, see {@link ServerOptions#hubs}. When the hub that started it is closed, so is the
 * server.
 *
 * @gevent {@code gevent.baseserver.BaseServer}
 */
public abstract class BaseServer implements AutoCloseable {

    private final ServerOptions options;
    private final Semaphore starting = new Semaphore(1);

    /** The last one is the current one; those before it have handlers that go on. Never changed, only replaced. */
    private volatile List<ServerGeneration> generations = List.of();

    /** Where it is to listen; from the first start on where it did. */
    private volatile SocketAddress address;

    /**
     * Makes a server, which does not listen before {@link #start()}.
     *
     * @param address where it is to listen
     * @param options how it works
     * @throws IllegalArgumentException if the options do not go together
     */
    protected BaseServer(SocketAddress address, ServerOptions options) {
        options.check();
        this.address = address;
        this.options = options;
    }

    /**
     * Begins to listen on the current hub. Called for each hub of the server, once for each start.
     *
     * @param spec where and how
     * @return what the server is to take its work from
     * @throws IOException if that is not possible
     * @throws UnsupportedOperationException if the port is to be shared and this system cannot
     * @switches when it has to wait: only for the look-up of a name
     */
    protected abstract Endpoint open(ListenSpec spec) throws IOException;

    /**
     * Begins to listen and to serve. Does nothing if it does so already. A server that was stopped listens where it did
     * before, also if its port was chosen by the system.
     *
     * @throws java.net.BindException if the address is in use or not one of this machine; the message names it
     * @throws IOException if that is not possible
     * @throws UnsupportedOperationException if it cannot work on several hubs here
     * @switches when it has to wait: for the look-up of a name, or for the server's own hubs
     * @gevent {@code start()}
     */
    public final void start() throws IOException {
        try (Hold _ = starting.hold()) {
            if (isStarted()) {
                return;
            }
            var next = new ArrayList<>(generations);
            next.removeIf(ServerGeneration::isOver);
            ServerGeneration generation =
                    generations.isEmpty() ? ServerGeneration.start(this, options, address) : restart();
            address = generation.address();
            next.add(generation);
            generations = List.copyOf(next);
        }
    }

    /** The JDK's selector lets go of a port only with its next look: a moment after the listener was closed. */
    private ServerGeneration restart() throws IOException {
        for (long pause = 1_000_000; pause < 50_000_000; pause *= 2) {
            try {
                return ServerGeneration.start(this, options, address);
            } catch (BindException e) {
                CurrentGreenlet.sleep(pause);
            }
        }
        return ServerGeneration.start(this, options, address);
    }

    /**
     * Starts the server if it is not started, waits until it is stopped, and for its handlers then, as {@link #stop()}
     * does. If this wait is cut short by a kill, a timeout or the end of the program, the server is stopped all the
     * same before that goes on.
     *
     * @throws IOException as {@link #start()}
     * @switches always
     * @gevent {@code serve_forever()}
     */
    public final void serveForever() throws IOException {
        CurrentGreenlet.require("serveForever()"); // before it listens: nobody else could stop it
        start();
        try {
            for (ServerGeneration generation : generations) {
                var _ = generation.await(List.of(generation.closing), Long.MAX_VALUE);
            }
        } finally {
            CurrentGreenlet.enterShield();
            try {
                var _ = stop();
            } finally {
                CurrentGreenlet.exitShield();
            }
        }
    }

    /**
     * As {@link #stop(Duration)}, with the time of {@link ServerOptions#stopTimeout}.
     *
     * @return what became of the handlers
     * @switches when it has to wait
     * @gevent {@code stop()}
     */
    public final StopResult stop() {
        return stop(options.stopTimeout);
    }

    /**
     * Drains the server: it accepts nothing more, handlers may go on until the time is up, and those that are left then
     * are killed and given a second to end. A handler that calls this itself is neither waited for nor killed. Does
     * nothing if nothing is started.
     *
     * <p>If this wait is cut short by a kill or a timeout, nothing is accepted any more and the handlers go on; it may
     * be called again.
     *
     * @param timeout how long the handlers may go on; zero kills them at once
     * @return what became of the handlers that ran when the server stopped accepting
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     * @gevent {@code stop(timeout)}; there handlers go on for ever if the server has no pool
     */
    public final StopResult stop(Duration timeout) {
        long nanos = Durations.nanos(timeout, "timeout");
        StopResult sum = StopResult.NOTHING;
        for (ServerGeneration generation : generations) {
            sum = sum.plus(generation.stop(nanos));
        }
        return sum;
    }

    /**
     * Accepts nothing more. Handlers go on; {@link #stop()} may follow.
     *
     * @switches never
     * @gevent {@code close()}
     */
    public final void stopAccepting() {
        generations.forEach(ServerGeneration::stopAccepting);
    }

    /**
     * As {@link #stop()}.
     *
     * @switches when it has to wait
     * @gevent the end of {@code with server:}
     */
    @Override
    public final void close() {
        var _ = stop();
    }

    /**
     * Says whether it accepts.
     *
     * @return true from {@link #start()} until {@link #stop()} or {@link #stopAccepting()}
     * @switches never
     * @gevent {@code started}
     */
    public final boolean isStarted() {
        List<ServerGeneration> all = generations;
        return !all.isEmpty() && !all.getLast().closing.isSet();
    }

    /**
     * Returns where it listens.
     *
     * @return the true address once it was started; before that what it was given
     * @switches never
     * @gevent {@code address}
     */
    public final SocketAddress address() {
        return address;
    }

    /**
     * Returns the port it listens at.
     *
     * @return the port, 0 if it is not chosen yet; -1 if it listens at a path
     * @switches never
     * @gevent {@code server_port}
     */
    public final int port() {
        return address instanceof InetSocketAddress inet ? inet.getPort() : -1;
    }

    /**
     * Counts the running handlers.
     *
     * @return how many; read from another thread it may be a little old
     * @switches never
     */
    public final int handlers() {
        return generations.stream().mapToInt(ServerGeneration::busy).sum();
    }

    /**
     * Throws an error into the main greenlet of the hub that started the server, which ends the program unless that
     * greenlet catches it. Any thread may call this.
     *
     * @param failure the error of a handler that the options call fatal
     */
    protected final void endProgram(Error failure) {
        List<ServerGeneration> all = generations;
        if (!all.isEmpty()) {
            all.getLast().home.interruptProgram(failure);
        }
    }

    /** How it works. */
    final ServerOptions options() {
        return options;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " at " + Addresses.format(address)
                + (isStarted() ? " (started)" : " (not started)");
    }
}
