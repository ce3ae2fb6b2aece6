// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.IOException;
import java.util.Optional;

/**
 * jevent with one hub, which takes part in the rows of two.
 *
 * @param jevent jevent, whose servers get one hub
 */
record OneHubPeer(Peer jevent) implements Peer {

    private static final String ROWS = "two-hubs";

    @Override
    public String name() {
        return "one-hub";
    }

    @Override
    public Availability availability() {
        return jevent.availability();
    }

    @Override
    public Optional<Launch> launch(Row row) throws IOException {
        return row.name().endsWith(ROWS) ? jevent.launch(row) : Optional.empty();
    }
}
