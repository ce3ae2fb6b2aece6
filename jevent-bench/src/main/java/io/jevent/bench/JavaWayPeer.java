// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.IOException;
import java.util.Optional;

/**
 * jevent's HTTP server with a handler in Java's way, which takes part in the row of the way of WSGI.
 *
 * @param jevent jevent
 * @param plaintext the row that has such a server
 */
record JavaWayPeer(Peer jevent, Row plaintext) implements Peer {

    @Override
    public String name() {
        return "java-handler";
    }

    @Override
    public Availability availability() {
        return jevent.availability();
    }

    @Override
    public Optional<Launch> launch(Row row) throws IOException {
        return row.name().equals("wsgi") ? jevent.launch(plaintext.with(row.plan())) : Optional.empty();
    }
}
