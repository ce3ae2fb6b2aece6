// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.Filter;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Routes;
import io.jevent.hub.Hub;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A server on hubs of other threads, for clients that block the test's thread. */
final class Site implements AutoCloseable {

    final List<Throwable> failures = new CopyOnWriteArrayList<>();
    final SocketIo io;

    private final CompletableFuture<HttpServer> server = new CompletableFuture<>();
    private final Thread thread;

    Site(SocketIo io, int hubs, Filter... filters) {
        this.io = io;
        var routes = new Routes().any(SocketIo.PATH, io);
        for (Filter filter : filters) {
            routes.filter(filter);
        }
        thread = Thread.ofPlatform().name("site").daemon().start(() -> run(routes, hubs));
    }

    private void run(Routes routes, int hubs) {
        try (Hub hub = Hub.current()) {
            hub.setErrorHandler((_, failure) -> failures.add(failure));
            Jevent.run(() -> {
                var own = new HttpServer(
                        Addresses.parse("127.0.0.1:0"),
                        routes,
                        HttpOptions.DEFAULTS.log(AccessLog.NONE),
                        hubs == 1 ? ServerOptions.DEFAULTS : ServerOptions.DEFAULTS.hubs(hubs));
                own.start();
                server.complete(own);
                own.serveForever();
                return null;
            });
        } catch (Throwable t) {
            server.completeExceptionally(t);
        }
    }

    int port() {
        return server.orTimeout(20, TimeUnit.SECONDS).join().port();
    }

    String uri() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        io.close();
        try (var _ = Hub.current()) { // on which this thread waits
            server.join().stop(Duration.ofMillis(500));
        }
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while the server ends", e);
        }
    }
}
