// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.internal.netty.Pace;

/**
 * The limits of a server. Times are in nanoseconds; {@link Long#MAX_VALUE} means no limit.
 *
 * @param limits the size limits of a request
 * @param headNanos the time in which a head must arrive, from its first byte or the beginning of the connection
 * @param body the minimum rate at which a client must send a body that a handler waits for
 * @param idleNanos the time that a connection may be idle between requests
 * @param response the minimum rate at which a client must read a response
 * @param maxRequests the maximum number of requests in flight
 * @param leavingEnds whether a client that leaves cancels the wait of its handler
 * @param http2 whether clients may speak HTTP/2
 */
public record Settings(
        Limits limits,
        long headNanos,
        Pace.Rule body,
        long idleNanos,
        Pace.Rule response,
        int maxRequests,
        boolean leavingEnds,
        boolean http2) {}
