// SPDX-License-Identifier: Apache-2.0
package io.jevent.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.lock.Semaphore;
import io.jevent.queue.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A wait that a wake-up, a timeout and a kill want to end at the same moment: one does, and nothing is lost. */
class WaitRaceTest {

    @Test
    void aPermitIsTakenOrStillThere() {
        Race.repeat(race -> {
            var semaphore = new Semaphore(0);
            var taken = new AtomicInteger();
            Duration limit = moment(race);
            Greenlet<?> taker = spawn(race, () -> semaphore.acquire(limit) ? taken.incrementAndGet() : 0);
            race.run(taker::join, semaphore::release, () -> taker.interrupt(new GreenletExit()));
            assertThat(taken.get() + semaphore.available()).as("permits").isEqualTo(1);
        });
    }

    @Test
    void aPermitThatTheFirstDoesNotTakeGoesToTheSecond() {
        Race.repeat(race -> {
            var semaphore = new Semaphore(0);
            var taken = new AtomicInteger();
            Duration limit = moment(race);
            Greenlet<?> first = spawn(race, () -> semaphore.acquire(limit) ? taken.incrementAndGet() : 0);
            Greenlet<?> second = spawn(race, () -> {
                semaphore.acquire();
                return taken.incrementAndGet();
            });
            race.run(
                    () -> {
                        first.join();
                        second.join();
                    },
                    () -> {
                        first.interrupt(new GreenletExit());
                        semaphore.release();
                    },
                    semaphore::release);
            assertThat(taken.get() + semaphore.available()).as("permits").isEqualTo(2);
            assertThat(second.exit()).isNull();
        });
    }

    @Test
    void anItemIsTakenOrStillThere() {
        Race.repeat(race -> {
            var queue = new Queue<String>();
            List<String> taken = new ArrayList<>();
            Duration limit = moment(race);
            Greenlet<?> taker = spawn(race, () -> queue.get(limit).map(taken::add));
            race.run(taker::join, () -> queue.put("item"), () -> taker.interrupt(new GreenletExit()));
            queue.tryGet().ifPresent(taken::add);
            assertThat(taken).containsExactly("item");
        });
    }

    @Test
    void anItemIsThereIfAndOnlyIfItWasPut() {
        Race.repeat(race -> {
            var queue = new Queue<String>(1);
            queue.put("first");
            var put = new AtomicInteger();
            Duration limit = moment(race);
            Greenlet<?> putter = spawn(race, () -> queue.put("second", limit) ? put.incrementAndGet() : 0);
            race.run(
                    putter::join,
                    () -> assertThat(queue.get()).isEqualTo("first"),
                    () -> putter.interrupt(new GreenletExit()));
            assertThat(queue.size()).as("items, put: %s", put).isEqualTo(put.get());
        });
    }

    /** On the first runner's hub. */
    private static Greenlet<?> spawn(Race race, Callable<?> body) {
        var greenlet = new AtomicReference<Greenlet<?>>();
        race.run(() -> greenlet.set(Jevent.spawn(body)));
        return greenlet.get();
    }

    private static Duration moment(Race race) {
        return race.random(3) == 0 ? Duration.ofHours(1) : Duration.ofNanos(1000 + race.random(100_000));
    }
}
