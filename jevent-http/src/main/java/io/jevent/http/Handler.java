// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

/**
 * Answers requests.
 *
 * @gevent the {@code application} of {@code WSGIServer}, in Java's way
 */
@FunctionalInterface
public interface Handler {

    /**
     * Answers one request, in the greenlet of its connection; it may wait as long as it likes. An answer that is not
     * sent when it returns is sent then, with an empty body. What it throws becomes an answer 500, or that of a
     * {@link HttpException}; if something was sent before, the connection is closed.
     *
     * <p>If the client leaves while this waits for something else, {@link ClientGone} is thrown at that place.
     *
     * @param request the request
     * @param response the answer
     * @throws Exception if it fails; that is reported, and the server goes on
     */
    void handle(Request request, Response response) throws Exception;
}
