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
            "redis",
            "zmq-req-rep",
            "zmq-push-pull",
            "zmq-req-rep-tcp",
            "zmq-push-pull-tcp");

    private static final Set<String> SERVERS = Set.of("echo", "bulk", "http", "wsgi");
    private static final String WEBSOCKET = "web-socket";
    private static final String HAS_WEBSOCKET = "import geventwebsocket; print('yes')";

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
        if (interpreter != null && PythonWorkload.isOne(row)) {
            return Optional.of(PythonWorkload.launch(List.of(interpreter), Map.of(), row, true, scratch));
        }
        if (interpreter == null || !runs(row, interpreter)) {
            return Optional.empty();
        }
        var plan = row.plan();
        if (row.server().isPresent()) {
            var command = List.of(interpreter, script("server.py"), row.server().get());
            return Optional.of(Generator.ask(new Launch(command, Map.of()), row, plan.slowOperations()));
        }
        var command = List.of(
                interpreter,
                script("peer.py"),
                row.name(),
                Integer.toString(plan.slowOperations()),
                Integer.toString(plan.warmMillis() / 2));
        return Optional.of(new Launch(command, Map.of()));
    }

    private String script(String file) throws IOException {
        return scratch.extract("gevent", List.of(file)).getFirst().toString();
    }

    private static boolean runs(Row row, String interpreter) {
        var server = row.server();
        if (server.isEmpty()) {
            return ROWS.contains(row.name());
        }
        return SERVERS.contains(server.get())
                || (server.get().equals(WEBSOCKET)
                        && Shell.output(List.of(interpreter, "-c", HAS_WEBSOCKET))
                                .isPresent());
    }
}
