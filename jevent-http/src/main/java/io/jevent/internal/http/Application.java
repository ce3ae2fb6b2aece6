// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.exceptions.GreenletExit;

/** What the engine serves requests with. */
public interface Application {

    /**
     * Answers a request, in the greenlet of the connection.
     *
     * @param exchange the request and its answer
     * @throws Exception if that fails
     */
    void serve(Exchange exchange) throws Exception;

    /**
     * Deals with what {@link #serve} threw, or with an answer that cannot be ended.
     *
     * @param exchange the request and its answer, of which perhaps something was sent
     * @param failure what was thrown
     */
    void failed(Exchange exchange, Throwable failure);

    /**
     * Reports a failure of the application or its handler, and does what the options want in addition.
     *
     * @param exchange the request during which it happened
     * @param context what failed
     * @param failure what was thrown
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
     * Called when an answer has ended, however.
     *
     * @param exchange the request and its answer
     */
    void ended(Exchange exchange);

    /**
     * Makes what is thrown into a greenlet whose client has left.
     *
     * @param message what happened
     * @return the exit
     */
    GreenletExit clientGone(String message);
}
