// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.hub.Durations;
import io.jevent.internal.http.Limits;
import io.jevent.internal.http.Settings;
import java.time.Duration;

/**
 * What an HTTP server allows, and how long it waits. Each method returns changed options and leaves these as they are.
 *
 * <p><b>Confinement:</b> immutable.
 */
public final class HttpOptions {

    /** Limits for a server on the Internet; answers are logged to the standard error output. */
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
    boolean leavingEnds = true;
    AccessLog log = AccessLog.to(System.err);
    ErrorPage errors = ErrorPage.TEXT;

    private HttpOptions() {}

    private HttpOptions(HttpOptions from) {
        requestLine = from.requestLine;
        headerBytes = from.headerBytes;
        headers = from.headers;
        body = from.body;
        requests = from.requests;
        headTime = from.headTime;
        bodyTime = from.bodyTime;
        idleTime = from.idleTime;
        stallTime = from.stallTime;
        leavingEnds = from.leavingEnds;
        log = from.log;
        errors = from.errors;
    }

    /**
     * Limits the request line; a longer one is answered 414.
     *
     * @param bytes the most bytes; 8192 unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     * @gevent {@code MAX_REQUEST_LINE}
     */
    public HttpOptions maxRequestLine(int bytes) {
        var changed = new HttpOptions(this);
        changed.requestLine = (int) atLeastOne(bytes, "maxRequestLine");
        return changed;
    }

    /**
     * Limits the headers; more are answered 431.
     *
     * @param lines the most lines; 100 unless told otherwise
     * @param bytes the most bytes of all lines together; 32 KiB unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if one is less than 1
     */
    public HttpOptions maxHeaders(int lines, int bytes) {
        var changed = new HttpOptions(this);
        changed.headers = (int) atLeastOne(lines, "lines");
        changed.headerBytes = (int) atLeastOne(bytes, "bytes");
        return changed;
    }

    /**
     * Limits the body of a request; a larger one is answered 413.
     *
     * @param bytes the most bytes; 16 MiB unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public HttpOptions maxBody(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("maxBody must not be negative: " + bytes);
        }
        var changed = new HttpOptions(this);
        changed.body = bytes;
        return changed;
    }

    /**
     * Limits how many requests are served at once, on all hubs together; more are answered 503.
     *
     * @param most how many; 10,000 unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public HttpOptions maxRequests(int most) {
        var changed = new HttpOptions(this);
        changed.requests = (int) atLeastOne(most, "maxRequests");
        return changed;
    }

    /**
     * Limits how long the head of a request may take to arrive, from its first byte or the beginning of the connection.
     * A later one is answered 408, and the connection is closed.
     *
     * @param limit the time; 20 s unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public HttpOptions headTimeout(Duration limit) {
        var changed = new HttpOptions(this);
        changed.headTime = checked(limit);
        return changed;
    }

    /**
     * Limits how long a client may send nothing of a body that a handler waits for; then the read fails, and unless the
     * handler knows better the answer is 408.
     *
     * @param limit the time; 30 s unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public HttpOptions bodyTimeout(Duration limit) {
        var changed = new HttpOptions(this);
        changed.bodyTime = checked(limit);
        return changed;
    }

    /**
     * Limits how long a connection may be open without a request.
     *
     * @param limit the time; 75 s unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public HttpOptions idleTimeout(Duration limit) {
        var changed = new HttpOptions(this);
        changed.idleTime = checked(limit);
        return changed;
    }

    /**
     * Limits how long a client may read nothing of an answer; then the connection is reset.
     *
     * @param limit the time; 30 s unless told otherwise
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public HttpOptions stallTimeout(Duration limit) {
        var changed = new HttpOptions(this);
        changed.stallTime = checked(limit);
        return changed;
    }

    /**
     * Says whether a client that closes its end ends the handler that waits on its behalf, by {@link ClientGone}.
     *
     * @param ends true unless told otherwise
     * @return the changed options
     */
    public HttpOptions endWhenClientLeaves(boolean ends) {
        var changed = new HttpOptions(this);
        changed.leavingEnds = ends;
        return changed;
    }

    /**
     * Says who is told of answers.
     *
     * @param accessLog the log; lines in the format of pywsgi go to the standard error output unless told otherwise
     * @return the changed options
     * @gevent {@code log=}
     */
    public HttpOptions log(AccessLog accessLog) {
        var changed = new HttpOptions(this);
        changed.log = accessLog;
        return changed;
    }

    /**
     * Says how errors look.
     *
     * @param page writes them; {@link ErrorPage#TEXT} unless told otherwise
     * @return the changed options
     */
    public HttpOptions errors(ErrorPage page) {
        var changed = new HttpOptions(this);
        changed.errors = page;
        return changed;
    }

    Settings settings() {
        return new Settings(
                new Limits(requestLine, headerBytes, headers, body),
                headTime.toNanos(),
                bodyTime.toNanos(),
                idleTime.toNanos(),
                stallTime.toNanos(),
                requests,
                leavingEnds);
    }

    private static Duration checked(Duration limit) {
        return Duration.ofNanos(Durations.nanos(limit, "limit"));
    }

    private static long atLeastOne(long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
        return value;
    }
}
