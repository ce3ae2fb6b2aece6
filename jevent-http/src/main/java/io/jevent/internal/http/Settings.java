// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.internal.netty.Pace;

/**
 * What a server allows and how long it waits; times are in nanoseconds, and {@link Long#MAX_VALUE} is for ever.
 *
 * @param limits how large a request may be
 * @param headNanos how long a head may take, from its first byte or the beginning of the connection
 * @param body how slowly a client may send a body that is waited for
 * @param idleNanos how long a connection may be idle between requests
 * @param response how slowly a client may read a response
 * @param maxRequests how many requests are served at once
 * @param leavingEnds whether a client that leaves ends what waits on its behalf
 */
public record Settings(
        Limits limits,
        long headNanos,
        Pace.Rule body,
        long idleNanos,
        Pace.Rule response,
        int maxRequests,
        boolean leavingEnds) {}
