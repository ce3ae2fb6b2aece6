// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.server.StreamServer;
import io.jevent.sim.Faults;
import io.jevent.sim.Node;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Schedule after schedule with nodes that crash, their sockets, disks and threads: nothing of them is left. */
class SimulationSoakTest {

    private static final int WARM_UP = 1_000;
    private static final int SCHEDULES = 10_000;

    /** A hundred bytes of each schedule would be as much. */
    private static final long SLACK = 1L << 20;

    @Test
    void noThreadIsLeftAfterSomeSchedules() {
        run(20);
        Set<Thread> before = threads();
        run(100);
        assertThat(before).containsAll(threads());
    }

    @Test
    @Tag("soak")
    void nothingIsLeftAfterTenThousandSchedules() {
        run(WARM_UP);
        long before = heap();
        Set<Thread> threads = threads();
        run(SCHEDULES);
        assertThat(heap()).as("heap after %d schedules", SCHEDULES).isLessThan(before + SLACK);
        assertThat(threads).containsAll(threads());
    }

    /** Returns the threads that are not the JVM's own, which may start at any time. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null)
                .filter(thread -> !Set.of("system", "InnocuousThreadGroup")
                        .contains(thread.getThreadGroup().getName()))
                .collect(Collectors.toSet());
    }

    private static long heap() {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void run(int schedules) {
        var _ = Simulation.named("soak")
                .schedules(schedules)
                .faults(Faults.NETWORK, Faults.CRASHES, Faults.PAUSES)
                .run(SimulationSoakTest::body);
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("simulation"))
                .forEach(SimulationSoakTest::join); // the last one may be about to end
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void body(Sim sim) throws Exception {
        Node server = sim.node("server", "10.0.0.1", node -> {
            var pool = Executors.newFixedThreadPool(2);
            Files.writeString(node.disk().path("/started"), "x".repeat(10_000));
            new StreamServer("0.0.0.0:7", socket -> pool.execute(() -> echo(socket))).serveForever();
        });
        Jevent.sleep(Duration.ofMillis(1));
        var client = sim.client(() -> {
            for (int i = 0; i < 3; i++) {
                try (var socket = StreamSocket.connect("server:7", Duration.ofSeconds(5))) {
                    socket.sendAll("hello".getBytes(StandardCharsets.UTF_8));
                    var _ = socket.recv(5, Duration.ofSeconds(5));
                } catch (IOException _) {
                    Jevent.sleep(Duration.ofSeconds(1)); // a fault, or the server is not up yet
                }
            }
            return true;
        });
        var _ = client.get();
        server.crash();
    }

    private static void echo(StreamSocket socket) {
        try (socket) {
            socket.sendAll(socket.recv(100, Duration.ofSeconds(5)));
        } catch (IOException _) {
            // the client has gone
        }
    }
}
