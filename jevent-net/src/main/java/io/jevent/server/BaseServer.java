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
 * Base class of all servers: listens, starts a handler for each connection or datagram, stops in an orderly way, and
 * can be started again.
 *
 * <p>An exception of a handler is reported as any greenlet's failure, and the server continues; the handler's
 * connection is closed when the handler ends. If accepting fails, for example because the process has no more file
 * descriptors, the server reports that and tries again after a pause.
 *
 * <p><b>Confinement:</b> thread-safe: any greenlet or platform thread may call its methods. The server runs on the hub
 * of the caller of {@link #start()}, or on hubs of its own, see {@link ServerOptions#hubs}. Closing the hub that
 * started the server closes the server.
 *
 * @gevent {@code gevent.baseserver.BaseServer}
 * @since 0.1
 */
public abstract class BaseServer implements AutoCloseable {

    private final ServerOptions options;
    private final Semaphore starting = new Semaphore(1);

    /**
     * The last one is the current one; handlers of the earlier ones are still running. The list is replaced, never
     * changed.
     */
    private volatile List<ServerGeneration> generations = List.of();

    /** The address to listen at; after the first start, the address at which the server listened. */
    private volatile SocketAddress address;

    /**
     * Creates a server, which does not listen before {@link #start()}.
     *
     * @param address the address to listen at
     * @param options the options
     * @throws IllegalArgumentException if the options contradict each other
     */
    protected BaseServer(SocketAddress address, ServerOptions options) {
        options.check();
        this.address = address;
        this.options = options;
    }

    /**
     * Starts to listen on the current hub. Called on each hub of the server, once for each start.
     *
     * @param spec the address and the options of the listener
     * @return the endpoint from which the server accepts its work
     * @throws IOException if listening fails
     * @throws UnsupportedOperationException if the port must be shared and this system cannot share ports
     * @switches when it has to wait: only for the look-up of a name
     */
    protected abstract Endpoint open(ListenSpec spec) throws IOException;

    /**
     * Starts to listen and to serve. Does nothing if the server is started. A server that was stopped listens at its
     * earlier address again, even if the system chose the port.
     *
     * @throws java.net.BindException if the address is in use or is not an address of this machine; the message names
     *     it
     * @throws IOException if listening fails
     * @throws UnsupportedOperationException if the server cannot run on several hubs here
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

    /**
     * Retries, because the JDK's selector releases a port only at its next selection, shortly after the listener was
     * closed.
     */
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
     * Starts the server if it is not started, blocks until it is stopped, and then waits for its handlers as
     * {@link #stop()} does. If a kill, a timeout or the end of the program interrupts the wait, the server is stopped
     * first, then the exception continues.
     *
     * @throws IOException as {@link #start()}
     * @switches always
     * @gevent {@code serve_forever()}
     */
    public final void serveForever() throws IOException {
        CurrentGreenlet.require("serveForever()"); // before it listens: without a greenlet nothing could stop it
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
     * Stops the server as {@link #stop(Duration)} does, with the limit {@link ServerOptions#stopTimeout}.
     *
     * @return how the handlers ended
     * @switches when it has to wait
     * @gevent {@code stop()}
     */
    public final StopResult stop() {
        return stop(options.stopTimeout);
    }

    /**
     * Drains the server: stops accepting, waits for the handlers until the timeout, then kills those that are still
     * running and gives them a second to end. A handler that calls this method itself is neither waited for nor killed.
     * Does nothing if the server is not started.
     *
     * <p>If a kill or a timeout interrupts the wait, the server accepts nothing more and the handlers continue; the
     * method may be called again.
     *
     * @param timeout the longest time that the handlers may continue; zero kills them at once
     * @return how the handlers ended that were running when the server stopped accepting
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     * @gevent {@code stop(timeout)}; there handlers continue forever if the server has no pool
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
     * Stops accepting. Handlers continue; {@link #stop()} may follow.
     *
     * @switches never
     * @gevent {@code close()}
     */
    public final void stopAccepting() {
        generations.forEach(ServerGeneration::stopAccepting);
    }

    /**
     * Stops the server as {@link #stop()} does.
     *
     * @switches when it has to wait
     * @gevent the end of {@code with server:}
     */
    @Override
    public final void close() {
        var _ = stop();
    }

    /**
     * Returns whether the server accepts work.
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
     * Returns the address of the server.
     *
     * @return the actual address after the first start; the given one before
     * @switches never
     * @gevent {@code address}
     */
    public final SocketAddress address() {
        return address;
    }

    /**
     * Returns the port of the server.
     *
     * @return the port; 0 if the system has not chosen one yet, -1 for a path
     * @switches never
     * @gevent {@code server_port}
     */
    public final int port() {
        return address instanceof InetSocketAddress inet ? inet.getPort() : -1;
    }

    /**
     * Returns the number of running handlers.
     *
     * @return the number; slightly stale if another thread reads it
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

    /** Returns whether all hubs accept from one socket, which exists already. */
    boolean isListenerShared() {
        return false;
    }

    /** Returns the options. */
    final ServerOptions options() {
        return options;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " at " + Addresses.format(address)
                + (isStarted() ? " (started)" : " (not started)");
    }
}
