// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.netty;

import io.jevent.bench.workload.Rounds;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;

/** Runs a workload with an event loop of Netty. */
final class InLoop {

    private InLoop() {}

    /** A round that is given the loop. */
    @FunctionalInterface
    interface LoopRound {
        double run(EventLoop loop, int operations) throws Exception;
    }

    static void serve(String[] args, LoopRound round) throws Exception {
        try (var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())) {
            var loop = group.next();
            Rounds.serve(args, operations -> round.run(loop, operations));
        }
    }
}
