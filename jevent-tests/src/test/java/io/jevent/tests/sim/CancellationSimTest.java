// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.exceptions.GreenletExit;
import io.jevent.lock.RLock;
import io.jevent.lock.Semaphore;
import io.jevent.queue.Channel;
import io.jevent.queue.Queue;
import io.jevent.sim.Sim;
import io.jevent.sim.junit.SimTest;
import io.jevent.sim.linear.Call;
import io.jevent.sim.linear.History;
import io.jevent.sim.linear.Linear;
import io.jevent.sim.linear.Models;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** An operation that a kill or a timeout cuts short has not happened: nothing is lost, nothing is taken twice. */
class CancellationSimTest {

    private static final int SCHEDULES = 500;

    private interface Client {
        void run(History<Call, Object> history, String name) throws Exception;
    }

    /** Clients of which some are killed at any time, or run out of time. */
    private static History<Call, Object> disturb(Sim sim, int count, Client client) {
        var history = new History<Call, Object>().failsBy(t -> t instanceof GreenletExit || t instanceof Timeout);
        List<Greenlet<?>> greenlets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "c" + i;
            Greenlet<?> greenlet = Jevent.spawn(() -> {
                if (sim.choices().chance(name + " has little time", 0.3)) {
                    try (var _ = Timeout.startNew(Duration.ofMillis(3))) {
                        client.run(history, name);
                    } catch (Timeout _) {
                        // its last operation has not happened
                    }
                } else {
                    client.run(history, name);
                }
                return null;
            });
            greenlet.setName(name);
            greenlets.add(greenlet);
        }
        for (Greenlet<?> greenlet : greenlets) {
            if (sim.choices().chance(greenlet.name() + " is killed", 0.4)) {
                for (long yields = sim.choices().between("yields before the kill", 0, 6); yields > 0; yields--) {
                    Jevent.sleep();
                }
                greenlet.kill();
            }
        }
        Jevent.joinAll(greenlets, Duration.ofMinutes(1));
        Jevent.killAll(greenlets);
        return history;
    }

    @SimTest(schedules = SCHEDULES)
    void queues(Sim sim) {
        var queue = new Queue<Integer>(1);
        History<Call, Object> history = disturb(sim, 4, (log, name) -> {
            int number = name.charAt(1) - '0';
            for (int i = 0; i < 3; i++) {
                int item = 10 * number + i;
                if (number % 2 == 0) {
                    log.record(name, Call.of("put", item), () -> {
                        queue.put(item);
                        return true;
                    });
                } else {
                    log.record(name, Call.of("take"), queue::get);
                }
            }
        });
        while (!queue.isEmpty()) {
            history.ok(history.invoke("rest", Call.of("take")), queue.get());
        }
        history.ok(history.invoke("rest", Call.of("poll")), null);
        Linear.check(history, Models.queue(1));
    }

    @SimTest(schedules = SCHEDULES)
    void semaphores(Sim sim) {
        var semaphore = new Semaphore(1);
        History<Call, Object> history = disturb(sim, 3, (log, name) -> {
            for (int i = 0; i < 2; i++) {
                log.record(name, Call.of("acquire"), () -> {
                    semaphore.acquire();
                    return true;
                });
                try {
                    Jevent.sleep(Duration.ofMillis(1));
                } finally {
                    log.ok(log.invoke(name, Call.of("release")), true);
                    semaphore.release();
                }
            }
        });
        history.ok(history.invoke("rest", Call.of("tryAcquire")), semaphore.tryAcquire());
        Linear.check(history, Models.semaphore(1));
        assertThat(semaphore.available()).isZero();
    }

    @SimTest(schedules = SCHEDULES)
    void locks(Sim sim) {
        var lock = new RLock();
        History<Call, Object> history = disturb(sim, 3, (log, name) -> {
            for (int i = 0; i < 2; i++) {
                log.record(name, Call.of("lock", name), () -> {
                    lock.lock();
                    return true;
                });
                try {
                    Jevent.sleep();
                } finally {
                    var unlocking = log.invoke(name, Call.of("unlock", name));
                    lock.unlock();
                    log.ok(unlocking, true);
                }
                log.record(name, Call.of("tryLock", name), () -> {
                    boolean got = lock.tryLock();
                    if (got) {
                        var unlocking = log.invoke(name, Call.of("unlock", name));
                        lock.unlock();
                        log.unknown(unlocking);
                    }
                    return got;
                });
            }
        });
        Linear.check(history, Models.lock());
        assertThat(lock.isLocked()).isFalse();
    }

    @SimTest(schedules = SCHEDULES)
    void channelsHandOverEachItemOnce(Sim sim) {
        var channel = new Channel<Integer>();
        List<Integer> put = new ArrayList<>();
        List<Integer> got = new ArrayList<>();
        var _ = disturb(sim, 4, (_, name) -> {
            int number = name.charAt(1) - '0';
            for (int i = 0; i < 3; i++) {
                if (number % 2 == 0) {
                    int item = 10 * number + i;
                    channel.put(item);
                    put.add(item);
                } else {
                    got.add(channel.get());
                }
            }
        });
        assertThat(put).as("what was handed over and what was received").hasSameElementsAs(got);
        assertThat(got).hasSameSizeAs(new HashSet<>(got));
    }
}
