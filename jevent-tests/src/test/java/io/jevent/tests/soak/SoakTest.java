// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.lock.Semaphore;
import io.jevent.queue.Queue;
import io.jevent.threadpool.ThreadPool;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Greenlets are spawned, killed, also by another thread, and timed out, round after round, on a real clock. After each
 * round nothing of them is left.
 */
@Tag("realtime")
class SoakTest {
    private static final int GREENLETS = 1_000;
    private static final int WARM_UP = 50;

    /** A word for each greenlet that was ever spawned would be many times as much. */
    private static final long SLACK = 3L << 20;

    @Test
    void nothingIsLeftAfterSomeRounds() throws Exception {
        Jevent.run(() -> {
            for (int i = 0; i < 5; i++) {
                round(new Random(i));
            }
        });
    }

    @Test
    @Tag("soak")
    void nothingIsLeftAfterMinutes() throws Exception {
        Jevent.run(() -> {
            var random = new Random(1);
            for (int i = 0; i < WARM_UP; i++) {
                round(random);
            }
            long before = heap();
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(Integer.getInteger("jevent.soak.minutes", 3));
            long rounds = 0;
            while (System.nanoTime() < end) {
                round(random);
                rounds++;
            }
            assertThat(heap())
                    .as("heap after %d rounds of %d greenlets", rounds, GREENLETS)
                    .isLessThan(before + SLACK);
        });
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void round(Random random) {
        Hub hub = Hub.current();
        int others = hub.greenlets().size();
        var things = new Things();
        List<Greenlet<?>> greenlets = new ArrayList<>();
        for (int i = 0; i < GREENLETS; i++) {
            long seed = random.nextLong();
            greenlets.add(Jevent.spawn(() -> live(new Random(seed), things, 3)));
        }
        List<Greenlet<?>> victims =
                greenlets.stream().filter(g -> random.nextInt(4) == 0).toList();
        Thread killer =
                Thread.ofPlatform().start(() -> victims.forEach(victim -> victim.interrupt(new GreenletExit())));
        for (int i = 0; i < GREENLETS / 4; i++) {
            greenlets.get(random.nextInt(GREENLETS)).interrupt(new GreenletExit());
            Jevent.sleep(Duration.ofNanos(random.nextInt(20_000)));
        }
        things.gate.set();
        Jevent.joinAll(greenlets);
        boolean _ = ThreadPool.ofHub().apply(() -> killer.join(Duration.ofMinutes(1)));
        hub.join(); // their children, which have been killed
        assertThat(greenlets).as("greenlets that failed").allMatch(g -> g.exception() == null);
        assertThat(things.permits.available()).as("permits").isEqualTo(Things.PERMITS);
        assertThat(hub.greenlets()).as("greenlets that are left").hasSize(others);
        assertThat(hub.join(Duration.ZERO))
                .as("nothing is left, no timer either")
                .isTrue();
    }

    /** The data that the greenlets of a round share. */
    private static final class Things {
        static final int PERMITS = 5;

        final Semaphore permits = new Semaphore(PERMITS);
        final Queue<Integer> queue = new Queue<>(3);
        final Event gate = new Event();
    }

    private static void live(Random random, Things things, int children) {
        for (int i = 0; i < 5; i++) {
            var timeout = Timeout.startNew(micros(random, 2_000));
            try (timeout) {
                step(random, things, children);
            } catch (Timeout t) {
                if (t != timeout) {
                    throw t;
                }
            }
        }
    }

    private static Duration micros(Random random, int most) {
        return Duration.ofNanos(1_000L * random.nextInt(most));
    }

    private static void step(Random random, Things things, int children) {
        switch (random.nextInt(6)) {
            case 0 -> Jevent.sleep(micros(random, 3_000));
            case 1 -> {
                try (var _ = things.permits.hold()) {
                    Jevent.sleep(micros(random, 100));
                }
            }
            case 2 -> {
                boolean _ = things.queue.put(1, micros(random, 1_000));
            }
            case 3 -> {
                var _ = things.queue.get(micros(random, 1_000));
            }
            case 4 -> {
                boolean _ = things.gate.await(micros(random, 3_000));
            }
            default -> {
                if (children > 0) {
                    Greenlet<?> child = Jevent.spawn(() -> live(random, things, children - 1));
                    try {
                        boolean _ = child.join(micros(random, 1_000));
                    } finally {
                        child.interrupt(new GreenletExit());
                    }
                }
            }
        }
    }
}
