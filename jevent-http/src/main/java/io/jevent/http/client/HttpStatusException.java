// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import java.io.IOException;
import java.net.URI;

/**
 * A response with an error status, 400 or above, where a successful one was required.
 *
 * @gevent {@code requests.HTTPError}
 * @since 0.1
 */
public final class HttpStatusException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The status code. */
    private final int status;

    HttpStatusException(int status, String method, URI uri, String body) {
        super(method + " " + withoutUser(uri) + " returned status " + status + (body.isEmpty() ? "" : ": " + body));
        this.status = status;
    }

    private static String withoutUser(URI uri) {
        String query = uri.getRawQuery() == null ? "" : "?...";
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                + uri.getRawPath() + query;
    }

    /**
     * Returns the status code.
     *
     * @return 400 to 599
     */
    public int status() {
        return status;
    }
}
