// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.pekko;

import io.jevent.bench.workload.ClusterLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** Threads of one node tell actors of another, and ask now and then whether the messages have arrived. */
public final class ClusterTellWorkload {

    private ClusterTellWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Nodes.serve(args, 2, nodes -> {
            var actors = nodes.remote(ClusterLoad.TELLING * ClusterLoad.ACTORS);
            return messages -> round(actors, messages);
        });
    }

    private static double round(List<EntityRef<Note>> actors, int messages) {
        long before = handled(actors);
        long begin = System.nanoTime();
        var senders = new ArrayList<CompletableFuture<?>>();
        for (int i = 0; i < ClusterLoad.TELLING; i++) {
            var own = actors.subList(i * ClusterLoad.ACTORS, (i + 1) * ClusterLoad.ACTORS);
            senders.add(CompletableFuture.runAsync(
                    () -> send(own, messages / ClusterLoad.TELLING),
                    task -> Thread.ofPlatform().start(task)));
        }
        senders.forEach(CompletableFuture::join);
        double nanos = (double) (System.nanoTime() - begin) / messages;
        ClusterLoad.check(handled(actors) - before, messages);
        return nanos;
    }

    private static void send(List<EntityRef<Note>> actors, int messages) {
        long before = handled(actors);
        for (int sent = 0; sent < messages; ) {
            int burst = Math.min(messages - sent, ClusterLoad.BURST * actors.size());
            for (int i = 0; i < burst; i++) {
                actors.get(i % actors.size()).tell(new Note(ClusterLoad.TEXT, sent + i, null));
            }
            sent += burst;
            ClusterLoad.check(handled(actors) - before, sent);
        }
    }

    /** Asks all at once. */
    private static long handled(List<EntityRef<Note>> actors) {
        List<CompletionStage<Note>> counts = actors.stream().map(Nodes::count).toList();
        return counts.stream()
                .mapToLong(count -> count.toCompletableFuture().join().number())
                .sum();
    }
}
