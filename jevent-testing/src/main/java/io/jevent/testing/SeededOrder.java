// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import io.jevent.hub.ReadyOrder;
import io.jevent.internal.settings.Setting;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Chooses the next greenlet by a seed: the same seed gives the same order, another seed another one. jevent's
 * guarantees hold in all of them, so a correct program passes in all of them too.
 *
 * <pre>{@code
 * SeededOrder.explore(100, time -> {
 *     ...                        // fails? the failure names the seed
 * });
 * }</pre>
 *
 * <p>Run with the system property {@code jevent.seed=N}, {@link #explore} replays order N alone.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @since 0.1
 */
public final class SeededOrder implements ReadyOrder {

    private final long seed;
    private final SplittableRandom random;

    /**
     * Makes an order.
     *
     * @param seed any number
     */
    public SeededOrder(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Runs a test in several orders, each in virtual time on a hub of its own, as {@link VirtualTime#run} does.
     *
     * @param orders the number of orders: the seeds 1, 2, ... are used, or only the one that the setting
     *     {@code jevent.seed} names
     * @param body the test
     * @throws Exception what it throws first, with the seed suppressed in it
     */
    public static void explore(int orders, VirtualTime.Body body) throws Exception {
        for (long seed : seeds(orders)) {
            var order = new SeededOrder(seed);
            try (var hub = TestHub.virtualTime().order(order)) {
                hub.run(() -> body.run(hub.time()));
            } catch (Throwable t) {
                order.explain(t);
                throw t;
            }
        }
    }

    /**
     * Returns the seeds of a test that explores several orders.
     *
     * @param count the number of seeds
     * @return the seeds 1 to {@code count}, or only the one that the setting {@code jevent.seed} names
     */
    public static List<Long> seeds(int count) {
        return Setting.SEED.isSet()
                ? List.of(Setting.SEED.number())
                : LongStream.rangeClosed(1, count).boxed().toList();
    }

    /**
     * Adds the command that replays this order to a failure.
     *
     * @param failure what the test threw; the note is suppressed in it
     */
    public void explain(Throwable failure) {
        failure.addSuppressed(new SeedNote(seed, ""));
    }

    /**
     * Adds the command that replays this order of one test to a failure.
     *
     * @param failure what the test threw; the note is suppressed in it
     * @param test the test: its class, {@code #} and its method
     */
    public void explain(Throwable failure, String test) {
        failure.addSuppressed(new SeedNote(seed, "-Dtest=" + test + " "));
    }

    private static final class SeedNote extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SeedNote(long seed, String selection) {
            super("this was the order of seed " + seed + "; to replay it alone, run with " + selection + "-D"
                    + Setting.SEED.property() + "=" + seed);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    @Override
    public int next(int ready) {
        return random.nextInt(ready);
    }

    /**
     * Returns the seed of this order.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    @Override
    public String toString() {
        return "seed " + seed;
    }
}
