// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

/**
 * Code around handlers, which runs before, after or instead of them.
 *
 * @gevent WSGI middleware
 * @since 0.1
 */
@FunctionalInterface
public interface Filter {

    /**
     * Handles a request, usually by calling {@code next}.
     *
     * @param request the request
     * @param response the response
     * @param next the next filter or the handler; a filter that does not call it sends the response itself
     * @throws Exception if this filter or {@code next} fails
     */
    void handle(Request request, Response response, Handler next) throws Exception;
}
