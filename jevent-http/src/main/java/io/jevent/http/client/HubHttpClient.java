// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Durations;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.client.CallClock;
import io.jevent.internal.client.ClientSettings;
import io.jevent.internal.client.ConnectionPool;
import io.jevent.local.HubLocal;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A {@link HttpClient} on the hub's loop: it has no thread, and code that takes a {@code HttpClient} takes this one.
 *
 * <p>Each hub that calls it has its own connections, which are closed with the hub. A call blocks the greenlet that
 * makes it and nothing else; {@link #sendAsync} makes the call in a greenlet of its own, so its future completes while
 * the hub runs. If a kill or a timeout cancels a call, it ends at once, and its connection is closed (HTTP/1.1) or its
 * stream reset (HTTP/2).
 *
 * <p>Differences from the JDK's client: bodies are requested in compressed form and decoded
 * ({@link ClientOptions#decoding}), pushed responses are refused, {@code http} does not try to upgrade to HTTP/2
 * ({@link ClientOptions#http2PriorKnowledge}), and there are limits by default, see {@link ClientOptions}.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code geventhttpclient.HTTPClient}, {@code requests.Session}
 * @since 0.1
 */
public final class HubHttpClient extends HttpClient {

    private final ClientBuilder choices;
    private final ClientSettings settings;
    private final Credentials credentials;
    private final Redirects redirects;
    private final Map<ConnectionPool, Hub> pools = new ConcurrentHashMap<>();
    private final HubLocal<ConnectionPool> pool = new HubLocal<>("HTTP connections", this::newPool, this::closePool);
    private volatile boolean shut;

    HubHttpClient(ClientBuilder choices) {
        this.choices = choices;
        settings = choices.settings();
        credentials = new Credentials(choices.authenticator);
        if (choices.authenticator != null) {
            settings.proxyCredentials = credentials;
        }
        redirects = new Redirects(choices.redirect, settings.maxRedirects);
    }

    /**
     * Creates a client with the default settings.
     *
     * @return the client
     * @switches never
     */
    public static HubHttpClient newHttpClient() {
        return newBuilder().build();
    }

    /**
     * Creates a builder.
     *
     * @return a builder with the default settings
     * @switches never
     */
    public static ClientBuilder newBuilder() {
        return new ClientBuilder();
    }

    /**
     * Creates a client with the default settings of the JDK's builder and other options.
     *
     * @param options the options
     * @return the client
     * @switches never
     */
    public static HubHttpClient of(ClientOptions options) {
        return newBuilder().options(options).build();
    }

    static long nanos(Duration limit) {
        return Durations.nanos(limit, "timeout");
    }

    private ConnectionPool newPool() {
        var made = new ConnectionPool(settings);
        pools.put(made, Hub.current());
        return made;
    }

    private void closePool(ConnectionPool old) {
        pools.remove(old);
        old.close();
    }

    ClientSettings settings() {
        return settings;
    }

    Credentials credentials() {
        return credentials;
    }

    Redirects redirects() {
        return redirects;
    }

    @Nullable
    ProxySelector proxySelector() {
        ProxySelector own = choices.proxy;
        return own == null ? ProxySelector.getDefault() : own;
    }

    /**
     * Makes a call, and returns when the head of the response has arrived.
     *
     * @param request the request
     * @return the response, which the caller reads or closes
     * @throws java.net.http.HttpTimeoutException if a time limit is over
     * @throws java.net.ConnectException if no connection can be made
     * @throws IOException if the call fails otherwise
     * @throws IllegalArgumentException if the address of the request is not one of http or https with a host
     * @switches when it has to wait
     */
    public Reply call(HttpRequest request) throws IOException {
        if (shut) {
            throw new IOException("the client is closed: " + this);
        }
        var clock = new CallClock(settings.callNanos);
        return step(0, clock).proceed(Objects.requireNonNull(request, "request"));
    }

    private Interceptor.Next step(int index, CallClock clock) {
        if (index == choices.options.interceptors().size()) {
            return request -> new Exchanger(this, pool.get(), request, clock).run();
        }
        Interceptor interceptor = choices.options.interceptors().get(index);
        return request -> interceptor.intercept(request, step(index + 1, clock));
    }

    /**
     * Makes a call and blocks until its body is received; otherwise as the JDK's client.
     *
     * @switches when it has to wait
     */
    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws IOException {
        Objects.requireNonNull(handler, "handler");
        return new Receiving<>(call(request), handler).run();
    }

    /**
     * Makes a call in a greenlet of its own. Cancelling the future ends the call.
     *
     * @switches never
     */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(handler, "handler");
        var future = new CallFuture<HttpResponse<T>>();
        future.start(() -> send(request, handler));
        return future;
    }

    /**
     * Makes a call as {@link #sendAsync(HttpRequest, BodyHandler)}: servers are asked to push no responses.
     *
     * @switches never
     */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        return sendAsync(request, handler);
    }

    /**
     * Returns the number of open connections of the current hub.
     *
     * @return idle ones and those in use
     * @switches never
     */
    public int openConnections() {
        return pool.isSet() ? pool.get().open() : 0;
    }

    /**
     * Returns the number of connections of the current hub with a call in flight.
     *
     * @return the connections in use
     * @switches never
     */
    public int leasedConnections() {
        return pool.isSet() ? pool.get().leased() : 0;
    }

    /**
     * Returns the number of calls of the current hub that wait for a connection.
     *
     * @return the number of calls
     * @switches never
     */
    public int waitingCalls() {
        return pool.isSet() ? pool.get().waiting() : 0;
    }

    /**
     * Closes the idle connections of the current hub.
     *
     * @switches never
     */
    public void closeIdleConnections() {
        if (pool.isSet()) {
            pool.get().closeIdle();
        }
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return Optional.ofNullable(choices.cookies);
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return Optional.ofNullable(choices.connectTimeout);
    }

    @Override
    public Redirect followRedirects() {
        return choices.redirect;
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return Optional.ofNullable(choices.proxy);
    }

    @Override
    public SSLContext sslContext() {
        SSLContext given = choices.sslContext;
        try {
            return given == null ? SSLContext.getDefault() : given;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no default TLS context: " + e.getMessage(), e);
        }
    }

    @Override
    public SSLParameters sslParameters() {
        SSLParameters given = choices.sslParameters;
        return given == null ? sslContext().getDefaultSSLParameters() : given;
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.ofNullable(choices.authenticator);
    }

    @Override
    public Version version() {
        return choices.version;
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.ofNullable(choices.executor);
    }

    /**
     * Creates a builder of WebSockets with the JDK's interface; {@link io.jevent.websocket.WebSocket} has the blocking
     * one. The listener is called by a greenlet. Pings and pongs are sent by the WebSocket itself, so {@code sendPing}
     * and {@code sendPong} fail.
     *
     * @switches never
     */
    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return new JdkWebSocketBuilder(settings);
    }

    /** Refuses further calls; those in flight go on. */
    @Override
    public void shutdown() {
        shut = true;
        forEachPool(ConnectionPool::closeIdle);
    }

    /** Refuses further calls, and ends those in flight. */
    @Override
    public void shutdownNow() {
        shut = true;
        forEachPool(ConnectionPool::close);
    }

    private void forEachPool(java.util.function.Consumer<ConnectionPool> action) {
        pools.forEach((each, hub) -> {
            if (hub.isCurrent()) {
                action.accept(each);
                return;
            }
            try {
                var _ = hub.runCallback(() -> action.accept(each));
            } catch (HubClosedException _) {
                // its connections have ended with it
            }
        });
    }

    @Override
    public boolean isTerminated() {
        return shut && pools.keySet().stream().allMatch(each -> each.leased() == 0);
    }

    /**
     * Blocks until the calls in flight have ended after a {@link #shutdown}.
     *
     * @switches when it has to wait
     */
    @Override
    public boolean awaitTermination(Duration limit) {
        long end = Hub.current().now() + Durations.nanos(limit, "limit");
        while (!isTerminated()) {
            long left = end - Hub.current().now();
            if (left <= 0) {
                return false;
            }
            Jevent.sleep(Duration.ofNanos(Math.min(left, Duration.ofMillis(10).toNanos())));
        }
        return true;
    }

    /**
     * Refuses further calls, blocks until those of the current hub have ended, and closes the connections.
     *
     * @switches when it has to wait
     */
    @Override
    public void close() {
        shutdown();
        var _ = awaitTermination(Duration.ofDays(1));
        shutdownNow();
    }

    @Override
    public String toString() {
        return "HubHttpClient(" + choices.version + ")";
    }

    /** The future of a call in a greenlet of its own. */
    private static final class CallFuture<T> extends CompletableFuture<T> {

        private volatile @Nullable RawGreenlet greenlet;

        private interface Body<T> {
            T run() throws IOException;
        }

        void start(Body<T> body) {
            greenlet = Jevent.spawnRaw(() -> {
                try {
                    complete(body.run());
                } catch (IOException | RuntimeException e) {
                    completeExceptionally(e);
                } catch (Error e) {
                    completeExceptionally(e);
                    throw e;
                }
            });
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean cancelled = super.cancel(mayInterrupt);
            RawGreenlet running = greenlet;
            if (cancelled && running != null) {
                running.interrupt(new GreenletExit("the future of the call was cancelled"));
            }
            return cancelled;
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }
}
