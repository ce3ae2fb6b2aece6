// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Go, built here from the sources in the resources. */
final class GoPeer implements Peer {

    private static final Set<String> ROWS = Set.of(
            "switch",
            "queue",
            "spawn",
            "parked-bytes",
            "million",
            "timers",
            "sleepers",
            "cross-thread",
            "wake-latency");

    private static final Set<String> SERVERS = Set.of("echo", "compute", "bulk");

    private final Scratch scratch;
    private @Nullable Path program;

    GoPeer(Scratch scratch) {
        this.scratch = scratch;
    }

    @Override
    public String name() {
        return "go";
    }

    @Override
    public Availability availability() {
        return Shell.output(List.of("go", "env", "GOVERSION"))
                .<Availability>map(Availability.Present::new)
                .orElseGet(() -> new Availability.Absent("no go on the PATH; apt-get install golang-go, or go.dev/dl"));
    }

    @Override
    public Optional<Launch> launch(Row row) throws IOException {
        if (!runs(row)) {
            return Optional.empty();
        }
        var environment = Map.of("GOMAXPROCS", Integer.toString(row.cores()));
        var peer = program().toString();
        var plan = row.plan();
        if (row.server().isPresent()) {
            var server = new Launch(List.of(peer, "serve", row.server().get()), environment);
            return Optional.of(Generator.ask(server, row, plan.operations()));
        }
        var command =
                List.of(peer, row.name(), Integer.toString(plan.operations()), Integer.toString(plan.warmMillis()));
        return Optional.of(new Launch(command, environment));
    }

    private Path program() throws IOException {
        var built = program;
        if (built == null) {
            built = build();
            program = built;
        }
        return built;
    }

    private Path build() throws IOException {
        var target = scratch.folder().resolve("go-peer");
        var command = new ArrayList<>(List.of("go", "build", "-o", target.toString()));
        for (var source : scratch.extract("go", List.of("main.go", "rows.go", "servers.go"))) {
            command.add(source.toString());
        }
        var result = Shell.run(command);
        if (result.exitCode() != 0) {
            throw new IOException("go build failed: " + result.output());
        }
        return target;
    }

    private static boolean runs(Row row) {
        return row.server().map(SERVERS::contains).orElseGet(() -> ROWS.contains(row.name()));
    }
}
