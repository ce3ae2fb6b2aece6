// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import java.io.IOException;

/** One connection with one request under way at a time. */
interface Client extends AutoCloseable {

    /** Sends a request. */
    void ask() throws IOException;

    /** Waits for the answer, and fails if it is a wrong one. */
    void check() throws IOException;

    @Override
    void close() throws IOException;
}
