// SPDX-License-Identifier: Apache-2.0
package org.example.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Programs of the kind of SCTBench, for threads, without a place where they yield. */
@SuppressWarnings({"LockNotBeforeTry", "NonAtomicVolatileUpdate"})
public final class ThreadedPrograms {

    private ThreadedPrograms() {}

    /** A program that is wrong. */
    @FunctionalInterface
    public interface Program {

        /**
         * Runs it once.
         *
         * @throws Exception if its bug shows
         */
        void run() throws Exception;
    }

    /** {@return the programs by name} */
    public static Map<String, Program> all() {
        Map<String, Program> programs = new LinkedHashMap<>();
        programs.put("account", () -> new Account().run());
        programs.put("wronglock", () -> new WrongLock().run(3));
        programs.put("bluetooth", () -> new Bluetooth().run());
        programs.put("reorder_3", () -> new Reorder().run(2));
        programs.put("reorder_5", () -> new Reorder().run(4));
        programs.put("twostage_2", () -> new TwoStage().run(1));
        programs.put("twostage_5", () -> new TwoStage().run(4));
        programs.put("deadlock01", () -> new Deadlock().run());
        programs.put("philosophers_3", () -> new Philosophers().run(3));
        programs.put("lazy01", () -> new Lazy().run());
        programs.put("stack", () -> new BrokenStack().run());
        return programs;
    }

    private static void bugIf(boolean condition) {
        if (condition) {
            throw new AssertionError("the bug");
        }
    }

    private static void together(List<Runnable> bodies) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Runnable body : bodies) {
            threads.add(new Thread(body));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static List<Runnable> times(int count, Runnable body) {
        List<Runnable> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bodies.add(body);
        }
        return bodies;
    }

    private static final class Account {
        private int balance = 100;

        void run() throws InterruptedException {
            together(List.of(() -> balance += 50, () -> balance -= 30));
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
            together(List.of(
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
                    }));
        }
    }

    private static final class Reorder {
        private int a;
        private int b;

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
            together(List.of(() -> takeBoth(a, b), () -> takeBoth(b, a)));
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
            List<ReentrantLock> forks = new ArrayList<>();
            List<Runnable> bodies = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                forks.add(new ReentrantLock());
                int number = i;
                bodies.add(() -> eat(forks.get(number), forks.get((number + 1) % count)));
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
            together(List.of(() -> set(1), () -> add(2), this::check));
        }
    }

    /** The size is checked before the lock is taken. */
    private static final class BrokenStack {
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
}
