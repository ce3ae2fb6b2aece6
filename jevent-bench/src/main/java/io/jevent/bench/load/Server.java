// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import java.io.IOException;

/** A server that is asked. */
interface Server {

    /** Returns the port it listens at. */
    int port();

    /** Returns the processor time its process has used, in user and system mode, in nanoseconds. */
    long processorNanos();

    /**
     * Returns the memory its process uses now, in bytes.
     *
     * @throws IOException if it does not say
     */
    long memory() throws IOException;
}
