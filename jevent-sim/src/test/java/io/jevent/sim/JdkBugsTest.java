// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.exceptions.LoopExit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Bugs inside of the JDK, in whose classes the threads are interrupted too. */
@SuppressWarnings("JdkObsolete") // Hashtable is what is tested
class JdkBugsTest {

    private static SimulationFailure find(String name, Strategy strategy, Simulation.Body body) {
        return Simulation.named(name)
                .preempt(Preempt.FIELDS, "java.util", "java.util.concurrent")
                .strategy(strategy)
                .schedules(5000)
                .explore(body)
                .failure()
                .orElseThrow();
    }

    /**
     * JDK-8358601: a shutdown finds the queue empty and ends the executor while another thread, which has seen it run,
     * adds a task. The task neither runs nor is cancelled, so a thread that waits for it waits for ever. The JDK of
     * this build has the bug; with one in which it is mended this test fails, and must be removed.
     */
    @Test
    void aTaskScheduledDuringAShutdownIsLost() {
        SimulationFailure failure = Simulation.named("JDK-8358601")
                .preempt(Preempt.SYNC, "java.util.concurrent")
                .strategy(Strategy.pos())
                .schedules(5000)
                .explore(_ -> scheduleDuringShutdown())
                .failure()
                .orElseThrow();
        assertThat(failure).hasRootCauseInstanceOf(LoopExit.class).hasStackTraceContaining("FutureTask.get");
        assertThat(failure.deviations()).isLessThanOrEqualTo(6);
    }

    private static void scheduleDuringShutdown() throws Exception {
        var executor = new ScheduledThreadPoolExecutor(1);
        new Thread(executor::shutdown).start();
        try {
            executor.schedule(() -> {}, 10, TimeUnit.MILLISECONDS).get();
        } catch (RejectedExecutionException | CancellationException e) {
            // right answers, both of them
        }
    }

    @Test
    void twoHashtablesThatAreComparedInBothDirectionsDeadlock() {
        SimulationFailure failure = find("tables", Strategy.portfolio(), _ -> {
            var one = new Hashtable<>(Map.of("a", 1, "b", 2));
            var other = new Hashtable<>(Map.of("a", 1, "b", 2));
            together(
                    () -> assertThat(one.equals(other)).isTrue(),
                    () -> assertThat(other.equals(one)).isTrue());
        });
        assertThat(failure).hasStackTraceContaining("Hashtable.equals");
    }

    @Test
    void twoSynchronizedListsThatAreAddedToEachOtherDeadlock() {
        SimulationFailure failure = find("lists", Strategy.portfolio(), _ -> {
            List<String> one = Collections.synchronizedList(new ArrayList<>(List.of("a")));
            List<String> other = Collections.synchronizedList(new ArrayList<>(List.of("b")));
            together(() -> one.addAll(other), () -> other.addAll(one));
        });
        assertThat(failure).hasStackTraceContaining("addAll");
    }

    /** Without its name the JDK is not interrupted. */
    @Test
    void allPackagesAreNotThoseOfTheJdk() {
        assertThat(Simulation.named("all")
                        .preempt(Preempt.FIELDS)
                        .schedules(200)
                        .explore(_ -> scheduleDuringShutdown())
                        .failure())
                .isEmpty();
    }

    private static void together(Runnable one, Runnable other) throws InterruptedException {
        var first = new Thread(one);
        var second = new Thread(other);
        first.start();
        second.start();
        first.join();
        second.join();
    }
}
