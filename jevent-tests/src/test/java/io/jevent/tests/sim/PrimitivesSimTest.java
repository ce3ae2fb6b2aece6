// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim;

import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.lock.Condition;
import io.jevent.lock.RLock;
import io.jevent.lock.Semaphore;
import io.jevent.queue.LifoQueue;
import io.jevent.queue.PriorityQueue;
import io.jevent.queue.Queue;
import io.jevent.sim.Sim;
import io.jevent.sim.junit.SimTest;
import io.jevent.sim.linear.Operation;
import io.jevent.sim.linear.Scenario;
import java.time.Duration;
import java.util.ArrayDeque;

/** Results that several greenlets get of a primitive could come one after the other, and none waits without need. */
class PrimitivesSimTest {

    private static final int SCHEDULES = 2000;
    private static final Duration SHORT = Duration.ofMillis(1);

    /** A bounded queue. */
    public static class Queues {
        private final Queue<Integer> queue = new Queue<>(2);

        @Operation
        public void put(int item) {
            queue.put(item);
        }

        @Operation
        public boolean putInTime(int item) {
            return queue.put(item, SHORT);
        }

        @Operation
        public boolean tryPut(int item) {
            return queue.tryPut(item);
        }

        @Operation
        public int get() {
            return queue.get();
        }

        @Operation
        public Object getInTime() {
            return queue.get(SHORT);
        }

        @Operation
        public Object tryGet() {
            return queue.tryGet();
        }

        @Operation
        public int size() {
            return queue.size();
        }
    }

    /** Last in, first out. */
    public static class Stacks {
        private final LifoQueue<Integer> queue = new LifoQueue<>();

        @Operation
        public void put(int item) {
            queue.put(item);
        }

        @Operation
        public int get() {
            return queue.get();
        }

        @Operation
        public Object tryGet() {
            return queue.tryGet();
        }
    }

    /** The smallest first. */
    public static class Priorities {
        private final PriorityQueue<Integer> queue = new PriorityQueue<>(2);

        @Operation
        public void put(int item) {
            queue.put(item);
        }

        @Operation
        public int get() {
            return queue.get();
        }

        @Operation
        public boolean tryPut(int item) {
            return queue.tryPut(item);
        }
    }

    /** Two permits. */
    public static class Permits {
        private final Semaphore semaphore = new Semaphore(2);

        @Operation
        public void acquire() {
            semaphore.acquire();
        }

        @Operation
        public boolean acquireInTime() {
            return semaphore.acquire(SHORT);
        }

        @Operation
        public boolean tryAcquire() {
            return semaphore.tryAcquire();
        }

        @Operation
        public void release() {
            semaphore.release();
        }

        @Operation
        public int available() {
            return semaphore.available();
        }
    }

    /** An event that is set and cleared. */
    public static class Events {
        private final Event event = new Event();

        @Operation
        public void set() {
            event.set();
        }

        @Operation
        public void clear() {
            event.clear();
        }

        @Operation
        public void await() {
            event.await();
        }

        @Operation
        public boolean awaitInTime() {
            return event.await(SHORT);
        }

        @Operation
        public boolean isSet() {
            return event.isSet();
        }
    }

    /** A result that is set once. */
    public static class Results {
        private final AsyncResult<Integer> result = new AsyncResult<>();

        @Operation
        public boolean trySet(int value) {
            return result.trySet(value);
        }

        @Operation
        public int get() {
            result.join();
            return result.result();
        }

        @Operation
        public boolean isReady() {
            return result.isReady();
        }
    }

    /** A bounded buffer as in textbooks: a lock with two conditions. */
    public static class Buffers {
        private final ArrayDeque<Integer> items = new ArrayDeque<>();
        private final RLock lock = new RLock();
        private final Condition notFull = lock.newCondition();
        private final Condition notEmpty = lock.newCondition();

        @Operation
        public void put(int item) {
            try (var _ = lock.hold()) {
                while (items.size() == 2) {
                    notFull.await();
                }
                Jevent.sleep(); // a switch while the lock is held
                items.add(item);
                notEmpty.signal();
            }
        }

        @Operation
        public int take() {
            try (var _ = lock.hold()) {
                while (items.isEmpty()) {
                    notEmpty.await();
                }
                int item = items.remove();
                notFull.signal();
                return item;
            }
        }
    }

    @SimTest(schedules = SCHEDULES)
    void queues(Sim sim) {
        Scenario.of(Queues.class).check(sim);
    }

    @SimTest(schedules = SCHEDULES)
    void stacks(Sim sim) {
        Scenario.of(Stacks.class).check(sim);
    }

    @SimTest(schedules = SCHEDULES)
    void priorityQueues(Sim sim) {
        Scenario.of(Priorities.class).check(sim);
    }

    @SimTest(schedules = SCHEDULES)
    void semaphores(Sim sim) {
        Scenario.of(Permits.class).check(sim);
    }

    @SimTest(schedules = SCHEDULES)
    void events(Sim sim) {
        Scenario.of(Events.class).check(sim);
    }

    @SimTest(schedules = SCHEDULES)
    void results(Sim sim) {
        Scenario.of(Results.class).check(sim);
    }

    @SimTest(schedules = SCHEDULES)
    void conditions(Sim sim) {
        Scenario.of(Buffers.class).check(sim);
    }
}
