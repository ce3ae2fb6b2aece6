// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.zmq.ZmqContext;
import io.jevent.zmq.ZmqType;

/** A REQ and a REP socket of ZeroMQ, which send alternately. */
final class ZeroMq {

    private ZeroMq() {}

    // @start region="program"
    static void main() {
        try (var context = new ZmqContext()) {
            var req = context.socket(ZmqType.REQ);
            var rep = context.socket(ZmqType.REP);
            rep.connect(req.bind("tcp://127.0.0.1:*"));
            var server = Jevent.spawn(() -> {
                for (int request = 1; request < 10; request++) {
                    req.send("Hello");
                    IO.println("Switched to Server for " + request);
                    req.recv(); // waits, so the client runs
                }
            });
            var client = Jevent.spawn(() -> {
                for (int request = 1; request < 10; request++) {
                    rep.recv();
                    IO.println("Switched to Client for " + request);
                    rep.send("World");
                }
            });
            Jevent.joinAll(server, client);
        }
    }
    // @end
}
