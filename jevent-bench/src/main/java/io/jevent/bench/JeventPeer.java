// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * jevent itself: programs of Java, and in the rows on Python an engine.
 *
 * @param java runs the programs of Java
 * @param engines run those of Python; the first that takes part in a row does
 */
record JeventPeer(Peer java, List<PythonPeer> engines) implements Peer {

    @Override
    public String name() {
        return java.name();
    }

    @Override
    public Availability availability() {
        return java.availability();
    }

    @Override
    public Optional<Launch> launch(Row row) throws IOException {
        for (PythonPeer engine : engines) {
            Optional<Launch> launch = engine.launch(row);
            if (launch.isPresent()) {
                return launch;
            }
        }
        if (PythonWorkload.isOne(row)) {
            throw new IOException("no engine of Python; run it by ./jevent bench " + row.name());
        }
        return java.launch(row);
    }
}
