// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * jevent with an engine of Python. The launcher passes the class path of each engine, and that of the compiler, which
 * is only for GraalPy.
 *
 * @param name the peer's name
 * @param engine the engine: {@code jython} or {@code graalpy}
 * @param compiled whether the Graal compiler takes part
 * @param hubs the hubs of a server in the row of two hubs
 * @param rows the rows in which it takes part
 * @param scratch where the programs are extracted to
 */
record PythonPeer(String name, String engine, boolean compiled, int hubs, Set<String> rows, Scratch scratch)
        implements Peer {

    private static final String PROPERTY = "jevent.bench.";
    private static final String GRAAL = "graal";
    private static final String TWO_HUBS = "py-two-hubs";

    @Override
    public Availability availability() {
        return path(engine).isPresent() && (!compiled || path(GRAAL).isPresent())
                ? new Availability.Present(engine)
                : new Availability.Absent("the launcher has not named its engine; ./jevent bench python does");
    }

    @Override
    public Optional<Launch> launch(Row row) throws IOException {
        if (!rows.contains(row.name()) || availability() instanceof Availability.Absent) {
            return Optional.empty();
        }
        Map<String, String> environment = Map.of(
                "PYTHONPATH",
                "/usr/lib/python3/dist-packages",
                "BENCH_PORT",
                row.name().equals(TWO_HUBS) ? Integer.toString(freePort()) : "0");
        return Optional.of(PythonWorkload.launch(
                PythonWorkload.isStart(row) ? launcher() : command(row),
                environment,
                row,
                !compiled && engine.equals("graalpy"),
                scratch));
    }

    private List<String> launcher() {
        return List.of(path("launcher").orElse("jevent"), "run", "--python=" + version());
    }

    private String version() {
        return engine.equals("jython") ? "2" : "3";
    }

    private List<String> command(Row row) {
        var flags = new ArrayList<>(JvmPeer.flags());
        flags.add("-Djevent.python=" + version());
        flags.add("-Xss16m");
        if (row.name().equals(TWO_HUBS)) {
            flags.add("-Djevent.python.hubs=" + hubs);
        }
        if (compiled) {
            flags.addAll(List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+EnableJVMCI"));
            flags.add("--upgrade-module-path=" + path(GRAAL).orElseThrow());
        }
        var command = new ArrayList<>(Jvm.command(flags));
        List<String> classPath = Jvm.classPath();
        command.add(classPath.getFirst());
        command.add(classPath.getLast() + File.pathSeparator + path(engine).orElseThrow());
        command.add("io.jevent.python.PythonMain");
        return command;
    }

    private static Optional<String> path(String what) {
        return Optional.ofNullable(System.getProperty(PROPERTY + what)).filter(path -> !path.isEmpty());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
