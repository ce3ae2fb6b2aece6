// SPDX-License-Identifier: Apache-2.0
package io.jevent.stress;

import io.jevent.hub.Hub;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Tests with hubs cannot be run by jcstress: its threads run a test a million times between two barriers and must not wait in
 * between. Here a round is one race. Each runner waits for the others and then for a random moment, so that the runners
 * meet at another place each time. The moments come from a seed, but how the threads run does not: the same seed makes
 * a failure likelier, not certain.
 */
/** Runs things at the same moment in threads of their own, each of which has a hub if it needs one, over and over. */
final class Race {
    private static final long MILLIS = Long.getLong("jevent.stress.millis", 250);
    private static final long SEED = Long.getLong("jevent.stress.seed", System.nanoTime());
    private static final long HANG_SECONDS = 20;
    private static final int LONGEST_DELAY_BITS = 13;

    private final List<Runner> runners = new ArrayList<>();
    private final Random moments = new Random(0);

    private Race() {}

    /** Runs {@code round}, which starts one or more races, as often as the time allows. */
    static void repeat(Consumer<Race> round) {
        var race = new Race();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
        long number = 0;
        try {
            do {
                race.moments.setSeed(SEED + number);
                round.accept(race);
                number++;
            } while (System.nanoTime() < end);
        } catch (Throwable t) {
            throw new AssertionError(
                    "in round " + (number + 1) + ": " + t.getMessage() + "\nto repeat it (the moments, not the threads'"
                            + " luck):\n  ./jevent test -pl jevent-stress -am -Dtest='" + test()
                            + "' -Dstress.seed=" + (SEED + number) + " -Dstress.millis=60000",
                    t);
        } finally {
            race.runners.forEach(Runner::end);
        }
    }

    private static String test() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.filter(frame -> frame.getDeclaringClass().getPackage() == Race.class.getPackage()
                                && frame.getDeclaringClass() != Race.class
                                && !frame.getMethodName().startsWith("lambda$"))
                        .findFirst()
                        .map(frame -> frame.getDeclaringClass().getSimpleName() + "#" + frame.getMethodName())
                        .orElse("*"));
    }

    /** Runs all of {@code bodies} at the same moment and waits for their ends. */
    void run(Runnable... bodies) {
        while (runners.size() < bodies.length) {
            var runner = new Runner(runners.size());
            runners.add(runner);
            runner.start();
        }
        var heat = new Heat(bodies.length);
        for (int i = 0; i < bodies.length; i++) {
            int delay = moments.nextInt(1 << moments.nextInt(LONGEST_DELAY_BITS));
            runners.get(i).run(heat, bodies[i], delay);
        }
        heat.await();
    }

    /** A random number for a test, from the seed. */
    int random(int bound) {
        return moments.nextInt(bound);
    }

    /** One race. */
    private final class Heat {
        private final int count;
        private final AtomicInteger ready = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final CountDownLatch ended;

        Heat(int count) {
            this.count = count;
            this.ended = new CountDownLatch(count);
        }

        void run(Runnable body, int delay) {
            try {
                ready.incrementAndGet();
                for (int spins = 0; ready.get() < count; spins++) {
                    if (spins < 1000) {
                        Thread.onSpinWait();
                    } else {
                        Thread.yield();
                    }
                }
                for (int i = 0; i < delay; i++) {
                    Thread.onSpinWait();
                }
                body.run();
            } catch (Throwable t) {
                if (!failure.compareAndSet(null, t)) {
                    failure.get().addSuppressed(t);
                }
            } finally {
                ended.countDown();
            }
        }

        void await() {
            boolean all;
            try {
                all = ended.await(HANG_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException("the test was interrupted\n" + whatTheyDo(), e);
            }
            Throwable thrown = failure.get();
            if (thrown != null) {
                throw new AssertionError(thrown + (all ? "" : "\n" + whatTheyDo()), thrown);
            }
            if (!all) {
                throw new AssertionError("after " + HANG_SECONDS + " s some still wait:\n" + whatTheyDo());
            }
        }
    }

    private String whatTheyDo() {
        var text = new StringBuilder();
        for (Runner runner : runners) {
            text.append(runner).append('\n');
            for (StackTraceElement frame : runner.getStackTrace()) {
                text.append("    at ").append(frame).append('\n');
            }
            for (Hub hub : Hub.all()) {
                if (hub.carrier() == runner) {
                    text.append(hub.report()).append('\n');
                }
            }
        }
        return text.toString();
    }

    /** A thread that runs its part of each race, and may have a hub. */
    private static final class Runner extends Thread {
        private final SynchronousQueue<Runnable> work = new SynchronousQueue<>();

        private boolean over;

        Runner(int number) {
            super("runner-" + number);
            setDaemon(true);
        }

        void run(Heat heat, Runnable body, int delay) {
            give(() -> heat.run(body, delay));
        }

        /** One that hangs takes nothing any more. */
        void end() {
            give(() -> over = true);
        }

        private void give(Runnable next) {
            try {
                var _ = work.offer(next, HANG_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException("the test was interrupted", e);
            }
        }

        @Override
        public void run() {
            try {
                while (!over) {
                    work.take().run();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(this + " was interrupted by a test", e);
            } finally {
                Hub hub = Hub.ifCurrent();
                if (hub != null) {
                    hub.close();
                }
            }
        }
    }
}
