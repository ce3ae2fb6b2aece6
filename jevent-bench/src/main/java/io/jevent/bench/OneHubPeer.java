// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.IOException;
import java.util.Optional;

/**
 * jevent with one hub, which takes part in the row of two.
 *
 * @param jevent jevent, whose servers get one hub
 */
record OneHubPeer(Peer jevent) implements Peer {

    private static final String ROW = "two-hubs";

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
        return row.name().equals(ROW) ? jevent.launch(row) : Optional.empty();
    }
}
