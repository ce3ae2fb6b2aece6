// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.pekko;

import io.jevent.bench.workload.ClusterLoad;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** Chains of callbacks that ask at the same time, each one question after the other. */
final class Asking {

    private final EntityRef<Note> actor;
    private final int asks;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    private Asking(EntityRef<Note> actor, int asks) {
        this.actor = actor;
        this.asks = asks;
    }

    /** Returns the ns of an ask. */
    static double round(int asks, IntFunction<EntityRef<Note>> actors) {
        long begin = System.nanoTime();
        var chains = new ArrayList<Asking>();
        int askers = Math.min(ClusterLoad.ASKING, asks);
        for (int i = 0; i < askers; i++) {
            var chain = new Asking(actors.apply(i), asks / askers);
            chains.add(chain);
            chain.ask(0);
        }
        chains.forEach(chain -> chain.end.join());
        return (double) (System.nanoTime() - begin) / (asks / askers * askers);
    }

    private void ask(int number) {
        if (number == asks) {
            end.complete(number);
            return;
        }
        var _ = actor.<Note>ask(replyTo -> new Note(ClusterLoad.TEXT, number, replyTo), ClusterLoad.LIMIT)
                .whenComplete((reply, failure) -> {
                    if (failure != null) {
                        end.completeExceptionally(failure);
                    } else if (reply.number() != number) {
                        end.completeExceptionally(new IllegalStateException("this is the reply to another message"));
                    } else {
                        ask(number + 1);
                    }
                });
    }
}
