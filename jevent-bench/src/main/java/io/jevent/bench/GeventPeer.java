// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** gevent itself, on the first Python that has it; the distribution's Python is asked first. */
final class GeventPeer implements Peer {

    private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");
    private static final String VERSIONS = "import gevent, platform;"
            + "print('gevent', gevent.__version__, 'on', platform.python_implementation(), platform.python_version())";

    private static final Set<String> ROWS = Set.of(
            "switch",
            "queue",
            "spawn",
            "parked-bytes",
            "million",
            "timers",
            "sleepers",
            "cross-thread",
            "wake-latency",
            "redis");

    private final Scratch scratch;
    private @Nullable String python;

    GeventPeer(Scratch scratch) {
        this.scratch = scratch;
    }

    @Override
    public String name() {
        return "gevent";
    }

    @Override
    public Availability availability() {
        for (var candidate : PYTHONS) {
            var versions = Shell.output(List.of(candidate, "-c", VERSIONS));
            if (versions.isPresent()) {
                python = candidate;
                return new Availability.Present(versions.get());
            }
        }
        return new Availability.Absent("no python3 with gevent; apt-get install python3-gevent, or pip install gevent");
    }

    @Override
    public Optional<Launch> launch(Row row) throws IOException {
        var interpreter = python;
        if (interpreter == null || !ROWS.contains(row.name())) {
            return Optional.empty();
        }
        var script = scratch.extract("gevent", List.of("peer.py")).getFirst();
        var command = List.of(
                interpreter,
                script.toString(),
                row.name(),
                Integer.toString(row.plan().slowOperations()),
                Integer.toString(row.plan().warmMillis() / 2));
        return Optional.of(new Launch(command, Map.of()));
    }
}
