// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

/**
 * Responds to an exception of a handler.
 *
 * @param <E> the type of the exception
 * @see Routes#onException
 * @since 0.1
 */
@FunctionalInterface
public interface ExceptionHandler<E extends Exception> {

    /**
     * Sends a response, or throws an {@link HttpException} whose status becomes that of the response. Nothing was sent
     * so far, and status and headers are as the filters have left them.
     *
     * @param failure the exception
     * @param request the request
     * @param response the response
     * @throws Exception to leave the response to the server
     */
    void handle(E failure, Request request, Response response) throws Exception;
}
