// SPDX-License-Identifier: Apache-2.0
package org.example.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Programs for threads that are wrong, and mended ones; none of their threads waits inside of the race. */
@SuppressWarnings({"NonAtomicVolatileUpdate", "UnsynchronizedOverridesSynchronized", "DoubleCheckedLocking"})
public final class Races {

    private Races() {}

    /** Shows that a race has happened. */
    public static final class Bug extends AssertionError {
        private static final long serialVersionUID = 1L;

        Bug(String message) {
            super(message);
        }
    }

    private static void bugUnless(boolean condition, String what) {
        if (!condition) {
            throw new Bug(what);
        }
    }

    private static void together(int threads, Runnable work) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(work));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        }
    }

    /** A plain counter. */
    private static final class Counter {
        private int value;
        private final AtomicInteger atomic = new AtomicInteger();

        private synchronized void addAlone() {
            value++;
        }

        private synchronized int read() {
            return value;
        }

        private synchronized void write(int now) {
            value = now;
        }
    }

    /**
     * Two threads increment a plain field.
     *
     * @throws Exception if a thread fails
     */
    public static void lostUpdate() throws Exception {
        var counter = new Counter();
        together(2, () -> counter.value++);
        bugUnless(counter.value == 2, "counted " + counter.value);
    }

    /**
     * The increments exclude each other.
     *
     * @throws Exception if a thread fails
     */
    public static void guardedUpdate() throws Exception {
        var counter = new Counter();
        together(3, () -> {
            counter.addAlone();
            synchronized (counter) {
                counter.value++;
            }
        });
        bugUnless(counter.value == 6, "counted " + counter.value);
    }

    /**
     * Two threads read and write an atomic number in two steps.
     *
     * @throws Exception if a thread fails
     */
    public static void checkThenAct() throws Exception {
        var counter = new Counter();
        together(2, () -> counter.atomic.set(counter.atomic.get() + 1));
        bugUnless(counter.atomic.get() == 2, "counted " + counter.atomic);
    }

    /**
     * As {@link #checkThenAct}, with virtual threads.
     *
     * @throws Exception if a thread fails
     */
    public static void checkThenActInVirtualThreads() throws Exception {
        var counter = new Counter();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2; i++) {
                pool.execute(() -> counter.atomic.set(counter.atomic.get() + 1));
            }
        }
        bugUnless(counter.atomic.get() == 2, "counted " + counter.atomic);
    }

    /**
     * Two threads call two synchronized methods that belong together.
     *
     * @throws Exception if a thread fails
     */
    public static void twoSynchronizedCalls() throws Exception {
        var counter = new Counter();
        together(2, () -> counter.write(counter.read() + 1));
        bugUnless(counter.value == 2, "counted " + counter.value);
    }

    /** Made when it is needed first. */
    private static final class Lazy {
        private static volatile boolean checkAgain;
        private final AtomicInteger made = new AtomicInteger();
        private volatile @Nullable Object instance;

        Object get() {
            Object known = instance;
            if (known == null) {
                synchronized (this) {
                    known = checkAgain ? instance : null;
                    if (known == null) {
                        made.incrementAndGet();
                        known = new Object();
                        instance = known;
                    }
                }
            }
            return known;
        }
    }

    /**
     * A singleton is checked before its lock, and perhaps once more within.
     *
     * @param checkAgain whether it is
     * @throws Exception if a thread fails
     */
    public static void doubleCheck(boolean checkAgain) throws Exception {
        Lazy.checkAgain = checkAgain;
        var lazy = new Lazy();
        together(2, lazy::get);
        bugUnless(lazy.made.get() == 1, "made " + lazy.made);
    }

    /**
     * A thread waits in a loop for a plain flag of another.
     *
     * @throws Exception if a thread fails
     */
    public static void spinning() throws Exception {
        boolean[] flag = {false};
        var seen = new AtomicBoolean();
        var waiter = new Thread(() -> {
            while (!flag[0]) {
                // until it is set
            }
            seen.set(true);
        });
        var setter = new Thread(() -> flag[0] = true);
        waiter.start();
        setter.start();
        waiter.join();
        setter.join();
        bugUnless(seen.get(), "not seen");
    }

    /**
     * An account whose deposits read and write without a lock that all of them use.
     *
     * @throws Exception if a thread fails
     */
    public static void account() throws Exception {
        Map<String, Integer> accounts = new HashMap<>(Map.of("a", 100));
        var right = new ReentrantLock();
        var wrong = new ReentrantLock();
        var first = new AtomicBoolean(true);
        together(2, () -> {
            ReentrantLock lock = first.getAndSet(false) ? right : wrong;
            lock.lock();
            try {
                Balance balance = new Balance(accounts.get("a"));
                balance.add(10);
                accounts.put("a", balance.amount);
            } finally {
                lock.unlock();
            }
        });
        bugUnless(accounts.get("a") == 120, "holds " + accounts);
    }

    private static final class Balance {
        private int amount;

        Balance(int amount) {
            this.amount = amount;
        }

        void add(int more) {
            amount += more;
        }
    }
}
