// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A peer whose workloads are main classes of this module, one package a peer and one class a row.
 *
 * @param name the peer's name
 * @param version what it is, or how to get it
 * @param folder the package under {@code io.jevent.bench.workload}
 * @param mostLoops the most loops that a server of it gets, if the row has processors for more
 */
record JvmPeer(String name, Availability version, String folder, int mostLoops) implements Peer {

    private static final String PREFIX = "io.jevent.bench.workload.";

    /**
     * The flags that every JVM gets, jevent's and the peers' alike, beside those of this JVM, which the launcher gave
     * it; the heap is that of the row {@code million}.
     */
    private static final List<String> FLAGS = List.of(
            "-Xms2g",
            "-Xmx2g",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /** The default scheduler with one carrier, for rows in which everybody else has one thread too. */
    private static final List<String> ONE_CARRIER =
            List.of("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1");

    /** A peer whose servers get as many loops as the row has processors. */
    JvmPeer(String name, Availability version, String folder) {
        this(name, version, folder, Integer.MAX_VALUE);
    }

    @Override
    public Availability availability() {
        return version;
    }

    @Override
    public Optional<Launch> launch(Row row) {
        if (!runs(row)) {
            return Optional.empty();
        }
        var plan = row.plan();
        var command = new ArrayList<>(Jvm.command(flags()));
        if (row.cores() == 1) {
            command.addAll(ONE_CARRIER);
        }
        command.addAll(Jvm.classPath());
        command.add(mainClass(row));
        if (row.server().isPresent()) {
            command.add(Integer.toString(Math.min(row.cores(), mostLoops)));
            return Optional.of(Generator.ask(new Launch(command, Map.of()), row, plan.operations()));
        }
        command.add(Integer.toString(plan.operations()));
        command.add(Integer.toString(plan.warmMillis()));
        return Optional.of(new Launch(command, Map.of()));
    }

    /** Returns the flags of every JVM, with those that the launcher gave this one. */
    static List<String> flags() {
        var flags = new ArrayList<>(FLAGS);
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(JvmPeer::isForChildren)
                .forEach(flags::add);
        return flags;
    }

    /** Returns whether there is a workload for the row. */
    boolean runs(Row row) {
        var resource = "/" + mainClass(row).replace('.', '/') + ".class";
        return Bench.class.getResource(resource) != null;
    }

    /** Returns whether a flag of this JVM is one for its children: a cache or an agent is not. */
    private static boolean isForChildren(String flag) {
        return !flag.startsWith("-XX:AOT")
                && !flag.startsWith("-javaagent")
                && !flag.startsWith("-agent")
                && !flag.startsWith("-Djevent.bench.");
    }

    private String mainClass(Row row) {
        return PREFIX + folder + "." + row.workloadClass();
    }
}
