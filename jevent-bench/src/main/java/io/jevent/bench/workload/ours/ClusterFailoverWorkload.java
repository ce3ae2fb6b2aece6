// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Timeout;
import io.jevent.bench.workload.ClusterLoad;
import io.jevent.cluster.ActorFailedException;
import io.jevent.cluster.ActorRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The time from the kill of one of three processes until the new owner of an actor of it has answered. */
public final class ClusterFailoverWorkload {

    private static final double SECOND = 1e9;

    /** How long an ask waits before it is repeated: the resolution of the row. */
    private static final Duration STEP = Duration.ofMillis(100);

    private final Nodes nodes;
    private Process victim;
    private String address;

    private ClusterFailoverWorkload(Nodes nodes) throws IOException {
        this.nodes = nodes;
        var _ = up(start());
        victim = start();
        address = up(victim);
    }

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Nodes.serve(args, 1, nodes -> new ClusterFailoverWorkload(nodes)::round);
    }

    private Process start() throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx512m",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FailoverNode.class.getName(),
                nodes.address()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    /** Waits until a node is a member. */
    private static String up(Process node) throws IOException {
        var out = new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("up ")) {
                return line.substring("up ".length());
            }
        }
        throw new IOException("the node ended at once");
    }

    /** Returns the median of some kills, in seconds. */
    private double round(int kills) throws IOException, InterruptedException {
        var times = new ArrayList<Double>();
        for (int i = 0; i < kills; i++) {
            times.add(kill());
            victim = start();
            address = up(victim);
        }
        times.sort(null);
        return times.get(times.size() / 2);
    }

    private double kill() throws InterruptedException {
        ActorRef<Note, Note> note = nodes.at(address);
        long begin = System.nanoTime();
        victim.destroyForcibly();
        while (true) {
            try {
                Note reply = note.ask(new Note("", ClusterLoad.COUNT), STEP);
                if (!reply.text().equals(address)) {
                    return (System.nanoTime() - begin) / SECOND;
                }
            } catch (Timeout | ActorFailedException _) {
                // once more
            }
        }
    }
}
