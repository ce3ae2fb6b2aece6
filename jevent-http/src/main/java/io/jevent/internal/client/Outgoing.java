// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.internal.http.HeaderList;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import org.jspecify.annotations.Nullable;

/**
 * A request as it goes on the wire.
 *
 * @param method the method
 * @param uri the absolute address
 * @param headers the header lines, without those that frame the body, and without Host
 * @param body the body; null for none
 * @param expectContinue whether the body waits for 100 (Continue)
 */
public record Outgoing(
        String method,
        URI uri,
        HeaderList headers,
        @Nullable BodyPublisher body,
        boolean expectContinue) {

    /**
     * Returns the target of the request: path and query.
     *
     * @return the target in origin form, RFC 9112, 3.2.1
     */
    public String target() {
        String path = uri.getRawPath();
        String query = uri.getRawQuery();
        if (path == null || path.isEmpty()) {
            path = method.equals("OPTIONS") && query == null ? "*" : "/";
        }
        return query == null ? path : path + '?' + query;
    }

    /**
     * Returns the host and the port as the address has them.
     *
     * @return the authority without user information
     */
    public String authority() {
        int port = uri.getPort();
        String host = uri.getHost();
        boolean usual = port < 0 || port == ("https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80);
        return usual ? host : host + ':' + port;
    }

    /**
     * Returns the length of the body.
     *
     * @return the number of bytes; 0 for none; -1 if it is not known
     */
    public long length() {
        return body == null ? 0 : Math.max(-1, body.contentLength());
    }

    /**
     * Returns whether the method may be sent twice, RFC 9110, 9.2.2.
     *
     * @return true for GET, HEAD, OPTIONS, TRACE, PUT and DELETE
     */
    public boolean isIdempotent() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }
}
