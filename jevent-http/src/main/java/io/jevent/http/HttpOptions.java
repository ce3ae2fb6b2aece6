// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.http.json.JsonCodec;
import io.jevent.hub.Durations;
import io.jevent.internal.bounds.Bounds;
import io.jevent.internal.http.Limits;
import io.jevent.internal.http.Settings;
import io.jevent.internal.netty.Pace;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The limits and settings of an HTTP server. Each method returns changed options and leaves these as they are.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class HttpOptions implements Cloneable {

    /** Limits for a server on the Internet; responses are logged to the standard error output. */
    public static final HttpOptions DEFAULTS = new HttpOptions();

    int requestLine = 8192;
    int headerBytes = 32 * 1024;
    int headers = 100;
    long body = 16 * 1024 * 1024;
    int requests = 10_000;
    Duration headTime = Duration.ofSeconds(20);
    Duration bodyTime = Duration.ofSeconds(30);
    Duration idleTime = Duration.ofSeconds(75);
    Duration stallTime = Duration.ofSeconds(30);
    private MinRate bodyRate = new MinRate(240, Duration.ofSeconds(5));
    private MinRate responseRate = new MinRate(240, Duration.ofSeconds(5));
    boolean leavingEnds = true;
    boolean http2 = true;
    Predicate<? super Error> fatalErrors = failure -> false;
    AccessLog log = new StandardLog(System.err, AccessFormat.PYWSGI);
    ErrorPage errors = ErrorPage.TEXT;

    @Nullable
    JsonCodec json;

    @Nullable
    TrustedProxies proxies;

    @Nullable
    Networks proxyProtocol;

    int connectionsPerAddress = Integer.MAX_VALUE;

    /** The minimum number of bytes per second, after a grace period. */
    private record MinRate(long bytesPerSecond, Duration grace) {

        Pace.Rule with(Duration limit) {
            return new Pace.Rule(bytesPerSecond, grace.toNanos(), limit.toNanos());
        }
    }

    private HttpOptions() {}

    /** Returns a copy for a method that changes it, since {@link #clone} copies every field. */
    private HttpOptions copy() {
        try {
            return (HttpOptions) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Limits the request line; the response to a longer one is 414.
     *
     * @param bytes the maximum length in bytes; 8192 by default
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     * @gevent {@code MAX_REQUEST_LINE}
     */
    public HttpOptions maxRequestLine(int bytes) {
        HttpOptions changed = copy();
        changed.requestLine = Bounds.atLeastOne(bytes, "maxRequestLine");
        return changed;
    }

    /**
     * Limits the headers; the response to more is 431.
     *
     * @param lines the maximum number of lines; 100 by default
     * @param bytes the maximum length of all lines together, in bytes; 32 KiB by default
     * @return the changed options
     * @throws IllegalArgumentException if one is less than 1
     */
    public HttpOptions maxHeaders(int lines, int bytes) {
        HttpOptions changed = copy();
        changed.headers = Bounds.atLeastOne(lines, "lines");
        changed.headerBytes = Bounds.atLeastOne(bytes, "bytes");
        return changed;
    }

    /**
     * Limits the body of a request; the response to a larger one is 413.
     *
     * @param bytes the maximum length in bytes; 16 MiB by default
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public HttpOptions maxBody(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("maxBody must not be negative: " + bytes);
        }
        HttpOptions changed = copy();
        changed.body = bytes;
        return changed;
    }

    /**
     * Limits the requests in flight, on all hubs together; the response to more is 503.
     *
     * @param most the maximum number; 10,000 by default
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public HttpOptions maxRequests(int most) {
        HttpOptions changed = copy();
        changed.requests = Bounds.atLeastOne(most, "maxRequests");
        return changed;
    }

    /**
     * Limits the time in which the head of a request must arrive, from its first byte or from the beginning of the
     * connection. Afterwards the response is 408, and the connection is closed.
     *
     * @param limit the time; 20 s by default
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public HttpOptions headTimeout(Duration limit) {
        HttpOptions changed = copy();
        changed.headTime = checked(limit);
        return changed;
    }

    /**
     * Limits the time in which a client may send nothing of a body that a handler waits for. Afterwards the read fails,
     * and unless the handler catches that, the response is 408.
     *
     * @param limit the time; 30 s by default
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public HttpOptions bodyTimeout(Duration limit) {
        HttpOptions changed = copy();
        changed.bodyTime = checked(limit);
        return changed;
    }

    /**
     * Sets the minimum rate at which a client must send a body while a handler waits for it. A wait begins with the
     * grace period, and each byte adds to the time that is left, up to the {@link #bodyTimeout}. When the time is used
     * up, the read fails, and unless the handler catches that, the response is 408. So the server gives up a client
     * that sends a byte per second soon after the grace period, while one that sent fast may pause for as long as the
     * {@code bodyTimeout}.
     *
     * <p>There is no limit for the whole body besides its size; a {@link io.jevent.Timeout} in the handler sets one.
     *
     * @param bytesPerSecond the rate; 240 by default; 0 turns it off
     * @param grace the time before it applies; 5 s by default
     * @return the changed options
     * @throws IllegalArgumentException if one is negative
     */
    public HttpOptions minBodyRate(int bytesPerSecond, Duration grace) {
        HttpOptions changed = copy();
        changed.bodyRate = minRate(bytesPerSecond, grace);
        return changed;
    }

    /**
     * Sets the minimum rate at which a client must read a response while the server waits for it, measured like
     * {@link #minBodyRate}; the limit of a pause is the {@link #stallTimeout}. The connection to a slower client is
     * reset. On Linux's epoll, the server counts the bytes that the client has acknowledged. Other transports know only
     * the bytes that the operating system has accepted, which come in large steps: there any progress renews the whole
     * {@code stallTimeout}.
     *
     * @param bytesPerSecond the rate; 240 by default; 0 turns it off
     * @param grace the time before it applies; 5 s by default
     * @return the changed options
     * @throws IllegalArgumentException if one is negative
     */
    public HttpOptions minResponseRate(int bytesPerSecond, Duration grace) {
        HttpOptions changed = copy();
        changed.responseRate = minRate(bytesPerSecond, grace);
        return changed;
    }

    private static MinRate minRate(int bytesPerSecond, Duration grace) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("bytesPerSecond must not be negative: " + bytesPerSecond);
        }
        return new MinRate(bytesPerSecond, Duration.ofNanos(Durations.nanos(grace, "grace")));
    }

    /**
     * Limits the time that a connection may stay open between two requests.
     *
     * @param limit the time; 75 s by default
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public HttpOptions idleTimeout(Duration limit) {
        HttpOptions changed = copy();
        changed.idleTime = checked(limit);
        return changed;
    }

    /**
     * Limits the time in which a client may read nothing of a response. Afterwards the connection is reset.
     *
     * @param limit the time; 30 s by default
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public HttpOptions stallTimeout(Duration limit) {
        HttpOptions changed = copy();
        changed.stallTime = checked(limit);
        return changed;
    }

    /**
     * Sets whether a client that closes its end of the connection cancels the handler that waits on its behalf, by
     * {@link ClientGone}.
     *
     * @param ends true by default
     * @return the changed options
     */
    public HttpOptions endWhenClientLeaves(boolean ends) {
        HttpOptions changed = copy();
        changed.leavingEnds = ends;
        return changed;
    }

    /**
     * Sets whether clients may speak HTTP/2. A client of TLS asks for it by ALPN, unless the
     * {@link io.jevent.tls.TlsServer} has {@code applicationProtocols} of its own; one without TLS begins with the
     * preface of HTTP/2 (prior knowledge). All others speak HTTP/1.1.
     *
     * @param enabled true by default
     * @return the changed options
     */
    public HttpOptions http2(boolean enabled) {
        HttpOptions changed = copy();
        changed.http2 = enabled;
        return changed;
    }

    /**
     * Sets the access log.
     *
     * @param accessLog the log; by default it prints lines in pywsgi's format to the standard error output
     * @return the changed options
     * @gevent {@code log=}
     */
    public HttpOptions log(AccessLog accessLog) {
        HttpOptions changed = copy();
        changed.log = accessLog;
        return changed;
    }

    /**
     * Sets the format of the default access log, which goes to the loggers of the platform if the program configures
     * logging, otherwise to the standard error output.
     *
     * @param format makes the lines; {@link AccessFormat#PYWSGI} by default
     * @return the changed options
     */
    public HttpOptions logFormat(AccessFormat format) {
        return log(new StandardLog(System.err, format));
    }

    /**
     * Sets the error page.
     *
     * @param page the page; {@link ErrorPage#TEXT} by default
     * @return the changed options
     */
    public HttpOptions errors(ErrorPage page) {
        HttpOptions changed = copy();
        changed.errors = page;
        return changed;
    }

    /**
     * Sets the codec for {@link Request#json} and {@link Response#json}.
     *
     * @param codec the codec; {@link JsonCodec#installed()} by default
     * @return the changed options
     */
    public HttpOptions json(JsonCodec codec) {
        HttpOptions changed = copy();
        changed.json = codec;
        return changed;
    }

    /**
     * Sets the proxies whose headers tell the address and the scheme of the client.
     *
     * @param trusted the proxies; by default none is trusted
     * @return the changed options
     */
    public HttpOptions proxies(TrustedProxies trusted) {
        HttpOptions changed = copy();
        changed.proxies = trusted;
        return changed;
    }

    /**
     * Expects each connection to begin with a header of the PROXY protocol, version 1 or 2, as HAProxy and the load
     * balancers of clouds send it; TLS, if any, follows it. The address of the client is the one in that header. A
     * connection of another peer, or without the header, is closed.
     *
     * @param balancers the addresses of the load balancers
     * @return the changed options
     */
    public HttpOptions proxyProtocol(Networks balancers) {
        HttpOptions changed = copy();
        changed.proxyProtocol = balancers;
        return changed;
    }

    /**
     * Limits the open connections of one client, on all hubs together; those of one IPv6 network of 64 bits count
     * together. A connection above the limit is closed at once. Clients behind one proxy share its address, unless it
     * speaks the {@linkplain #proxyProtocol PROXY protocol}.
     *
     * @param most the maximum number; no limit by default
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public HttpOptions maxConnectionsPerAddress(int most) {
        HttpOptions changed = copy();
        changed.connectionsPerAddress = Bounds.atLeastOne(most, "maxConnectionsPerAddress");
        return changed;
    }

    /**
     * Sets which errors of handlers end the program. Every failure of a handler is reported, and the response to its
     * request is 500. By default the server continues, also after an {@link OutOfMemoryError} or a
     * {@link StackOverflowError}, since such an error often concerns one request only: too large an array, too deep a
     * recursion. An error that is fatal is also thrown into the main greenlet of the hub that started the server, so
     * that {@code serveForever} ends with it.
     *
     * <p>For example, to end the program when the heap is exhausted, so that a supervisor restarts it: {@code e -> e
     * instanceof OutOfMemoryError && "Java heap space".equals(e.getMessage())}.
     *
     * @param fatal returns whether an error ends the program; must not block
     * @return the changed options
     */
    public HttpOptions fatalErrors(Predicate<? super Error> fatal) {
        HttpOptions changed = copy();
        changed.fatalErrors = fatal;
        return changed;
    }

    Settings settings() {
        return new Settings(
                new Limits(requestLine, headerBytes, headers, body),
                headTime.toNanos(),
                bodyRate.with(bodyTime),
                idleTime.toNanos(),
                responseRate.with(stallTime),
                requests,
                leavingEnds,
                http2);
    }

    private static Duration checked(Duration limit) {
        return Duration.ofNanos(Durations.nanos(limit, "limit"));
    }
}
