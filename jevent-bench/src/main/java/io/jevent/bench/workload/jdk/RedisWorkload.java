// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

import io.jevent.bench.workload.RedisCommands;
import io.jevent.bench.workload.Rounds;
import java.util.concurrent.FutureTask;

/** Jedis in virtual threads. */
public final class RedisWorkload {

    private RedisWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        try (var redis = new RedisCommands()) {
            Rounds.serve(
                    args,
                    operations -> redis.round(operations, body -> {
                        var task = new FutureTask<>(body);
                        Thread.startVirtualThread(task);
                        return task::get;
                    }));
        }
    }
}
