// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.proxy;

import io.jevent.http.Handler;
import io.jevent.http.HttpException;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.client.ClientOptions;
import io.jevent.http.client.HubHttpClient;
import io.jevent.http.client.Reply;
import io.jevent.hub.Durations;
import io.jevent.internal.bounds.Bounds;
import io.jevent.local.HubLocal;
import io.jevent.websocket.WebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A handler that sends requests on to other servers, and their responses back, while both arrive: bodies of any length,
 * events and WebSockets. Of several servers it takes the one with the fewest requests in flight.
 *
 * <p>A server that cannot be reached three times in a row is skipped for ten seconds; a {@linkplain #health health
 * check} skips one before it is asked. A request without a body and with an idempotent method is sent to another server
 * if one fails before its response has begun. The response is 502 if none could be reached, and 504 if one took too
 * long.
 *
 * <p>The servers learn the client from {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and {@code X-Forwarded-Host},
 * of which this proxy sends its own only. It reads each request by the strict rules of the server and frames it anew,
 * so the two cannot disagree about where a request ends.
 *
 * <p><b>Confinement:</b> thread-safe; each hub has connections of its own.
 *
 * @since 0.1
 */
public final class ReverseProxy implements Handler {

    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "DELETE");
    private static final int CHUNK = 16 * 1024;

    private final List<Upstream> upstreams;
    private final Duration timeout;
    private final int tries;
    private final AtomicInteger turn = new AtomicInteger();
    private final HubLocal<HubHttpClient> clients;
    private final @Nullable HealthChecks checks;

    private ReverseProxy(List<Upstream> upstreams, Duration timeout, int tries, @Nullable HealthChecks checks) {
        this.upstreams = upstreams;
        this.timeout = timeout;
        this.tries = tries;
        this.checks = checks;
        clients = new HubLocal<>(
                "clients of a reverse proxy",
                () -> HubHttpClient.newBuilder()
                        .options(ClientOptions.DEFAULTS
                                .responseTimeout(timeout)
                                .decoding(false)
                                .maxBody(Long.MAX_VALUE))
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .build(),
                HubHttpClient::shutdownNow);
    }

    /**
     * Sends requests on to one of some servers. The path of the request is added to the address of the server.
     *
     * @param servers the addresses, for example {@code http://10.0.0.5:8080}
     * @return the handler
     * @throws IllegalArgumentException if there is none, or one is malformed
     */
    public static ReverseProxy to(String... servers) {
        if (servers.length == 0) {
            throw new IllegalArgumentException("a reverse proxy needs at least one server");
        }
        List<Upstream> upstreams = Arrays.stream(servers).map(Upstream::new).toList();
        return new ReverseProxy(upstreams, Duration.ofSeconds(30), 2, null);
    }

    /**
     * Limits the time until a server begins its response.
     *
     * @param limit the time; 30 s by default
     * @return the changed handler
     * @throws IllegalArgumentException if it is negative
     */
    public ReverseProxy timeout(Duration limit) {
        return new ReverseProxy(upstreams, Duration.ofNanos(Durations.nanos(limit, "limit")), tries, checks);
    }

    /**
     * Sets how many servers are tried for one request.
     *
     * @param most the number; 2 by default, 1 for no second try
     * @return the changed handler
     * @throws IllegalArgumentException if it is less than 1
     */
    public ReverseProxy tries(int most) {
        return new ReverseProxy(upstreams, timeout, Bounds.atLeastOne(most, "tries"), checks);
    }

    /**
     * Asks each server for a path, from the first request on, and skips it while the response is not 200 to 299.
     *
     * @param path the path, for example {@code /health/ready}
     * @param interval the pause between two questions
     * @return the changed handler
     * @throws IllegalArgumentException if it is not a path, or the pause is not positive
     */
    public ReverseProxy health(String path, Duration interval) {
        if (!path.startsWith("/") || !interval.isPositive()) {
            throw new IllegalArgumentException("a path and a positive pause are needed: " + path + ", " + interval);
        }
        return new ReverseProxy(upstreams, timeout, tries, new HealthChecks(upstreams, path, interval));
    }

    @Override
    public void handle(Request request, Response response) throws Exception {
        if (checks != null) {
            checks.begin(clients);
        }
        if (WebSocket.isRequested(request)) {
            WebSocketRelay.relay(choose(List.of()), request, response);
            return;
        }
        InputStream body = bodyOf(request);
        var failed = new java.util.ArrayList<Upstream>();
        boolean again = body == null && IDEMPOTENT.contains(request.method());
        while (true) {
            Upstream upstream = choose(failed);
            upstream.enter();
            try (Reply reply = ask(upstream, request, body)) {
                upstream.succeeded();
                send(reply, request, response);
                return;
            } catch (UpstreamException e) {
                upstream.failed();
                failed.add(upstream);
                if (!again || failed.size() >= tries || failed.size() >= upstreams.size()) {
                    throw e.refusal();
                }
            } finally {
                upstream.leave();
            }
        }
    }

    /** Returns a server that is up, or any if none is: of those that were not tried, the one with the least work. */
    private Upstream choose(List<Upstream> tried) {
        int first = Math.floorMod(turn.getAndIncrement(), upstreams.size());
        Comparator<Upstream> order = Comparator.comparing((Upstream upstream) -> !upstream.isUp())
                .thenComparingInt(Upstream::requests)
                .thenComparingInt(upstream -> Math.floorMod(upstreams.indexOf(upstream) - first, upstreams.size()));
        return upstreams.stream()
                .filter(upstream -> !tried.contains(upstream))
                .min(order)
                .orElseThrow();
    }

    /** Returns the body of a request; null if it has none. An HTTP/2 request need not announce one. */
    private static @Nullable InputStream bodyOf(Request request) throws IOException {
        String length = request.header("Content-Length").orElse("");
        if (length.equals("0")) {
            return null;
        }
        if (!length.isEmpty() || request.header("Transfer-Encoding").isPresent()) {
            return request.body();
        }
        if (!request.protocol().equals("HTTP/2.0")) {
            return null;
        }
        if (!WITHOUT_BODY.contains(request.method())) {
            return request.body();
        }
        int octet = request.body().read();
        if (octet < 0) {
            return null;
        }
        var body = new PushbackInputStream(request.body());
        body.unread(octet);
        return body;
    }

    private Reply ask(Upstream upstream, Request request, @Nullable InputStream body) throws UpstreamException {
        String target = request.target();
        String path = target.startsWith("/") ? target : request.query().isEmpty() ? "/" : "/?" + request.query();
        HttpRequest.Builder forward;
        try {
            forward = HttpRequest.newBuilder(upstream.resolve(path)).version(HttpClient.Version.HTTP_1_1);
        } catch (IllegalArgumentException _) {
            throw new HttpException(400, "the path cannot be sent on");
        }
        ForwardedHeaders.ofRequest(request, forward::header);
        forward.method(request.method(), body == null ? BodyPublishers.noBody() : publisher(request, body));
        try {
            return clients.get().call(forward.build());
        } catch (IOException e) {
            throw new UpstreamException(upstream, e);
        }
    }

    private static BodyPublisher publisher(Request request, InputStream body) {
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> body);
        return request.header("Content-Length")
                .map(length -> BodyPublishers.fromPublisher(stream, Long.parseLong(length)))
                .orElse(stream);
    }

    private static void send(Reply reply, Request request, Response response) throws IOException {
        response.status(reply.status());
        Set<String> named = ForwardedHeaders.named(reply.headers().allValues("Connection"));
        reply.headers().map().forEach((name, values) -> {
            if (ForwardedHeaders.isPassedBack(name, named)) {
                response.removeHeader(name);
                values.forEach(value -> response.addHeader(name, value));
            }
        });
        boolean bodyless = request.method().equals("HEAD") || reply.status() == 204 || reply.status() == 304;
        reply.header("Content-Length")
                .filter(_ -> reply.status() != 204)
                .ifPresent(length -> response.header("Content-Length", length));
        if (bodyless) {
            response.end();
            return;
        }
        InputStream in = reply.stream();
        byte[] chunk = new byte[CHUNK];
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            response.write(chunk, 0, n);
        }
        response.end();
    }

    /** The failure of a server before its response. */
    private static final class UpstreamException extends Exception {

        private static final long serialVersionUID = 1L;

        UpstreamException(Upstream upstream, IOException cause) {
            super("no response of " + upstream, cause);
        }

        HttpException refusal() {
            var refusal = new HttpException(getCause() instanceof HttpTimeoutException ? 504 : 502);
            refusal.initCause(this);
            return refusal;
        }
    }

    @Override
    public String toString() {
        return "reverse proxy to " + upstreams;
    }
}
