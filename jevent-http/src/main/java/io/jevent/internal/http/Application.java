// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.exceptions.GreenletExit;

/** The code that responds to the requests of an {@link Engine}. */
public interface Application {

    /**
     * Responds to a request, in the greenlet of the connection; may block.
     *
     * @param exchange the request and its response
     * @throws Exception if that fails
     */
    void serve(Exchange exchange) throws Exception;

    /**
     * Responds to a failure of {@link #serve}, or to a response that cannot be ended.
     *
     * @param exchange the request and its response, which may be sent in part
     * @param failure the exception
     */
    void failed(Exchange exchange, Throwable failure);

    /**
     * Reports a failure of the application or its handler; an error that the options call fatal also ends the program.
     *
     * @param exchange the request during which it happened
     * @param context the object that failed
     * @param failure the exception
     */
    void report(Exchange exchange, Object context, Throwable failure);

    /**
     * Responds to a request that is malformed or exceeds a limit.
     *
     * @param exchange the response; its request is empty if it could not be decoded
     * @param refusal the reason
     * @throws Exception to have {@link #failed} respond
     */
    void refused(Exchange exchange, Refusal refusal) throws Exception;

    /**
     * Returns the maximum length of the body of a request that announces more than the server's limit.
     *
     * @param exchange the request, of which the application has served nothing yet
     * @return bytes
     */
    long maxBody(Exchange exchange);

    /**
     * Called when a response has ended, completely or not.
     *
     * @param exchange the request and its response
     */
    void ended(Exchange exchange);

    /**
     * Creates the exit that cancels the wait of a handler whose client has left.
     *
     * @param message the reason
     * @return the exit
     */
    GreenletExit clientGone(String message);
}
