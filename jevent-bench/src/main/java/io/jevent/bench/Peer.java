// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.IOException;
import java.util.Optional;

/**
 * Something that runs workloads: jevent or one of those it is measured against.
 *
 * <p>Its child process follows the protocol of {@link io.jevent.bench.workload.Rounds}.
 */
interface Peer {

    /** Returns the name in the report and in the JSON file. */
    String name();

    /** Returns whether the peer can be measured here. */
    Availability availability();

    /**
     * Returns how to start the peer's workload for a row, or empty if it has none.
     *
     * @throws IOException if what it needs could not be prepared
     */
    Optional<Launch> launch(Row row) throws IOException;
}
