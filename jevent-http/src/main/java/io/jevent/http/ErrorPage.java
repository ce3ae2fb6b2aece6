// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.io.IOException;

/** Writes the answers about what went wrong. */
@FunctionalInterface
public interface ErrorPage {

    /** A line of plain text. */
    ErrorPage TEXT = (response, status, message) -> {
        response.type("text/plain");
        response.send(message.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    };

    /**
     * Sends an answer. Its status is set already; if it throws, or sends nothing, an empty body is sent.
     *
     * @param response the answer
     * @param status the status
     * @param message what went wrong, fit for the client's eyes, though not escaped for HTML
     * @throws IOException if the client is gone
     */
    void send(Response response, int status, String message) throws IOException;
}
