// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.bench.workload.Rounds;
import io.jevent.bench.workload.ZmqLoad;
import io.jevent.zmq.ZmqContext;
import io.jevent.zmq.ZmqSocket;
import io.jevent.zmq.ZmqType;
import java.util.ArrayList;
import java.util.List;

/** Pairs of greenlets, of which one asks and the other answers. */
final class ZmqPairs {

    private ZmqPairs() {}

    /** Serves the rounds over a transport. */
    static void serve(String[] args, String transport) throws Exception {
        Jevent.run(() -> {
            try (var context = new ZmqContext()) {
                var asking = new ArrayList<ZmqSocket>();
                var answering = new ArrayList<Greenlet<?>>();
                for (int i = 0; i < ZmqLoad.PAIRS; i++) {
                    var rep = context.socket(ZmqType.REP);
                    var req = context.socket(ZmqType.REQ);
                    req.connect(rep.bind(ZmqLoad.address(transport, i)));
                    asking.add(req);
                    answering.add(Jevent.spawn(() -> answer(rep)));
                }
                Rounds.serve(args, trips -> round(asking, trips));
                Jevent.killAll(answering);
            }
            return null;
        });
    }

    private static double round(List<ZmqSocket> asking, int trips) {
        long begin = System.nanoTime();
        var greenlets = new ArrayList<Greenlet<?>>();
        for (var socket : asking) {
            greenlets.add(Jevent.spawn(() -> ask(socket, trips / ZmqLoad.PAIRS)));
        }
        Jevent.joinAll(greenlets);
        return (double) (System.nanoTime() - begin) / trips;
    }

    private static void ask(ZmqSocket socket, int times) {
        byte[] question = new byte[10];
        for (int i = 0; i < times; i++) {
            socket.send(question);
            socket.recv();
        }
    }

    private static void answer(ZmqSocket socket) {
        while (true) {
            socket.send(socket.recv());
        }
    }
}
