// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.http.json.JsonCodec;
import io.jevent.internal.http.Exchange;
import io.jevent.tls.TlsSession;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request of a client.
 *
 * <p><b>Confinement:</b> thread-safe, so that a {@link io.jevent.threadpool.ThreadPool} or a client of another library
 * can use it, except {@link #attributes()} and {@link #trailers()}, which fail on any thread but the hub's. One thread
 * at a time may read the body, until the handler returns.
 *
 * @gevent the {@code environ} of a WSGI application
 * @since 0.1
 */
public final class Request {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Exchange exchange;
    private final @Nullable JsonCodec json;
    private @Nullable Headers headers;
    private @Nullable String path;
    private @Nullable Parameters query;
    private @Nullable Parameters form;
    private @Nullable Map<String, Object> attributes;
    private Map<String, String> variables = Map.of();
    private @Nullable String route;
    private @Nullable Handler target;
    private @Nullable String id;
    private @Nullable Runnable atEnd;
    private @Nullable String user;
    private TrustedProxies.@Nullable Client client;

    Request(Exchange exchange, @Nullable JsonCodec json) {
        this.exchange = exchange;
        this.json = json;
    }

    /**
     * Returns the request that the calling greenlet serves, so that no method needs it as a parameter. Greenlets that a
     * handler spawns have none; pass it to them.
     *
     * @return the request
     * @throws NoSuchElementException if this greenlet serves no request
     * @gevent the tutorial's {@code request = LocalProxy(lambda: _requests.request)}
     */
    public static Request current() {
        return CurrentRequests.get();
    }

    /** Takes what trusted proxies tell about the client. */
    void throughProxies(TrustedProxies.@Nullable Client forwarded) {
        client = forwarded;
        if (forwarded != null && forwarded.id() != null) {
            id = forwarded.id();
        }
    }

    Exchange exchange() {
        return exchange;
    }

    /**
     * Returns the method.
     *
     * @return the method, for example {@code GET}
     */
    public String method() {
        return exchange.method();
    }

    /**
     * Returns the request target, as the client sent it.
     *
     * @return the target, between method and version in the request line
     */
    public String target() {
        return exchange.target();
    }

    /**
     * Returns the path, with percent-encoded bytes such as {@code %20} decoded as UTF-8.
     *
     * @return the path, which begins with a slash; or {@code *}
     */
    public String path() {
        String decoded = path;
        if (decoded == null) {
            decoded = Uris.decode(rawPath(), false);
            path = decoded;
        }
        return decoded;
    }

    String rawPath() {
        return Uris.path(exchange.target());
    }

    /**
     * Returns the query: the text after the question mark.
     *
     * @return the query, not decoded; empty if there is none
     */
    public String query() {
        return Uris.query(exchange.target());
    }

    /**
     * Returns the parameters of the query.
     *
     * @return the parameters, decoded
     */
    public Parameters parameters() {
        Parameters decoded = query;
        if (decoded == null) {
            decoded = Parameters.parse(query());
            query = decoded;
        }
        return decoded;
    }

    /**
     * Returns a parameter of the query.
     *
     * @param name its name
     * @return its first value, or empty if there is none
     */
    public Optional<String> parameter(String name) {
        return parameters().first(name);
    }

    /**
     * Returns the value of a variable of the {@linkplain Routes route}.
     *
     * @param name the name of the variable
     * @return the value in the path, decoded
     * @throws NoSuchElementException if the route has no such variable
     */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new NoSuchElementException(
                    "the route of " + this + " has no variable " + name + ", only " + variables.keySet());
        }
        return value;
    }

    /**
     * Returns the value of a variable of the route, converted.
     *
     * @param <T> the type of the value
     * @param name the name of the variable
     * @param converter converts it
     * @return the value
     * @throws HttpException with 400 if it cannot be converted; let it propagate
     * @throws NoSuchElementException if the route has no such variable
     */
    public <T> T variable(String name, Converter<T> converter) {
        return converter.convert("path parameter", name, variable(name));
    }

    /**
     * Returns a parameter of the query, converted.
     *
     * @param <T> the type of the value
     * @param name its name
     * @param converter converts it
     * @return its first value, or empty if there is none
     * @throws HttpException with 400 if it cannot be converted; let it propagate
     */
    public <T> Optional<T> parameter(String name, Converter<T> converter) {
        return parameter(name).map(text -> converter.convert("query parameter", name, text));
    }

    /**
     * Returns a header, converted.
     *
     * @param <T> the type of the value
     * @param name its name, in any case
     * @param converter converts it
     * @return its first value, or empty if there is none
     * @throws HttpException with 400 if it cannot be converted; let it propagate
     */
    public <T> Optional<T> header(String name, Converter<T> converter) {
        return header(name).map(text -> converter.convert("header", name, text.strip()));
    }

    /**
     * Returns the path of the route that handles this request, as it was added to the {@link Routes}, with the names of
     * its variables: a name for the requests of one kind, which logs and metrics can count. Filters know it, too.
     *
     * @return the path, for example <code>/rooms/{room}</code>; empty if no route has matched
     */
    public Optional<String> route() {
        return Optional.ofNullable(route);
    }

    /** Sets the route that handles this request. */
    void matched(@Nullable String template, Map<String, String> found) {
        route = template;
        variables = found;
    }

    /** Returns the handler of the innermost routes that have matched. */
    @Nullable
    Handler matchedHandler() {
        return target;
    }

    void setMatchedHandler(@Nullable Handler handler) {
        target = handler;
    }

    /**
     * Returns a name for this request, for logs.
     *
     * @return the id that {@link #setId} has set, or else a random one; always the same
     */
    public String id() {
        String known = id;
        if (known == null) {
            known = Ids.random();
            id = known;
        }
        return known;
    }

    /**
     * Sets the id, for example to one that a trusted proxy sent.
     *
     * @param name the id
     * @throws IllegalArgumentException if it is empty, longer than 128 characters, or has other than letters, digits
     *     and {@code -_.:/+=@}
     */
    public void setId(String name) {
        id = Ids.check(name);
    }

    /**
     * Returns the name of the user who has sent this request.
     *
     * @return the name, if a filter has set it; empty for an unknown user
     * @gevent {@code environ["REMOTE_USER"]}
     */
    public Optional<String> user() {
        return Optional.ofNullable(user);
    }

    /**
     * Sets the name of the user, after a check of the credentials.
     *
     * @param name the name
     */
    public void setUser(String name) {
        user = name;
    }

    /**
     * Limits the body. It may be more than {@link HttpOptions#maxBody}, but the server refuses a request that announces
     * more than that before any handler runs, unless its {@linkplain RouteOptions#maxBody route} allows more.
     *
     * @param bytes the maximum length in bytes; afterwards a read fails, which leads to 413
     * @throws HttpException with 413 if the client announces a longer body; let it propagate
     */
    public void setMaxBody(long bytes) {
        exchange.setMaxBody(bytes);
        Content.requireAtMost(bytes, exchange.header("Content-Length"));
    }

    /**
     * Adds an action that runs when the response has ended, completely or not: to free what the request held. The
     * action that was added last runs first.
     *
     * @param action the action; it must not block for long
     */
    public void afterwards(Runnable action) {
        exchange.requireHere();
        atEnd = atEnd == null ? action : Content.both(action, atEnd);
    }

    @Nullable
    Runnable atEnd() {
        return atEnd;
    }

    /**
     * Returns the headers.
     *
     * @return the headers
     */
    public Headers headers() {
        Headers list = headers;
        if (list == null) {
            list = new Headers(exchange.requestHeaders());
            headers = list;
        }
        return list;
    }

    /**
     * Returns a header.
     *
     * @param name its name, in any case
     * @return its first value, or empty if there is none
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(exchange.header(name));
    }

    /**
     * Returns a cookie that the client sent.
     *
     * @param name its name
     * @return its value, or empty if there is none
     */
    public Optional<String> cookie(String name) {
        return Cookies.find(headers().all("Cookie"), name);
    }

    /**
     * Returns the body, to be read while it arrives. A client of another library may read it on its own threads, for
     * example {@code BodyPublishers.ofInputStream(request::body)}. Each read on a thread that is not the hub's is a
     * message to the hub, so read many bytes at once there.
     *
     * @return a stream, always the same. Its reads block; they throw an {@link IOException} if the client closes the
     *     connection, sends too slowly or sends more than is allowed, and after the handler has returned
     */
    public InputStream body() {
        return exchange.body();
    }

    /**
     * Reads the rest of the body.
     *
     * @return its bytes
     * @throws IOException if it cannot be read to its end, or the handler has returned
     * @switches when it has to wait
     */
    public byte[] bytes() throws IOException {
        exchange.requireOpen();
        return exchange.body().readAllBytes();
    }

    /**
     * Reads the rest of the body as UTF-8.
     *
     * @return its text
     * @throws IOException if it cannot be read to its end
     * @switches when it has to wait
     */
    public String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /**
     * Reads the body as a form, {@code application/x-www-form-urlencoded}; a body without a {@code Content-Type} counts
     * as one.
     *
     * @return its fields; always the same
     * @throws HttpException with 415 if the body has another type, for example {@code multipart/form-data}; let it
     *     propagate
     * @throws IOException if it cannot be read to its end
     * @switches when it has to wait
     */
    public Parameters form() throws IOException {
        Parameters fields = form;
        if (fields == null) {
            if (header("Content-Type").isPresent() || header("Content-Encoding").isPresent()) {
                requireType(FORM);
            }
            fields = Parameters.parse(text());
            form = fields;
        }
        return fields;
    }

    /**
     * Reads the body as JSON, by the {@linkplain HttpOptions#json codec} of the server.
     *
     * @param <T> the type of the object
     * @param type the class of the object, for example a record
     * @return the object
     * @throws HttpException with 415 if the {@code Content-Type} is not JSON, and 400 if the body is malformed or does
     *     not fit the class; let it propagate
     * @throws IOException if it cannot be read to its end
     * @throws IllegalStateException if the program has no JSON library
     * @switches when it has to wait
     */
    public <T> T json(Class<T> type) throws IOException {
        return Content.json(this, codec -> codec.decode(bytes(), type));
    }

    /**
     * Reads the body as JSON of any type, for example {@code List<Order>}; otherwise like {@link #json(Class)}.
     *
     * @param type the type, as the JSON library's type token describes it
     * @return the object; null for the JSON {@code null}
     * @throws HttpException with 415 or 400; let it propagate
     * @throws IOException if it cannot be read to its end
     * @throws IllegalStateException if the program has no JSON library
     * @switches when it has to wait
     */
    public @Nullable Object json(Type type) throws IOException {
        return Content.json(this, codec -> codec.decode(bytes(), type));
    }

    JsonCodec codec() {
        return json != null ? json : JsonCodec.installed();
    }

    /**
     * Fails unless the body has one of some media types and no {@code Content-Encoding}.
     *
     * @param types the media types, without parameters
     * @throws HttpException with 415 otherwise; let it propagate
     */
    public void requireType(String... types) {
        Content.requireType(this, types);
    }

    /**
     * Returns whether the client accepts a media type in the response, by the header {@code Accept}.
     *
     * @param type the media type
     * @return true if it does, also if it sent no such header
     */
    public boolean accepts(String type) {
        return new Negotiation(headers().all("Accept")).weightOf(type) > 0;
    }

    /**
     * Returns the trailer fields, which follow a chunked body.
     *
     * @return the trailers; empty before the body was read to its end
     */
    public Headers trailers() {
        exchange.requireHere();
        return new Headers(exchange.requestTrailers());
    }

    /**
     * Returns the address of the client: of its connection, or as a {@linkplain HttpOptions#proxies trusted proxy}
     * tells it.
     *
     * @return the address; empty for a socket without a name
     */
    public Optional<SocketAddress> remoteAddress() {
        return Optional.ofNullable(client == null ? exchange.remoteAddress() : client.address());
    }

    /**
     * Returns the address of the other end of the connection, which may be a proxy.
     *
     * @return the address; empty for a socket without a name
     */
    public Optional<SocketAddress> peerAddress() {
        return Optional.ofNullable(exchange.remoteAddress());
    }

    /**
     * Returns the IP address of the client as text.
     *
     * @return the address, or {@code -} if it has none
     * @gevent {@code environ["REMOTE_ADDR"]}
     */
    public String remoteHost() {
        return hostOf(remoteAddress().orElse(null));
    }

    static String hostOf(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress ip && ip.getAddress() != null
                ? ip.getAddress().getHostAddress()
                : "-";
    }

    /**
     * Returns the address of this end of the connection.
     *
     * @return the address; empty for a socket without a name
     */
    public Optional<SocketAddress> localAddress() {
        return Optional.ofNullable(exchange.localAddress());
    }

    /**
     * Returns the host that the request is for: of an absolute URI in the request line, or else of the header
     * {@code Host}.
     *
     * @return the host, with the port if the client sent one; empty if an HTTP/1.0 client sent none
     */
    public String host() {
        if (client != null && client.host() != null) {
            return client.host();
        }
        String authority = Uris.authority(exchange.target());
        return authority != null ? authority : header("Host").orElse("");
    }

    /**
     * Returns whether the client uses TLS, as far as the server or a trusted proxy knows.
     *
     * @return true for https
     */
    public boolean isSecure() {
        String scheme = client == null ? null : client.scheme();
        return scheme == null ? exchange.isSecure() : scheme.equalsIgnoreCase("https");
    }

    /**
     * Returns the TLS of the connection.
     *
     * @return the session, with protocol, cipher and certificates; empty without TLS
     */
    public Optional<TlsSession> tls() {
        return exchange.tls();
    }

    /**
     * Returns the version of HTTP.
     *
     * @return the version, for example {@code HTTP/1.1}
     */
    public String protocol() {
        return exchange.protocol();
    }

    /**
     * Returns the attributes, with which filters and handlers pass values to each other.
     *
     * @return a map, initially empty
     */
    public Map<String, Object> attributes() {
        exchange.requireHere();
        Map<String, Object> map = attributes;
        if (map == null) {
            map = new HashMap<>();
            attributes = map;
        }
        return map;
    }

    @Override
    public String toString() {
        return method() + " " + target();
    }
}
