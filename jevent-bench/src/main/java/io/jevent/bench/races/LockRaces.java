// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.races;

import static io.jevent.bench.races.Threads.bugIf;
import static io.jevent.bench.races.Threads.times;
import static io.jevent.bench.races.Threads.together;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Locks and conditions that are used wrongly. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"})
final class LockRaces {

    static final List<Race> ALL = List.of(
            new Race("twostage_2", "two values that belong together have two locks", () -> new TwoStage().run(1)),
            new Race("twostage_5", "the same with more writers", () -> new TwoStage().run(4)),
            new Race("deadlock01", "two locks in both orders", () -> new Deadlock().run()),
            new Race("philosophers_3", "each takes its left fork first", () -> new Philosophers().run(3)),
            new Race("philosophers_5", "each of five takes its left fork first", () -> new Philosophers().run(5)),
            new Race("lazy01", "three synchronized steps in any order", () -> new Lazy().run()),
            new Race("lost_signal", "a notification comes before the wait", () -> new LostSignal().run()),
            new Race("if_wait", "a wait that is not repeated", () -> new IfWait().run()));

    private LockRaces() {}

    private static final class TwoStage {
        private final Object one = new Object();
        private final Object two = new Object();
        private int first;
        private int second;

        void run(int writers) throws InterruptedException {
            List<Runnable> bodies = times(writers, () -> {
                synchronized (one) {
                    first = 1;
                }
                synchronized (two) {
                    second = first + 1;
                }
            });
            bodies.add(this::read);
            together(bodies);
        }

        private void read() {
            int seen;
            synchronized (one) {
                if (first == 0) {
                    return;
                }
                seen = first;
            }
            synchronized (two) {
                bugIf(second != seen + 1);
            }
        }
    }

    private static final class Deadlock {
        private final Object a = new Object();
        private final Object b = new Object();
        private int value;

        void run() throws InterruptedException {
            together(() -> takeBoth(a, b), () -> takeBoth(b, a));
            bugIf(value != 2);
        }

        private void takeBoth(Object first, Object second) {
            synchronized (first) {
                synchronized (second) {
                    value++;
                }
            }
        }
    }

    private static final class Philosophers {

        void run(int count) throws InterruptedException {
            var forks = new ArrayList<ReentrantLock>();
            for (int i = 0; i < count; i++) {
                forks.add(new ReentrantLock());
            }
            var bodies = new ArrayList<Runnable>();
            for (int i = 0; i < count; i++) {
                ReentrantLock left = forks.get(i);
                ReentrantLock right = forks.get((i + 1) % count);
                bodies.add(() -> eat(left, right));
            }
            together(bodies);
        }

        private static void eat(ReentrantLock left, ReentrantLock right) {
            left.lock();
            right.lock();
            right.unlock();
            left.unlock();
        }
    }

    private static final class Lazy {
        private int data;

        private synchronized void set(int value) {
            data = value;
        }

        private synchronized void add(int more) {
            data += more;
        }

        private synchronized void check() {
            bugIf(data >= 3);
        }

        void run() throws InterruptedException {
            together(this::check, () -> set(1), () -> add(2));
        }
    }

    /** The flag is checked outside of the lock under which the thread waits. */
    private static final class LostSignal {
        private volatile boolean ready;

        private void await() {
            if (!ready) {
                synchronized (this) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            }
        }

        private void signal() {
            ready = true;
            synchronized (this) {
                notifyAll();
            }
        }

        void run() throws InterruptedException {
            together(this::await, this::signal);
        }
    }

    /** Two consumers are woken for one item, and one of them does not look again. */
    private static final class IfWait {
        private int items;

        private synchronized void take() {
            if (items == 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            items--;
            bugIf(items < 0);
        }

        private synchronized void put() {
            items++;
            notifyAll();
        }

        void run() throws InterruptedException {
            together(this::take, this::take, this::put, this::put);
        }
    }
}
