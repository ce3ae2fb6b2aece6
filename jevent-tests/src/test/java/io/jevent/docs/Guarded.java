// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.zmq.CurveKeys;
import io.jevent.zmq.ZmqContext;
import io.jevent.zmq.ZmqType;
import java.time.Duration;

/** Of the tutorial: ZeroMQ. */
final class Guarded {

    private Guarded() {}

    // @start region="program"
    static void main() {
        var serverKeys = CurveKeys.generate();
        var ann = CurveKeys.generate();
        try (var context = new ZmqContext()) {
            context.setAuthenticator(client -> client.credentials().contains(ann.publicKey()));
            var server = context.socket(ZmqType.PULL);
            server.options().curveServer(serverKeys);
            String at = server.bind("tcp://127.0.0.1:*");

            var stranger = context.socket(ZmqType.PUSH);
            stranger.options().curveClient(serverKeys.publicKey(), CurveKeys.generate());
            stranger.options().linger(Duration.ZERO);
            stranger.connect(at);
            stranger.send("let me in");

            var known = context.socket(ZmqType.PUSH);
            known.options().curveClient(serverKeys.publicKey(), ann);
            known.connect(at);
            known.send("it is me, Ann");
            IO.println(server.recvString());
        }
    }
    // @end
}
