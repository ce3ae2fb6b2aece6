// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.simnet;

/**
 * A segment of TCP.
 *
 * @param kind its flag
 * @param data its bytes
 * @param arrival when it arrives if nothing goes wrong, in nanoseconds of the hub's clock
 */
@SuppressWarnings("ArrayRecordComponent") // segments are never compared
record Segment(Kind kind, byte[] data, long arrival) {

    enum Kind {
        /** The connection is accepted. */
        ACCEPT,
        DATA,
        /** The sender sends nothing more. */
        FIN
    }
}
