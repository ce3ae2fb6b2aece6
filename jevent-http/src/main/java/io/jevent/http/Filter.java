// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

/**
 * Something that is done around handlers: before, after, or instead of them.
 *
 * @gevent WSGI middleware
 */
@FunctionalInterface
public interface Filter {

    /**
     * Handles a request, mostly with the help of {@code next}.
     *
     * @param request the request
     * @param response the answer
     * @param next what comes after this filter; not calling it is the way to answer instead of it
     * @throws Exception if it fails, or what comes after it does
     */
    void handle(Request request, Response response, Handler next) throws Exception;
}
