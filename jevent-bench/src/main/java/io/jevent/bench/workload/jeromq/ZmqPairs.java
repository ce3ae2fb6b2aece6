// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jeromq;

import io.jevent.bench.workload.Rounds;
import io.jevent.bench.workload.ZmqLoad;
import java.util.ArrayList;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Pairs of threads, of which one asks and the other answers. */
final class ZmqPairs {

    private ZmqPairs() {}

    /** Serves the rounds over a transport. */
    static void serve(String[] args, String transport) throws Exception {
        try (var context = new ZContext()) {
            var asking = new ArrayList<ZMQ.Socket>();
            for (int i = 0; i < ZmqLoad.PAIRS; i++) {
                var rep = context.createSocket(SocketType.REP);
                var req = context.createSocket(SocketType.REQ);
                rep.bind(ZmqLoad.address(transport, i));
                req.connect(rep.getLastEndpoint());
                asking.add(req);
                Thread.ofPlatform().daemon().start(() -> answer(rep));
            }
            Rounds.serve(args, trips -> round(asking, trips));
            Runtime.getRuntime().halt(0); // the answering threads hold their sockets
        }
    }

    private static double round(List<ZMQ.Socket> asking, int trips) throws InterruptedException {
        long begin = System.nanoTime();
        var threads = new ArrayList<Thread>();
        for (var socket : asking) {
            threads.add(Thread.ofPlatform().start(() -> ask(socket, trips / ZmqLoad.PAIRS)));
        }
        for (var thread : threads) {
            thread.join();
        }
        return (double) (System.nanoTime() - begin) / trips;
    }

    private static void ask(ZMQ.Socket socket, int times) {
        byte[] question = new byte[10];
        for (int i = 0; i < times; i++) {
            socket.send(question);
            socket.recv();
        }
    }

    private static void answer(ZMQ.Socket socket) {
        while (true) {
            socket.send(socket.recv());
        }
    }
}
