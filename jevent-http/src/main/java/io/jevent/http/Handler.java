// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

/**
 * Responds to requests.
 *
 * @gevent the {@code application} of {@code WSGIServer}, in Java's way
 * @since 0.1
 */
@FunctionalInterface
public interface Handler {

    /**
     * Responds to one request, in the greenlet of its connection; it may block as long as it likes. A response that was
     * not sent before it returns is sent then, with an empty body. An exception becomes a response with the status 500,
     * or that of an {@link HttpException}; if a part of the response was sent before, the connection is closed.
     *
     * <p>If the client closes the connection while this waits for something else, {@link ClientGone} cancels that wait.
     *
     * @param request the request
     * @param response the response
     * @throws Exception if it fails; the failure is reported, and the server continues
     */
    void handle(Request request, Response response) throws Exception;
}
