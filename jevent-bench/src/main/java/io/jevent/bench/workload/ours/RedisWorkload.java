// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.RedisCommands;
import io.jevent.bench.workload.Rounds;
import io.jevent.monkey.Monkey;

/** Jedis in greenlets, its sockets patched. */
public final class RedisWorkload {

    private RedisWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Monkey.patchSocket();
        try (var redis = new RedisCommands()) {
            Rounds.serve(
                    args, operations -> Jevent.run(() -> redis.round(operations, body -> Jevent.spawn(body)::result)));
        }
    }
}
