// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing.http;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.queue.Queue;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsServer;
import io.jevent.tls.TlsTrust;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server for the test of a client: it sends the responses that the test has queued, faults included, and
 * records the requests. It speaks HTTP/1.1 and HTTP/2, on a free port of the loopback interface, on the hub of the
 * test; in virtual time its delays take no time.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @gevent {@code responses}, {@code httpretty}
 * @since 0.1
 */
public final class MockServer implements AutoCloseable {

    private final HttpServer server;
    private final @Nullable DevelopmentCertificate certificate;
    private final ArrayDeque<MockResponse> script = new ArrayDeque<>();
    private final Queue<RecordedRequest> requests = new Queue<>();
    private final Map<SocketAddress, Integer> numbers = new HashMap<>();
    private final Map<SocketAddress, StreamSocket> sockets = new HashMap<>();
    private @Nullable Function<? super RecordedRequest, MockResponse> otherwise;
    private int refusals;

    private MockServer(@Nullable DevelopmentCertificate certificate) throws IOException {
        this.certificate = certificate;
        TlsServer tls = certificate == null ? null : TlsServer.of(certificate.identity());
        server = new HttpServer(
                Addresses.parse("127.0.0.1:0"),
                this::serve,
                HttpOptions.DEFAULTS.log(AccessLog.NONE),
                ServerOptions.DEFAULTS.wrap(socket -> accept(socket, tls)));
        server.start();
    }

    /**
     * Starts a server without TLS.
     *
     * @return the server
     * @throws IOException if it cannot listen
     * @switches never
     */
    public static MockServer start() throws IOException {
        return new MockServer(null);
    }

    /**
     * Starts a server with TLS and a certificate of its own, which {@link #trust} trusts.
     *
     * @return the server
     * @throws IOException if the certificate cannot be made
     * @switches when it has to wait
     */
    public static MockServer startTls() throws IOException {
        return new MockServer(DevelopmentCertificate.create());
    }

    private StreamSocket accept(StreamSocket socket, @Nullable TlsServer tls) throws IOException {
        SocketAddress peer = socket.remoteAddress().orElseThrow();
        numbers.put(peer, numbers.size() + 1);
        sockets.put(peer, socket);
        if (refusals > 0) {
            refusals--;
            reset(socket);
            throw new IOException("the script refuses the connection");
        }
        return tls == null ? socket : tls.secure(socket);
    }

    private static void reset(StreamSocket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.close();
    }

    /**
     * Queues responses; each request gets the next one.
     *
     * @param responses the responses
     * @return this server
     * @switches never
     */
    public MockServer enqueue(MockResponse... responses) {
        script.addAll(Arrays.asList(responses));
        return this;
    }

    /**
     * Sets the responses to requests for which none is queued; by default they get status 500, which names the request.
     *
     * @param response returns the response to a request
     * @return this server
     * @switches never
     */
    public MockServer otherwise(Function<? super RecordedRequest, MockResponse> response) {
        otherwise = response;
        return this;
    }

    /**
     * Resets the next connections as soon as they are accepted.
     *
     * @param connections the number of connections
     * @return this server
     * @switches never
     */
    public MockServer refuse(int connections) {
        refusals = connections;
        return this;
    }

    /**
     * Returns an address of this server.
     *
     * @param target path and query, with a slash at the beginning
     * @return the address
     * @switches never
     */
    public String uri(String target) {
        return certificate == null ? "http://127.0.0.1:" + port() + target : "https://localhost:" + port() + target;
    }

    /**
     * Returns the port.
     *
     * @return the port
     * @switches never
     */
    public int port() {
        return server.port();
    }

    /**
     * Returns the trust in this server's certificate, for the TLS settings of the client.
     *
     * @return the trust
     * @throws IllegalStateException if it does not speak TLS
     * @switches never
     */
    public TlsTrust trust() {
        DevelopmentCertificate own = certificate;
        if (own == null) {
            throw new IllegalStateException("the server has no certificate: start it with MockServer.startTls()");
        }
        return own.trust();
    }

    /**
     * Returns the next request, in the order of arrival; blocks until there is one.
     *
     * @return the request
     * @switches when it has to wait
     */
    public RecordedRequest takeRequest() {
        return requests.get();
    }

    /**
     * Returns the next request; blocks at most for {@code limit}.
     *
     * @param limit the longest wait; zero for none
     * @return the request; empty if there was none in time
     * @switches when it has to wait
     */
    public Optional<RecordedRequest> takeRequest(Duration limit) {
        return requests.get(limit);
    }

    /**
     * Returns the number of connections that were accepted.
     *
     * @return the number, refused ones included
     * @switches never
     */
    public int connections() {
        return numbers.size();
    }

    private void serve(Request request, Response response) throws Exception {
        SocketAddress peer = request.remoteAddress().orElseThrow();
        Map<String, List<String>> headers = new HashMap<>();
        request.headers()
                .forEach((name, value) -> headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(value));
        var origin = new RecordedRequest.Origin(request.protocol(), numbers.getOrDefault(peer, 0));
        var recorded =
                new RecordedRequest(origin, request.method(), request.target(), Map.copyOf(headers), request.bytes());
        requests.put(recorded);
        MockResponse next = script.poll();
        Function<? super RecordedRequest, MockResponse> rule = otherwise;
        if (next == null && rule != null) {
            next = rule.apply(recorded);
        }
        if (next == null) {
            next = MockResponse.of(500, "no response is queued for " + recorded);
        }
        send(next, response, peer);
    }

    private void send(MockResponse next, Response response, SocketAddress peer) throws IOException {
        Jevent.sleep(Duration.ofNanos(next.delayNanos));
        if (next.faultAfter < 0) {
            fail(next, peer);
        }
        response.status(next.status);
        next.headers.forEach(line -> response.addHeader(line.getKey(), line.getValue()));
        boolean whole = next.fault == MockResponse.Fault.NONE && next.piece == Integer.MAX_VALUE && !next.chunked;
        if (whole) {
            response.send(next.body);
            return;
        }
        if (!next.chunked) {
            response.header("Content-Length", Integer.toString(next.body.length));
        }
        int end =
                next.fault == MockResponse.Fault.NONE ? next.body.length : Math.min(next.faultAfter, next.body.length);
        for (int from = 0; from < end; from += Math.min(next.piece, end - from)) {
            if (from > 0) {
                Jevent.sleep(Duration.ofNanos(next.paceNanos));
            }
            response.write(next.body, from, Math.min(next.piece, end - from));
        }
        fail(next, peer);
    }

    private void fail(MockResponse next, SocketAddress peer) throws IOException {
        switch (next.fault) {
            case NONE -> {
                // the response is complete
            }
            case CUT -> throw new GreenletExit("the script cuts the response");
            case RESET -> {
                StreamSocket socket = sockets.get(peer);
                if (socket != null) {
                    reset(socket);
                }
                throw new GreenletExit("the script resets the connection");
            }
            case SILENCE -> new Event().await();
        }
    }

    /**
     * Stops the server; requests in flight are ended.
     *
     * @switches when it has to wait
     */
    @Override
    public void close() {
        server.stop(Duration.ZERO);
    }
}
