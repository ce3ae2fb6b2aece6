// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import io.jevent.testing.VirtualTime;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The header, the introduction and the section on greenlets. */
class IntroductionClaimsTest {

    private static final Path ROOT = Path.of(System.getProperty("jevent.root", ""));

    @Test
    @DisplayName("H1: a concurrency library around an event loop")
    void oneLoopDrivesTimersGreenletsAndMessages() throws Exception {
        VirtualTime.run(time -> {
            Hub hub = Hub.current();
            var order = new ArrayList<String>();
            var _ = Jevent.spawn(() -> order.add("greenlet"));
            hub.runCallback(() -> order.add("callback"));
            hub.schedule(Duration.ofSeconds(1), () -> order.add("timer"));
            Jevent.sleep(Duration.ofSeconds(2));
            assertThat(order).containsExactly("greenlet", "callback", "timer");
            assertThat(hub.loop().now()).isEqualTo(time.now().toNanos());
        });
    }

    @Test
    @DisplayName("I1: no knowledge of concurrency is expected of the reader")
    void theTutorialBeginsWithWhatAGreenletIs() throws Exception {
        String first = Files.readString(ROOT.resolve("docs/tutorial/01-greenlets.md"));
        assertThat(first).contains("A *greenlet* is", "is called a *switch*", "called the *hub*");
        for (String word : List.of("mutex", "semaphore", "memory barrier", "happens-before", "coroutine", "carrier")) {
            assertThat(first).doesNotContainIgnoringCase(word);
        }
    }

    @Test
    @DisplayName("G1: a greenlet is lightweight")
    void aHundredThousandWaitAtOnce() throws Exception {
        VirtualTime.run(_ -> {
            var gate = new Event();
            var greenlets = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 100_000; i++) {
                greenlets.add(Jevent.spawn(() -> gate.await()));
            }
            Jevent.sleep();
            assertThat(greenlets).noneMatch(Greenlet::isReady);
            gate.set();
            Jevent.joinAll(greenlets);
            assertThat(greenlets).allMatch(Greenlet::isSuccessful);
        });
    }

    @Test
    @DisplayName("G2: all greenlets run inside the process, and the thread, of the main program")
    void greenletsShareTheThreadOfTheMainProgram() throws Exception {
        Thread carrier = Thread.currentThread();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        VirtualTime.run(_ -> {
            Set<Thread> carriers = new HashSet<>();
            Set<Long> processes = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                var _ = Jevent.spawn(() -> {
                    carriers.add(Hub.current().carrier());
                    processes.add(ProcessHandle.current().pid());
                    Jevent.sleep();
                });
            }
            Jevent.idle();
            assertThat(carriers).containsExactly(carrier);
            assertThat(processes).containsExactly(ProcessHandle.current().pid());
        });
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + 100);
    }

    @Test
    @DisplayName("G3: scheduled cooperatively: nobody is interrupted between two waits")
    void incrementsWithoutALockAreAllThere() throws Exception {
        VirtualTime.run(_ -> {
            int[] count = {0};
            var greenlets = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 500; i++) {
                greenlets.add(Jevent.spawn(() -> {
                    for (int k = 0; k < 2000; k++) {
                        count[0]++;
                    }
                }));
            }
            Jevent.joinAll(greenlets);
            assertThat(count[0]).isEqualTo(1_000_000);
        });
    }

    @Test
    @DisplayName("G4: only one greenlet is running at any given time")
    void neverTwoAtOnce() throws Exception {
        VirtualTime.run(_ -> {
            int[] inside = {0};
            int[] most = {0};
            var greenlets = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 100; i++) {
                greenlets.add(Jevent.spawn(() -> {
                    for (int k = 0; k < 100; k++) {
                        inside[0]++;
                        most[0] = Math.max(most[0], inside[0]);
                        inside[0]--;
                        Jevent.sleep();
                    }
                }));
            }
            Jevent.joinAll(greenlets);
            assertThat(most[0]).isEqualTo(1);
        });
    }

    @Test
    @DisplayName("G5: unlike threads, which the system runs in parallel")
    void threadsRunInParallelWhereGreenletsTakeTurns() throws Exception {
        var both = new CyclicBarrier(2);
        Thread other = Thread.ofPlatform().start(() -> meet(both));
        meet(both); // returns only because the two run at the same time
        other.join();

        VirtualTime.run(_ -> {
            var order = new ArrayList<String>();
            for (String name : List.of("a", "b")) {
                var _ = Jevent.spawn(() -> {
                    order.add(name + " begins");
                    order.add(name + " ends");
                });
            }
            Jevent.idle();
            assertThat(order).containsExactly("a begins", "a ends", "b begins", "b ends");
        });
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }
}
