// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.examples.Example;
import io.jevent.zmq.ZmqContext;
import io.jevent.zmq.ZmqException;
import io.jevent.zmq.ZmqSocket;
import io.jevent.zmq.ZmqType;
import java.util.ArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** ZeroMQ. */
class ZmqClaimsTest {

    @Test
    @DisplayName("Z2: a request-reply pair takes turns, and both its send and its receive block")
    void requestsAndAnswersBlock() throws Exception {
        VirtualTime.run(_ -> {
            try (var context = new ZmqContext()) {
                var req = context.socket(ZmqType.REQ);
                var rep = context.socket(ZmqType.REP);
                req.bind("inproc://pair");
                var sending = Jevent.spawn(() -> req.send("to nobody yet"));
                var receiving = Jevent.spawn(rep::recvString);
                for (int i = 0; i < 100; i++) {
                    Jevent.sleep();
                }
                assertThat(sending.isReady()).isFalse();
                assertThat(receiving.isReady()).isFalse();
                rep.connect("inproc://pair");
                assertThat(receiving.result()).isEqualTo("to nobody yet");
                assertThat(sending.isReady()).isTrue();
                assertThatThrownBy(rep::recv).isInstanceOf(ZmqException.class).hasMessageContaining("turn");
                rep.send("answer");
                assertThat(req.recvString()).isEqualTo("answer");
            }
        });
    }

    @Test
    @DisplayName("Z3, N1: a receive that has to wait switches to the others, and only its own greenlet waits")
    void aReceiveSwitches() throws Exception {
        assertThat(Example.named("zmq").program().run().out())
                .startsWith("Switched to Server for 1\nSwitched to Client for 1\nSwitched to Server for 2\n")
                .endsWith("Switched to Server for 9\nSwitched to Client for 9\n");
        VirtualTime.run(_ -> {
            try (var context = new ZmqContext()) {
                var push = context.socket(ZmqType.PUSH);
                var sockets = new ArrayList<ZmqSocket>();
                var receiving = new ArrayList<Greenlet<String>>();
                for (int i = 0; i < 100; i++) {
                    var pull = context.socket(ZmqType.PULL);
                    pull.bind("inproc://" + i);
                    sockets.add(pull);
                    receiving.add(Jevent.spawn(pull::recvString));
                }
                int ticks = 0;
                while (ticks < 1000) {
                    ticks++;
                    Jevent.sleep();
                }
                assertThat(receiving).noneMatch(Greenlet::isReady);
                for (int i = 0; i < 100; i++) {
                    push.connect("inproc://" + i);
                }
                for (int i = 0; i < 100; i++) {
                    push.send("after " + ticks + " ticks");
                }
                assertThat(receiving.stream().map(Greenlet::result).distinct()).containsExactly("after 1000 ticks");
                assertThat(sockets).allMatch(ZmqSocket::isOpen);
            }
        });
    }
}
