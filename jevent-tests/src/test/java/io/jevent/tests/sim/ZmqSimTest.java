// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.sim.Exploration;
import io.jevent.sim.Node;
import io.jevent.sim.Simulation;
import io.jevent.zmq.ZmqContext;
import io.jevent.zmq.ZmqType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** ZeroMQ on simulated nodes: sockets use the simulated network, and no thread is real. */
class ZmqSimTest {

    private static final int SCHEDULES = 20;

    private static Exploration explore(Simulation.Body body) {
        return Simulation.named("zmq").schedules(SCHEDULES).run(body);
    }

    private static void reply(Node node) {
        try (var context = new ZmqContext()) {
            var replier = context.socket(ZmqType.REP);
            replier.bind("tcp://*:5555");
            for (int i = 0; i < 3; i++) {
                replier.send("re: " + replier.recvString());
            }
        }
    }

    private static List<String> ask(String server) {
        var answers = new ArrayList<String>();
        try (var context = new ZmqContext()) {
            var asker = context.socket(ZmqType.REQ);
            asker.connect("tcp://" + server + ":5555");
            for (int i = 0; i < 3; i++) {
                asker.send("question " + i);
                answers.add(asker.recvString());
            }
        }
        return answers;
    }

    @Test
    void questionsAndAnswersCrossTheSimulatedNetworkInVirtualTime() {
        Set<Duration> times = new TreeSet<>();
        var exploration = explore(sim -> {
            Node server = sim.node("server", "10.0.0.1", ZmqSimTest::reply);
            sim.net().latency(Duration.ofSeconds(1), Duration.ofSeconds(2));
            Greenlet<List<String>> client =
                    sim.client(() -> ask(server.address().getHostAddress()));
            assertThat(client.get()).containsExactly("re: question 0", "re: question 1", "re: question 2");
            times.add(sim.time().now());
        });
        assertThat(exploration.schedules()).isEqualTo(SCHEDULES);
        assertThat(times).hasSizeGreaterThan(1).allMatch(time -> time.compareTo(Duration.ofSeconds(6)) > 0);
    }

    @Test
    void contextsThatNobodyClosesLeaveNoThread() {
        Set<Thread> before = threads();
        explore(sim -> {
            var pusher = new ZmqContext().socket(ZmqType.PUSH);
            pusher.bind("tcp://127.0.0.1:5556");
            var puller = new ZmqContext().socket(ZmqType.PULL);
            puller.connect("tcp://127.0.0.1:5556");
            var _ = Jevent.spawn(() -> pusher.send("work"));
            assertThat(puller.recvString()).isEqualTo("work");
        });
        Set<Thread> after = threads();
        after.removeAll(before);
        assertThat(after)
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("zmq") || name.contains("reaper") || name.startsWith("iothread"));
    }

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }
}
