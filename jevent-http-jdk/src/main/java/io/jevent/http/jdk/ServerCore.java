// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import com.sun.net.httpserver.HttpServer;
import io.jevent.Jevent;
import io.jevent.exceptions.HubClosedException;
import io.jevent.http.HttpOptions;
import io.jevent.hub.Hub;
import io.jevent.server.ListenSocket;
import io.jevent.server.ServerOptions;
import io.jevent.tls.TlsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/*
 * States, under the monitor; a server is started once:
 *
 *   NEW --- bind --> BOUND --- start --> STARTED --- stop --> STOPPED
 *   NEW, BOUND --- stop --> STOPPED
 */
/**
 * The life of a server.
 *
 * <p><b>Confinement:</b> thread-safe.
 */
final class ServerCore {

    private enum State {
        NEW,
        BOUND,
        STARTED,
        STOPPED
    }

    private final HttpServer wrapper;
    private final HttpOptions options;
    private final ContextTable contexts;
    private State state = State.NEW;
    private @Nullable ListenSocket listener;
    private io.jevent.http.@Nullable HttpServer server;

    /** The hub that the server runs on, and its thread unless it is that of a program. */
    private @Nullable Hub hub;

    private @Nullable DispatcherThread thread;
    private volatile @Nullable Executor executor;

    ServerCore(HttpServer wrapper, HttpOptions options, @Nullable InetSocketAddress address, int backlog)
            throws IOException {
        this.wrapper = wrapper;
        this.options = options;
        contexts = new ContextTable(wrapper);
        if (address != null) {
            bind(address, backlog);
        }
    }

    ContextTable contexts() {
        return contexts;
    }

    synchronized @Nullable InetSocketAddress address() {
        ListenSocket bound = listener;
        return bound == null ? null : (InetSocketAddress) bound.address();
    }

    synchronized void bind(InetSocketAddress address, int backlog) throws IOException {
        Objects.requireNonNull(address, "null address");
        if (state != State.NEW) {
            throw new BindException("HttpServer already bound");
        }
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(address, backlog);
            listener = ListenSocket.of(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        state = State.BOUND;
    }

    @Nullable
    Executor executor() {
        return executor;
    }

    synchronized void requireNotStarted() {
        if (state == State.STARTED || state == State.STOPPED) {
            throw new IllegalStateException("server already started");
        }
    }

    void setExecutor(@Nullable Executor own) {
        requireNotStarted();
        executor = own;
    }

    /** Starts to accept: on the hub of the calling greenlet, or else on a thread of the server's own. */
    synchronized void start(@Nullable TlsServer tls) {
        ListenSocket bound = listener;
        if (state != State.BOUND || bound == null) {
            throw new IllegalStateException("server in wrong state: it is " + state);
        }
        ServerOptions how = ServerOptions.DEFAULTS;
        if (tls != null) {
            how = how.wrap(tls::secure);
        }
        Executor own = executor;
        if (own == null) {
            own = Runnable::run; // in the greenlet of the connection
            executor = own;
        }
        var made = new io.jevent.http.HttpServer(bound, new ContextHandler(contexts, own), options, how);
        server = made;
        if (Thread.currentThread().isVirtual() && Hub.ifCurrent() != null) {
            hub = Hub.current();
            begin(made);
        } else {
            var dispatcher = new DispatcherThread(() -> begin(made));
            hub = dispatcher.start();
            thread = dispatcher;
        }
        state = State.STARTED;
    }

    private static void begin(io.jevent.http.HttpServer server) {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops accepting, waits for the exchanges in flight, and closes those that last longer. */
    void stop(int delay) {
        if (delay < 0) {
            throw new IllegalArgumentException("negative delay parameter");
        }
        io.jevent.http.HttpServer running;
        Hub on;
        synchronized (this) {
            state = State.STOPPED;
            running = server;
            on = hub;
            closeListener();
        }
        if (running == null || on == null) {
            return;
        }
        Runnable work = () -> running.stop(Duration.ofSeconds(delay));
        if (on.isCurrent()) {
            work.run();
        } else {
            runOn(on, work);
        }
        DispatcherThread own = thread;
        if (own != null) {
            own.end();
        }
    }

    /** The clients that connect from now on are refused, while those that have connected are served. */
    private void closeListener() {
        ListenSocket bound = listener;
        if (bound != null) {
            try {
                bound.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void runOn(Hub hub, Runnable work) {
        var done = new CompletableFuture<@Nullable Void>();
        try {
            hub.runCallback(() -> Jevent.spawn(work).rawlink(() -> done.complete(null)));
        } catch (HubClosedException e) {
            return; // and the server has ended with it
        }
        HubCalls.await(done);
    }

    @Override
    public String toString() {
        return "HTTP server at " + address() + " on jevent, for "
                + wrapper.getClass().getSimpleName();
    }
}
