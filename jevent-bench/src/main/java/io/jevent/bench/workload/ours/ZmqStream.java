// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Rounds;
import io.jevent.bench.workload.ZmqLoad;
import io.jevent.zmq.ZmqContext;
import io.jevent.zmq.ZmqSocket;
import io.jevent.zmq.ZmqType;

/** One greenlet pushes, the other pulls. */
final class ZmqStream {

    private ZmqStream() {}

    /** Serves the rounds over a transport. */
    static void serve(String[] args, String transport) throws Exception {
        Jevent.run(() -> {
            try (var context = new ZmqContext()) {
                var pull = context.socket(ZmqType.PULL);
                var push = context.socket(ZmqType.PUSH);
                push.connect(pull.bind(ZmqLoad.address(transport, 0)));
                Rounds.serve(args, messages -> round(push, pull, messages));
            }
            return null;
        });
    }

    private static double round(ZmqSocket push, ZmqSocket pull, int messages) {
        long begin = System.nanoTime();
        var _ = Jevent.spawn(() -> {
            byte[] message = new byte[ZmqLoad.SIZE];
            for (int i = 0; i < messages; i++) {
                push.send(message);
            }
        });
        for (int i = 0; i < messages; i++) {
            pull.recv();
        }
        return (double) (System.nanoTime() - begin) / messages;
    }
}
