// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

/*
 * A connection starts in HEAD:
 *
 *   HEAD ------- the head is complete ------------> ADMITTING
 *   HEAD ------- the preface of HTTP/2 -------------> PREFACE
 *   HEAD ------- malformed, or too late ----------> REFUSING
 *   HEAD ------- its first byte is too late ------> CLOSING
 *   ADMITTING -- within the server's limits ------> SERVING
 *   ADMITTING -- above a limit -------------------> REFUSING
 *   SERVING ---- 101 (Switching Protocols) -------> UPGRADED
 *   SERVING ---- the response has ended ----------> SKIPPING
 *   REFUSING --- the response has ended ----------> SKIPPING
 *   SKIPPING --- keep-alive ----------------------> IDLE
 *   SKIPPING --- the last response ---------------> CLOSING
 *   SKIPPING --- the body was not read to its end > UNREAD
 *   IDLE ------- the first byte of a head --------> HEAD
 *   IDLE ------- a whole head --------------------> ADMITTING
 *   IDLE ------- the idle limit is over ----------> CLOSING
 *   IDLE ------- no byte for a second ------------> RESTING
 *   RESTING ---- input, before the greenlet ran --> HEAD
 *   RESTING ---- input, before the greenlet ran --> ADMITTING
 *   RESTING ---- its end, before the greenlet ran > CLOSING
 *   UNREAD ----- the client still sends ----------> LINGERING
 *   CLOSING ---- input is left -------------------> LINGERING
 *
 * Any of them is the last one if the client leaves, the server stops or the greenlet is killed.
 */
/** The state of an {@link HttpConnection}: the work of its greenlet. */
enum ConnectionState {

    /** Waits for the rest of a head, or for the first head: the head limit runs. */
    HEAD,

    /** Has a head; waits for the request's turn, and for the client to read earlier responses. */
    ADMITTING,

    /** Runs the application. Invariant: the request counts as in flight in this state only. */
    SERVING,

    /** Has the application respond to a request that is not served. */
    REFUSING,

    /** Has ended the response; reads the rest of the request's body. */
    SKIPPING,

    /** Waits for the first byte of the next request: the idle limit runs. */
    IDLE,

    /** Serves no further request. */
    CLOSING,

    /** Serves no further request, and has left a part of the last request's body unread. */
    UNREAD,

    /** Has shut down the output; reads and drops input for a while. */
    LINGERING,

    /** Has given the connection to another protocol. */
    UPGRADED,

    /** Serves no request: the client speaks HTTP/2. */
    PREFACE,

    /** Ends without closing the connection, which waits for its next request as an {@link IdleConnection}. */
    RESTING
}
