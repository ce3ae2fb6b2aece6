// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.io.IOException;

/**
 * Writes the responses to requests that failed.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ErrorPage {

    /** Sends the message as plain text. */
    ErrorPage TEXT = (response, status, message) -> {
        response.type("text/plain");
        response.send(message.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    };

    /**
     * Sends a response whose status is set already. If this throws or sends nothing, an empty body is sent.
     *
     * @param response the response
     * @param status the status
     * @param message the reason, without internals of the server, but not escaped for HTML
     * @throws IOException if the client is gone
     */
    void send(Response response, int status, String message) throws IOException;
}
