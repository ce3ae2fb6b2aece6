// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.races;

import static io.jevent.bench.races.Threads.bugIf;
import static io.jevent.bench.races.Threads.times;
import static io.jevent.bench.races.Threads.together;

import java.util.List;

/** Values that threads change without the lock that they need. */
@SuppressWarnings("NonAtomicVolatileUpdate")
final class ValueRaces {

    static final List<Race> ALL = List.of(
            new Race("account", "two deposits read and write a plain field", () -> new Account().run()),
            new Race("wronglock", "one thread guards the value by another lock", () -> new WrongLock().run(3)),
            new Race("bluetooth", "a driver stops between check and use", () -> new Bluetooth().run()),
            new Race("reorder_3", "a reader sees one of two writes", () -> new Reorder().run(2)),
            new Race("reorder_5", "the same with more writers", () -> new Reorder().run(4)),
            new Race("reorder_10", "the same with more writers", () -> new Reorder().run(9)),
            new Race("needle_5", "five writes between two reads", () -> new Needle().run(5)),
            new Race("needle_10", "ten writes between two reads", () -> new Needle().run(10)),
            new Race("token_ring", "four threads copy a value in the order of a ring", () -> new TokenRing().run()),
            new Race("stack", "the size is checked before the lock is taken", () -> new Stack().run()),
            new Race("singleton", "a lazy object is checked once only", () -> new Singleton().run()));

    private ValueRaces() {}

    private static final class Account {
        private int balance = 100;

        void run() throws InterruptedException {
            together(() -> balance += 50, () -> balance -= 30);
            bugIf(balance != 120);
        }
    }

    private static final class WrongLock {
        private final Object right = new Object();
        private final Object wrong = new Object();
        private int value;

        void run(int others) throws InterruptedException {
            List<Runnable> bodies = times(others, () -> {
                synchronized (right) {
                    value++;
                }
            });
            bodies.add(() -> {
                synchronized (wrong) {
                    int seen = value;
                    value++;
                    bugIf(value != seen + 1);
                }
            });
            together(bodies);
        }
    }

    private static final class Bluetooth {
        private int pending = 1;
        private volatile boolean stopping;
        private volatile boolean stopped;
        private volatile boolean idle;

        private synchronized int add(int more) {
            pending += more;
            return pending;
        }

        private void release() {
            if (add(-1) == 0) {
                idle = true;
            }
        }

        void run() throws InterruptedException {
            together(
                    () -> {
                        if (!stopping) {
                            add(1);
                            bugIf(stopped);
                            release();
                        }
                    },
                    () -> {
                        stopping = true;
                        release();
                        if (idle) {
                            stopped = true;
                        }
                    });
        }
    }

    private static final class Reorder {
        private volatile int a;
        private volatile int b;

        void run(int writers) throws InterruptedException {
            List<Runnable> bodies = times(writers, () -> {
                a = 1;
                b = -1;
            });
            bodies.add(() -> {
                int x = a;
                int y = b;
                bugIf(!((x == 0 && y == 0) || (x == 1 && y == -1)));
            });
            together(bodies);
        }
    }

    private static final class Needle {
        private volatile int count;

        void run(int writes) throws InterruptedException {
            together(
                    () -> {
                        int before = count;
                        int after = count;
                        bugIf(before == 0 && after == writes);
                    },
                    () -> {
                        for (int i = 0; i < writes; i++) {
                            count++;
                        }
                    });
        }
    }

    private static final class TokenRing {
        private volatile int a = 1;
        private volatile int b = 2;
        private volatile int c = 3;
        private volatile int d = 4;

        void run() throws InterruptedException {
            together(() -> a = d, () -> b = a, () -> c = b, () -> d = c);
            bugIf(!(a == b && b == c && c == d));
        }
    }

    private static final class Stack {
        private final int[] items = new int[4];
        private volatile int size = 1;

        private void pop() {
            if (size > 0) {
                synchronized (this) {
                    size--;
                    bugIf(size < 0);
                    items[size] = 0;
                }
            }
        }

        void run() throws InterruptedException {
            together(times(2, this::pop));
        }
    }

    private static final class Singleton {
        private volatile boolean made;
        private int instances;

        private void get() {
            if (!made) {
                synchronized (this) {
                    instances++;
                    made = true;
                }
            }
        }

        void run() throws InterruptedException {
            together(times(2, this::get));
            bugIf(instances != 1);
        }
    }
}
