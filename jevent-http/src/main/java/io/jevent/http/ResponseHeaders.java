// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rules for the headers and trailers of a response. */
final class ResponseHeaders {

    /** The headers that describe content. An error response drops them, since it has other content. */
    static final List<String> OF_CONTENT = List.of(
            "Content-Type",
            "Content-Length",
            "Content-Encoding",
            "Content-Language",
            "Content-Location",
            "Content-Range",
            "Content-Disposition",
            "ETag",
            "Last-Modified",
            "Accept-Ranges");

    /** RFC 9110, 6.5.1: framing, routing, authentication, modifiers, and what is needed to process the content. */
    private static final Set<String> NO_TRAILERS = Set.of(
            "accept-ranges",
            "age",
            "authorization",
            "cache-control",
            "connection",
            "content-encoding",
            "content-length",
            "content-range",
            "content-type",
            "date",
            "expires",
            "host",
            "keep-alive",
            "location",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "retry-after",
            "set-cookie",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "vary",
            "www-authenticate");

    private static final int MAX_LENGTH_DIGITS = 18;

    private ResponseHeaders() {}

    static boolean isLength(String name) {
        return name.equalsIgnoreCase("Content-Length");
    }

    /** Refuses headers that would misplace the end of the message. */
    static void check(String name, String value) {
        if (name.equalsIgnoreCase("Transfer-Encoding")) {
            throw new IllegalArgumentException("Transfer-Encoding is set by the server: leave it out");
        }
        if (isLength(name) && !isNumber(value)) {
            throw new IllegalArgumentException("Content-Length must be a number: " + value);
        }
    }

    private static boolean isNumber(String value) {
        return !value.isEmpty()
                && value.length() <= MAX_LENGTH_DIGITS
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static void checkTrailer(String name) {
        if (NO_TRAILERS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    name + " must not follow the body (RFC 9110, 6.5.1): set it as a header before the body");
        }
    }
}
