// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.server.ServerOptions;
import io.jevent.server.StopResult;
import io.jevent.socket.Addresses;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A server on a hub with its own thread, for clients that block the test's thread. */
public final class Site implements AutoCloseable {

    /** The failures on its hub. */
    public final List<Throwable> failures = new CopyOnWriteArrayList<>();

    /** The entries of the access log. */
    public final List<AccessLog.Entry> log = new CopyOnWriteArrayList<>();

    private final CompletableFuture<HttpServer> server = new CompletableFuture<>();
    private final Thread thread;

    private Site(Function<HttpOptions, HttpServer> make, HttpOptions options) {
        thread = Thread.ofPlatform().name("site").daemon().start(() -> run(make, options.log(log::add)));
    }

    public static Site of(Handler handler) {
        return of(handler, HttpOptions.DEFAULTS);
    }

    public static Site of(Handler handler, HttpOptions options) {
        return of(handler, options, ServerOptions.DEFAULTS);
    }

    public static Site of(Handler handler, HttpOptions options, ServerOptions how) {
        return serving(o -> new HttpServer(Addresses.parse("127.0.0.1:0"), handler, o, how), options);
    }

    public static Site serving(Function<HttpOptions, HttpServer> make, HttpOptions options) {
        return new Site(make, options);
    }

    private void run(Function<HttpOptions, HttpServer> make, HttpOptions options) {
        try (Hub hub = Hub.current()) {
            hub.setErrorHandler((context, failure) -> failures.add(failure));
            Jevent.run(() -> {
                HttpServer own = make.apply(options);
                own.start();
                server.complete(own);
                own.serveForever();
                return null;
            });
        } catch (Throwable t) {
            server.completeExceptionally(t);
        }
    }

    public HttpServer server() {
        return server.orTimeout(20, TimeUnit.SECONDS).join();
    }

    public int port() {
        return server().port();
    }

    public String uri(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    public Wire wire() throws IOException {
        return new Wire(port());
    }

    public StopResult stop(Duration limit) {
        return server().stop(limit);
    }

    @Override
    public void close() {
        stop(Duration.ofMillis(500));
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while the server ends", e);
        }
    }
}
