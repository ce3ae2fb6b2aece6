// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NodeTest {

    private static void once(Simulation.Body body) {
        var _ = Simulation.named("test").schedules(1).run(body);
    }

    private static void sleep(int millis) {
        Jevent.sleep(Duration.ofMillis(millis));
    }

    @Test
    void aCrashRunsNoFinallyBlock() {
        List<String> log = new ArrayList<>();
        once(sim -> {
            log.clear();
            Node node = sim.node("a", "10.0.0.1", _ -> {
                log.add("start");
                try {
                    var _ = Jevent.spawn(() -> {
                        sleep(10);
                        log.add("ghost");
                    });
                    sleep(10);
                } finally {
                    log.add("finally");
                }
            });
            sleep(1);
            node.crash();
            assertThat(node.isUp()).isFalse();
            sleep(100);
            node.restart();
            sleep(1);
        });
        assertThat(log).containsExactly("start", "start");
    }

    @Test
    void onlyForcedBytesSurviveALossOfPower() {
        List<String> kept = new ArrayList<>();
        var _ = Simulation.named("test").schedules(200).run(sim -> {
            Node node = sim.node("a", "10.0.0.1", it -> {
                Path file = it.disk().path("/file");
                if (Files.exists(file)) {
                    kept.add(Files.readString(file));
                } else {
                    Files.writeString(file, "forced");
                    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.force(true);
                    }
                    try (var folder = FileChannel.open(it.disk().path("/"))) {
                        folder.force(true);
                    }
                    Files.writeString(file, " and not", StandardOpenOption.APPEND);
                }
            });
            sleep(1);
            node.restart();
            sleep(1);
        });
        assertThat(kept).contains("forced", "forced and not").allMatch(text -> text.startsWith("forced"));
    }

    @Test
    void aNodeMayCrashItself() {
        List<String> log = new ArrayList<>();
        once(sim -> {
            log.clear();
            Node a = sim.node("a", "10.0.0.1", node -> {
                node.crash();
                log.add("after");
            });
            a.onCrash(() -> log.add("crash"));
            sleep(1);
            assertThat(a.isUp()).isFalse();
        });
        assertThat(log).containsExactly("crash");
    }

    @Test
    void aPausedNodeStandsStill() {
        List<String> log = new ArrayList<>();
        once(sim -> {
            log.clear();
            Node node = sim.node("a", "10.0.0.1", _ -> {
                while (true) {
                    log.add("at " + sim.time().now().toMillis());
                    sleep(10);
                }
            });
            sleep(15);
            node.pause();
            sleep(30);
            node.resume();
            sleep(1);
        });
        assertThat(log).containsExactly("at 0", "at 10", "at 45");
    }

    @Test
    void timersOfAPausedNodeFireWhenItGoesOn() {
        List<String> log = new ArrayList<>();
        once(sim -> {
            log.clear();
            Node node = sim.node("a", "10.0.0.1", _ -> {
                var pool = Executors.newSingleThreadScheduledExecutor();
                var _ = pool.schedule(() -> log.add("task at " + now(sim)), 20, TimeUnit.MILLISECONDS);
                new Timer().schedule(task(() -> log.add("timer at " + now(sim))), 25);
                var late = new CompletableFuture<String>();
                var _ = late.orTimeout(30, TimeUnit.MILLISECONDS).exceptionally(failure -> {
                    log.add(failure.getClass().getSimpleName() + " at " + now(sim));
                    return "";
                });
                sleep(100);
                pool.shutdown();
            });
            sleep(15);
            node.pause();
            sleep(30);
            assertThat(log).isEmpty();
            node.resume();
            sleep(1);
        });
        assertThat(log).containsExactlyInAnyOrder("task at 45", "timer at 45", "TimeoutException at 45");
    }

    private static long now(Sim sim) {
        return sim.time().now().toMillis();
    }

    private static TimerTask task(Runnable work) {
        return new TimerTask() {
            @Override
            public void run() {
                work.run();
            }
        };
    }

    @Test
    void clocksOfNodesDiffer() {
        once(sim -> {
            Node node = sim.node("a", "10.0.0.1");
            Instant begin = node.clock().instant();
            node.setSkew(Duration.ofSeconds(5));
            node.setDrift(1000);
            Jevent.sleep(Duration.ofSeconds(100));
            assertThat(Duration.between(begin, node.clock().instant())).isEqualTo(Duration.ofMillis(105_100));
            assertThat(Duration.between(begin, Instant.now())).isEqualTo(Duration.ofSeconds(100));
            assertThat(node.spawn(Instant::now).get()).isEqualTo(node.clock().instant());
        });
    }

    @Test
    void aFailureInANodeFailsTheSchedule() {
        assertThatThrownBy(() -> once(sim -> {
                    var _ = sim.node("a", "10.0.0.1", _ -> {
                        throw new IllegalStateException("broken");
                    });
                    sleep(1);
                }))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("broken");
    }

    @Test
    void nodesHaveNamesAndAddressesOfTheirOwn() {
        once(sim -> {
            List<Node> nodes = sim.nodes(3, "10.0.0.%d", (_, _) -> {});
            assertThat(nodes).extracting(Node::name).containsExactly("node1", "node2", "node3");
            assertThatThrownBy(() -> sim.node("node1", "10.0.0.9")).hasMessageContaining("name already");
            assertThatThrownBy(() -> sim.node("b", "10.0.0.1")).hasMessageContaining("node1 has the address of b");
            assertThatThrownBy(() -> sim.node("b", "127.0.0.1")).hasMessageContaining("address of its own");
            assertThatThrownBy(() -> sim.node("b", "10.0.0.8").restart()).hasMessageContaining("no program");
        });
    }

    /** 99 milliseconds are in time for a limit of 100, unless something takes longer than usual. */
    @Test
    void turnsMayTakeTime() {
        Simulation simulation = Simulation.named("test").schedules(500);
        Simulation.Body race = _ -> {
            var answer = new Event();
            var server = Jevent.spawn(() -> {
                sleep(99);
                answer.set();
            });
            boolean inTime = answer.await(Duration.ofMillis(100));
            server.join();
            assertThat(inTime).isTrue();
        };
        assertThat(simulation.explore(race).failure()).isEmpty();
        assertThat(simulation.turnCost(Duration.ofMillis(20)).explore(race).failure())
                .hasValueSatisfying(failure -> assertThat(failure).hasMessageContaining("a turn takes time = true"));
    }

    @Test
    void nothingOfCrashedNodesIsLeft() {
        var counts = new ArrayList<Integer>();
        var _ = Simulation.named("test").schedules(2_000).run(sim -> {
            Node node = sim.node("a", "10.0.0.1", _ -> {
                for (int i = 0; i < 3; i++) {
                    var _ = Jevent.spawn(() -> Jevent.sleep(Duration.ofDays(1)));
                }
                Jevent.sleep(Duration.ofDays(1));
            });
            for (int i = 0; i < 3; i++) {
                sleep(1);
                node.crash();
                counts.add(Hub.current().greenletCount());
                node.restart();
            }
        });
        assertThat(counts).hasSizeGreaterThan(6_000).containsOnly(1);
    }

    @Test
    void staticFieldsAreTheNodesOwn() {
        once(sim -> {
            System.clearProperty("com.example.counts");
            Node a = sim.node("a", "10.0.0.1", "com.example.sim.Counter", "2");
            Node b = sim.node("b", "10.0.0.2", "com.example.sim.Counter", "3");
            sleep(1);
            a.restart();
            sleep(1);
            assertThat(System.getProperty("com.example.counts")).isEqualTo(" 2 3 2");
            assertThat(b.isUp()).isTrue();
        });
    }
}
