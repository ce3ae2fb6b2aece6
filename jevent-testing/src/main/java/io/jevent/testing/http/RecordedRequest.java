// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that a {@link MockServer} has got.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class RecordedRequest {

    private final String method;
    private final String target;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final String protocol;
    private final int connection;

    RecordedRequest(Origin origin, String method, String target, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.body = body;
        protocol = origin.protocol();
        connection = origin.connection();
    }

    /** The way on which a request has come. */
    record Origin(String protocol, int connection) {}

    /**
     * Returns the method.
     *
     * @return for example {@code GET}
     * @switches never
     */
    public String method() {
        return method;
    }

    /**
     * Returns the target.
     *
     * @return path and query
     * @switches never
     */
    public String target() {
        return target;
    }

    /**
     * Returns the first value of a header.
     *
     * @param name the name, in any case
     * @return the value; empty if there is none
     * @switches never
     */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.stream().findFirst();
    }

    /**
     * Returns the header lines.
     *
     * @return the values, by their names in lower case
     * @switches never
     */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /**
     * Returns the body.
     *
     * @return a copy of the bytes
     * @switches never
     */
    public byte[] body() {
        return body.clone();
    }

    /**
     * Returns the body as text.
     *
     * @return the body, read as UTF-8
     * @switches never
     */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * Returns the version of HTTP.
     *
     * @return {@code HTTP/1.1} or {@code HTTP/2.0}
     * @switches never
     */
    public String protocol() {
        return protocol;
    }

    /**
     * Returns the number of the request's connection.
     *
     * @return 1 for the first one
     * @switches never
     */
    public int connection() {
        return connection;
    }

    @Override
    public String toString() {
        return method + " " + target + " (" + protocol + ", connection " + connection + ")";
    }
}
