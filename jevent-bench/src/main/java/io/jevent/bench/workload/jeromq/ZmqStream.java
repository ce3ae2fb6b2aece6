// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jeromq;

import io.jevent.bench.workload.Rounds;
import io.jevent.bench.workload.ZmqLoad;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** One thread pushes, the other pulls. */
final class ZmqStream {

    private ZmqStream() {}

    /** Serves the rounds over a transport. */
    static void serve(String[] args, String transport) throws Exception {
        try (var context = new ZContext()) {
            var pull = context.createSocket(SocketType.PULL);
            var push = context.createSocket(SocketType.PUSH);
            pull.bind(ZmqLoad.address(transport, 0));
            push.connect(pull.getLastEndpoint());
            Rounds.serve(args, messages -> round(push, pull, messages));
        }
    }

    private static double round(ZMQ.Socket push, ZMQ.Socket pull, int messages) throws InterruptedException {
        long begin = System.nanoTime();
        var pushing = Thread.ofPlatform().start(() -> {
            byte[] message = new byte[ZmqLoad.SIZE];
            for (int i = 0; i < messages; i++) {
                push.send(message);
            }
        });
        for (int i = 0; i < messages; i++) {
            pull.recv();
        }
        pushing.join();
        return (double) (System.nanoTime() - begin) / messages;
    }
}
