// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.sim.Faults;
import io.jevent.sim.Node;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import io.jevent.sim.SimulationFailure;
import io.jevent.sim.junit.SimTest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The program of the page on nodes and networks, whose test has to fail. */
class NumbersTest {

    // @start region="program"
    /** Counts: each connection gets the next number. */
    static final class Counter {

        private Counter() {}

        static void serve(Path file) throws IOException {
            int count = Files.exists(file) ? Integer.parseInt(Files.readString(file)) : 0;
            try (var listener = new ServerSocket(7000)) {
                while (true) {
                    try (Socket socket = listener.accept()) {
                        count++;
                        Files.writeString(file, String.valueOf(count));
                        socket.getOutputStream().write(count);
                    }
                }
            }
        }

        static int next(String server) throws IOException {
            try (var socket = new Socket(server, 7000)) {
                return socket.getInputStream().read();
            }
        }
    }
    // @end

    /** The shown test: JUnit does not run it, since it is no test class by its name. */
    static final class Shown {

        // @start region="test"
        @SimTest(faults = {Faults.NETWORK, Faults.CRASHES})
        void numbersGrow(Sim sim) throws Exception {
            Node counter = sim.node(
                    "counter", "10.0.0.1", node -> Counter.serve(node.disk().path("/count")));
            var client = sim.client(() -> {
                int last = 0;
                for (int i = 0; i < 20; i++) {
                    try {
                        Thread.sleep(100);
                        int next = Counter.next("counter");
                        if (next > 0) {
                            assertThat(next).isGreaterThan(last);
                            last = next;
                        }
                    } catch (IOException e) {
                        // once more
                    }
                }
                return last;
            });
            client.get();
            sim.calm();
            sim.eventually("the counter runs", Duration.ofSeconds(1), counter::isUp);
        }
        // @end
    }

    @Test
    void theShownTestFails() {
        SimulationFailure failure = Simulation.named("numbersGrow")
                .faults(Faults.NETWORK, Faults.CRASHES)
                .explore(new Shown()::numbersGrow)
                .failure()
                .orElseThrow();
        assertThat(failure).hasMessageContaining("loses its power");
    }
}
