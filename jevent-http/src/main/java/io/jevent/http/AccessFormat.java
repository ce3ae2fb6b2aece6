// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

/**
 * Makes the lines of an {@link AccessLog}. Text of the client is escaped, so that a line stays one line.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface AccessFormat {

    /** The lines of pywsgi. */
    AccessFormat PYWSGI = AccessLog.Entry::toString;

    /** The Common Log Format of web servers: client, user, time, request, status and length of the body. */
    AccessFormat COMMON = entry -> AccessLines.common(entry).toString();

    /** The Combined Log Format: the common one with {@code Referer} and {@code User-Agent}. */
    AccessFormat COMBINED = AccessLines::combined;

    /**
     * An object of JSON, with the members {@code time}, {@code client}, {@code method}, {@code target},
     * {@code protocol}, {@code status}, {@code bytes} (of the body) and {@code seconds}, {@code id} of the request, and
     * if they are known, {@code route}, {@code user}, {@code host}, {@code tls} (its version), {@code referer} and
     * {@code agent}.
     */
    AccessFormat JSON = AccessLines::json;

    /**
     * Returns the line of a response.
     *
     * @param entry the request and its response
     * @return the line, without its end
     */
    String line(AccessLog.Entry entry);
}
