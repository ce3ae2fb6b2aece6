// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

/**
 * What a server allows and how long it waits; times are in nanoseconds, and {@link Long#MAX_VALUE} is for ever.
 *
 * @param limits how large a request may be
 * @param headNanos how long a head may take, from its first byte or the beginning of the connection
 * @param bodyNanos how long a client may send nothing of a body that is waited for
 * @param idleNanos how long a connection may be idle between requests
 * @param stallNanos how long a client may read nothing of an answer
 * @param maxRequests how many requests are served at once
 * @param leavingEnds whether a client that leaves ends what waits on its behalf
 */
public record Settings(
        Limits limits,
        long headNanos,
        long bodyNanos,
        long idleNanos,
        long stallNanos,
        int maxRequests,
        boolean leavingEnds) {}
