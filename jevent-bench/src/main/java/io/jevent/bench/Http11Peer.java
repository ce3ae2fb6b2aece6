// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.IOException;
import java.util.Optional;

/**
 * A peer whose HTTP server refuses HTTP/1.0, which is all that {@code ab} speaks.
 *
 * @param peer the peer
 */
record Http11Peer(Peer peer) implements Peer {

    @Override
    public String name() {
        return peer.name();
    }

    @Override
    public Availability availability() {
        return peer.availability();
    }

    @Override
    public Optional<Launch> launch(Row row) throws IOException {
        return row.name().equals("ab") ? Optional.empty() : peer.launch(row);
    }
}
