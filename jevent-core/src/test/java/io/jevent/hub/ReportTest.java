// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.LoopExit;
import io.jevent.lock.Semaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static Greenlet<?> spawnNamed(String name, Runnable body) {
        Greenlet<?> greenlet = Jevent.spawn(body);
        greenlet.setName(name);
        return greenlet;
    }

    /**
     * Replaces the parts that change from run to run: the number of the hub, identities, lines, versions of modules.
     */
    private static String pinned(String text) {
        return text.replaceAll("hub-\\d+ \\([^)]*\\)", "HUB")
                .replaceAll("of hub-\\d+", "of HUBNAME")
                .replaceAll("@[0-9a-f]+ \\(", "@ID (")
                .replaceAll("at (io\\.jevent\\.core[^/]*/)", "at ")
                .replaceAll("\\.java:\\d+", ".java")
                .replaceAll("lambda\\$(\\w+)\\$\\d+", "lambda\\$$1");
    }

    private static String loopExit(HubTesting.Body body) {
        return pinned(
                catchThrowableOfType(LoopExit.class, () -> HubTesting.run(body)).getMessage());
    }

    @Test
    void namesTheCycleOfTwoGreenletsThatJoinEachOther() {
        String message = loopExit(() -> {
            var both = new ArrayList<Greenlet<?>>();
            both.add(spawnNamed("A", () -> both.get(1).join()));
            both.add(spawnNamed("B", () -> both.get(0).join()));
            both.get(0).join();
        });
        assertThat(message).isEqualTo("""
                this operation would block forever: nothing on HUB can run, and nothing is left that \
                could wake the 3 greenlets that wait
                  wait cycle: A waits on B; B waits on A
                  root, waiting on A
                      only the end of A would wake it (A, waiting on B)
                      spawned at io.jevent.hub.ReportTest.lambda$loopExit(ReportTest.java)
                      at io.jevent.Greenlet.joinNanos(Greenlet.java)
                      at \
                io.jevent.hub.ReportTest.lambda$namesTheCycleOfTwoGreenletsThatJoinEachOther(ReportTest.java)
                      at io.jevent.HubTesting.lambda$run(HubTesting.java)
                  A, waiting on B
                      only the end of B would wake it (B, waiting on A)
                      spawned at io.jevent.hub.ReportTest.spawnNamed(ReportTest.java)
                      at io.jevent.Greenlet.joinNanos(Greenlet.java)
                      at \
                io.jevent.hub.ReportTest.lambda$namesTheCycleOfTwoGreenletsThatJoinEachOther(ReportTest.java)
                  B, waiting on A
                      only the end of A would wake it (A, waiting on B)
                      spawned at io.jevent.hub.ReportTest.spawnNamed(ReportTest.java)
                      at io.jevent.Greenlet.joinNanos(Greenlet.java)
                      at \
                io.jevent.hub.ReportTest.lambda$namesTheCycleOfTwoGreenletsThatJoinEachOther(ReportTest.java)""");
    }

    @Test
    void namesTheCycleOfTwoSemaphoresTakenInOppositeOrder() {
        String message = loopExit(() -> {
            var left = new Semaphore(1);
            var right = new Semaphore(1);
            var a = spawnNamed("A", () -> takeBoth(left, right));
            var b = spawnNamed("B", () -> takeBoth(right, left));
            Jevent.joinAll(List.of(a, b));
        });
        assertThat(message).contains("""
                  wait cycle: A waits on Semaphore@ID (0 available, 1 waiting), held by B; B waits on \
                Semaphore@ID (0 available, 1 waiting), held by A
                """).endsWith("""
                  A, waiting on Semaphore@ID (0 available, 1 waiting)
                      only a release() would wake it (B, waiting on Semaphore@ID (0 available, 1 waiting))
                      spawned at io.jevent.hub.ReportTest.spawnNamed(ReportTest.java)
                      at io.jevent.lock.Semaphore.acquireNanos(Semaphore.java)
                      at io.jevent.lock.Semaphore.acquire(Semaphore.java)
                      at io.jevent.hub.ReportTest.takeBoth(ReportTest.java)
                      at \
                io.jevent.hub.ReportTest.lambda$namesTheCycleOfTwoSemaphoresTakenInOppositeOrder(ReportTest.java)
                  B, waiting on Semaphore@ID (0 available, 1 waiting)
                      only a release() would wake it (A, waiting on Semaphore@ID (0 available, 1 waiting))
                      spawned at io.jevent.hub.ReportTest.spawnNamed(ReportTest.java)
                      at io.jevent.lock.Semaphore.acquireNanos(Semaphore.java)
                      at io.jevent.lock.Semaphore.acquire(Semaphore.java)
                      at io.jevent.hub.ReportTest.takeBoth(ReportTest.java)
                      at \
                io.jevent.hub.ReportTest.lambda$namesTheCycleOfTwoSemaphoresTakenInOppositeOrder(ReportTest.java)""");
    }

    private static void takeBoth(Semaphore first, Semaphore second) {
        first.acquire();
        Jevent.sleep(Duration.ofSeconds(1));
        second.acquire();
    }

    @Test
    void showsTwoOfManyThatLookTheSameAndCountsTheOthers() throws Exception {
        HubTesting.run(() -> {
            var gate = new Event();
            var all = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 1000; i++) {
                all.add(Jevent.spawn(() -> gate.await()));
            }
            all.add(spawnNamed("other", () -> Jevent.sleep(Duration.ofSeconds(9))));
            Jevent.sleep(Duration.ofSeconds(1));
            assertThat(pinned(Hub.current().report())).isEqualTo("""
                HUB: 1002 greenlets, 1003 switches, virtual-time loop at PT1S
                +-- main greenlet of HUBNAME: waiting on root
                +-- root: running
                      spawned at \
                io.jevent.hub.ReportTest.showsTwoOfManyThatLookTheSameAndCountsTheOthers(ReportTest.java)
                      at \
                io.jevent.hub.ReportTest.lambda$showsTwoOfManyThatLookTheSameAndCountsTheOthers(ReportTest.java)
                      at io.jevent.HubTesting.lambda$run(HubTesting.java)
                    +-- Greenlet-0 showsTwoOfManyThatLookTheSameAndCountsTheOthers(ReportTest.java): \
                waiting on Event@ID (not set)
                          spawned at \
                io.jevent.hub.ReportTest.lambda$showsTwoOfManyThatLookTheSameAndCountsTheOthers(ReportTest.java)
                          at io.jevent.event.Event.awaitNanos(Event.java)
                          at io.jevent.event.Event.await(Event.java)
                          at \
                io.jevent.hub.ReportTest.lambda$showsTwoOfManyThatLookTheSameAndCountsTheOthers(ReportTest.java)
                    +-- Greenlet-1 showsTwoOfManyThatLookTheSameAndCountsTheOthers(ReportTest.java): \
                waiting on Event@ID (not set)
                          spawned at \
                io.jevent.hub.ReportTest.lambda$showsTwoOfManyThatLookTheSameAndCountsTheOthers(ReportTest.java)
                          at io.jevent.event.Event.awaitNanos(Event.java)
                          at io.jevent.event.Event.await(Event.java)
                          at \
                io.jevent.hub.ReportTest.lambda$showsTwoOfManyThatLookTheSameAndCountsTheOthers(ReportTest.java)
                    +-- other: sleep 9 s
                          spawned at io.jevent.hub.ReportTest.spawnNamed(ReportTest.java)
                          at io.jevent.Jevent.sleep(Jevent.java)
                          at \
                io.jevent.hub.ReportTest.lambda$showsTwoOfManyThatLookTheSameAndCountsTheOthers(ReportTest.java)
                    ... and 998 more like Greenlet-0
                """);
            gate.set();
            Jevent.joinAll(all);
        });
    }

    @Test
    void aReportInAGreenletResumesNoneOfThoseThatItShows() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            var gate = new Event();
            var all = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 3000; i++) {
                all.add(Jevent.spawn(() -> gate.await()));
            }
            Jevent.sleep();
            long before = hub.switches();
            assertThat(hub.report()).contains("... and 2998 more like");
            Jevent.sleep();
            assertThat(hub.switches() - before)
                    .as("switches that the report causes")
                    .isLessThan(10);
            gate.set();
            Jevent.joinAll(all);
        });
    }

    @Test
    void aGreenletWhoseStackAnotherThreadTookIsNoForeignVirtualThread() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            var gate = new Event();
            var woken = new ArrayList<String>();
            var own = new ArrayList<Thread>();
            var waiting = Jevent.spawn(() -> {
                own.add(Thread.currentThread());
                gate.await();
                woken.add("by the event");
            });
            Jevent.sleep();
            hub.retain();
            var inspector = new Thread(() -> {
                var _ = own.getFirst().getStackTrace();
                hub.runCallback(hub::release);
            });
            inspector.start();
            hub.join();
            inspector.join();
            assertThat(hub.report()).doesNotContain("started by a library");
            assertThat(woken).isEmpty();
            gate.set();
            waiting.join();
            assertThat(woken).containsExactly("by the event");
        });
    }

    private static void spawnChain(int length, Event gate, List<Greenlet<?>> all) {
        if (length > 0) {
            all.add(Jevent.spawn(() -> spawnChain(length - 1, gate, all)));
        }
        gate.await();
    }

    @Test
    void countsTheLinksOfALongChainOfSpawns() throws Exception {
        HubTesting.run(() -> {
            var gate = new Event();
            var all = new ArrayList<Greenlet<?>>();
            all.add(Jevent.spawn(() -> spawnChain(5000, gate, all)));
            Jevent.sleep(Duration.ofSeconds(1));
            assertThat(all).hasSize(5001);
            assertThat(Hub.current().report()).contains(" more like Greenlet-").hasSizeLessThan(10_000);
            gate.set();
            Jevent.joinAll(all);
        });
    }

    private static void spawnAlternately(int length, Event gate, Event other, List<Greenlet<?>> all) {
        if (length > 0) {
            all.add(Jevent.spawn(() -> {
                spawnAlternately(length - 1, other, gate, all);
            }));
        }
        if (length % 2 == 0) {
            gate.await();
        } else {
            other.await();
        }
    }

    @Test
    void aDeepTreeOfGreenletsThatDifferHasABoundedReport() throws Exception {
        HubTesting.run(() -> {
            var even = new Event();
            var odd = new Event();
            var all = new ArrayList<Greenlet<?>>();
            all.add(Jevent.spawn(() -> spawnAlternately(9000, even, odd, all)));
            Jevent.sleep(Duration.ofSeconds(1));
            assertThat(all).hasSize(9001);
            assertThat(Hub.current().report())
                    .contains("(generation 21)")
                    .contains("... and ")
                    .hasSizeLessThan(1_200_000);
            even.set();
            odd.set();
            Jevent.joinAll(all);
        });
    }
}
