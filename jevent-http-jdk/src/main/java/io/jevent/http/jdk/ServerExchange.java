// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.GreenletSignal;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.hub.Hub;
import io.jevent.tls.TlsSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/*
 * The connection's greenlet blocks in awaitEnd() until the response has ended, which may be later than the handler's return, and on
 * any thread. Invariant: request and response are used on the hub only, and while that greenlet is blocked or runs the handler.
 */
/**
 * A request and its response.
 *
 * <p><b>Confinement:</b> thread-safe for one thread at a time, which may change.
 */
final class ServerExchange extends HttpExchange {

    /** The headers that the server sets itself. */
    private static final Set<String> OF_SERVER = Set.of("transfer-encoding", "connection", "keep-alive", "date");

    private static final String CONTENT_LENGTH = "Content-Length";
    private static final int NO_CONTENT = 204;
    private static final int RESET_CONTENT = 205;
    private static final int NOT_MODIFIED = 304;
    private static final Object NOTHING = new Object();

    private final ServerContext context;
    private final URI uri;
    private final Request request;
    private final Response response;
    private final HubCalls calls = new HubCalls(Hub.current());
    private final Event ended = new Event();
    private final Headers requestHeaders;
    private final Headers responseHeaders = new Headers();
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private final ExchangeOutput output;
    private volatile InputStream in;
    private volatile OutputStream out;
    private volatile int status = -1;
    private volatile boolean closed;
    private volatile boolean aborted;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable HttpPrincipal principal;

    ServerExchange(ServerContext context, URI uri, Request request, Response response) {
        this.context = context;
        this.uri = uri;
        this.request = request;
        this.response = response;
        var received = new Headers();
        request.headers().forEach(received::add);
        requestHeaders = Headers.of(received);
        output = new ExchangeOutput(calls, response, ended::set, this::abort);
        in = request.body();
        out = output;
    }

    /** The handler of a context with its filters. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** Runs the handler; its failure is rethrown by {@link #awaitEnd}. */
    void handledBy(Work work) {
        try {
            work.run();
        } catch (GreenletSignal signal) {
            fail(signal);
            throw signal;
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable thrown) {
        failure = thrown;
        ended.set();
    }

    /** Blocks the greenlet of the connection until the response has ended. */
    void awaitEnd() throws Exception {
        ended.await();
        Throwable thrown = failure;
        if (aborted) {
            throw new GreenletExit("the exchange was closed without a complete response: " + this);
        }
        if (thrown != null && output.isComplete()) {
            Hub.current().handleError(context, thrown);
        } else if (thrown instanceof Exception e) {
            throw e;
        } else if (thrown instanceof Error e) {
            throw e;
        }
    }

    /** Ends the connection, or the stream of HTTP/2, so that the client notices that the response is incomplete. */
    private void abort() {
        aborted = true;
        ended.set();
    }

    boolean isSecure() {
        return request.tls().isPresent();
    }

    SSLSession sslSession() {
        return request.tls().map(TlsSession::sslSession).orElseThrow();
    }

    void setPrincipal(HttpPrincipal user) {
        principal = user;
    }

    @Override
    public Headers getRequestHeaders() {
        return requestHeaders;
    }

    @Override
    public Headers getResponseHeaders() {
        return responseHeaders;
    }

    @Override
    public URI getRequestURI() {
        return uri;
    }

    @Override
    public String getRequestMethod() {
        return request.method();
    }

    @Override
    public ServerContext getHttpContext() {
        return context;
    }

    @Override
    public InputStream getRequestBody() {
        return in;
    }

    @Override
    public OutputStream getResponseBody() {
        return out;
    }

    @Override
    public void setStreams(@Nullable InputStream input, @Nullable OutputStream body) {
        if (input != null) {
            in = input;
        }
        if (body != null) {
            out = body;
        }
    }

    @Override
    public void sendResponseHeaders(int code, long length) throws IOException {
        if (status != -1) {
            throw new IOException("headers already sent");
        }
        if (code < 200 || code > 599) {
            throw new IOException("the status of a response is 200 to 599: " + code);
        }
        status = code;
        boolean head = request.method().equals("HEAD");
        boolean empty = length == -1 || head || code == NO_CONTENT || code == RESET_CONTENT || code == NOT_MODIFIED;
        calls.call(() -> setHead(code, empty ? -1 : length, head || code == NOT_MODIFIED));
        output.begin(empty ? 0 : length == 0 ? ExchangeOutput.OPEN : length, head);
        if (empty) {
            close();
        }
    }

    private void setHead(int code, long length, boolean keepsLength) {
        response.status(code);
        responseHeaders.forEach((name, values) -> copy(name, values, keepsLength));
        if (length > 0) {
            response.header(CONTENT_LENGTH, Long.toString(length));
        }
        List<String> connection = responseHeaders.get("Connection");
        if (connection != null && connection.stream().anyMatch("close"::equalsIgnoreCase)) {
            response.closeConnection();
        }
    }

    private void copy(String name, List<String> values, boolean keepsLength) {
        if (name.equalsIgnoreCase(CONTENT_LENGTH)) {
            if (keepsLength) {
                response.header(CONTENT_LENGTH, values.getFirst());
            }
        } else if (!OF_SERVER.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> response.addHeader(name, value));
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (status == -1) {
            abort();
            return;
        }
        try {
            if (!output.isComplete()) {
                in.close();
                out.close();
                output.close();
            }
        } catch (IOException _) {
            abort();
        }
    }

    @Override
    public int getResponseCode() {
        return status;
    }

    @Override
    public @Nullable InetSocketAddress getRemoteAddress() {
        return inet(request.remoteAddress());
    }

    @Override
    public @Nullable InetSocketAddress getLocalAddress() {
        return inet(request.localAddress());
    }

    private static @Nullable InetSocketAddress inet(Optional<SocketAddress> address) {
        return address.map(InetSocketAddress.class::cast).orElse(null);
    }

    @Override
    public String getProtocol() {
        return request.protocol();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        Object value = attributes.get(Objects.requireNonNull(name, "null name parameter"));
        if (value == null) {
            return context.getAttributes().get(name);
        }
        return value == NOTHING ? null : value;
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        attributes.put(Objects.requireNonNull(name, "null name parameter"), value == null ? NOTHING : value);
    }

    @Override
    public @Nullable HttpPrincipal getPrincipal() {
        return principal;
    }

    @Override
    public String toString() {
        return request.toString();
    }
}
