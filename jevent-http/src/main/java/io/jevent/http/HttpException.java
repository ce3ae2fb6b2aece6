// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.HeaderList;

/**
 * Thrown by a handler to respond with an error status; it is not reported as a failure.
 *
 * @since 0.1
 */
public final class HttpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The status, 400 to 599. */
    private final int status;

    private final transient HeaderList headers = new HeaderList();

    /**
     * Creates an exception whose message is the status's standard reason phrase.
     *
     * @param status the status of the response, 400 to 599
     */
    public HttpException(int status) {
        this(status, io.jevent.internal.http.Statuses.reason(status));
    }

    /**
     * Creates an exception.
     *
     * @param status the status of the response, 400 to 599
     * @param message the text of the response, which the client sees
     * @throws IllegalArgumentException if it is not the status of an error
     */
    public HttpException(int status, String message) {
        super(message);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("the status of an error is 400 to 599: " + status);
        }
        this.status = status;
    }

    /**
     * Returns the status of the response.
     *
     * @return the status
     */
    public int status() {
        return status;
    }

    /**
     * Adds a header to the response.
     *
     * @param name its name
     * @param value its value
     * @return this
     * @throws IllegalArgumentException if a line made of them would not be just that header, or if the server sets the
     *     header itself ({@code Content-Length}, {@code Transfer-Encoding})
     */
    public HttpException header(String name, String value) {
        ResponseHeaders.check(name, value);
        if (ResponseHeaders.isLength(name)) {
            throw new IllegalArgumentException("Content-Length is set by the server: leave it out");
        }
        headers.set(name, value);
        return this;
    }

    HeaderList headers() {
        return headers;
    }

    /** Returns the text of the response. */
    String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
