// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * The work of a thread, as bytes that it allocates and processor time that it takes; other processes and threads change
 * neither.
 *
 * @param bytes the allocated bytes
 * @param nanos the processor time
 */
record Work(long bytes, long nanos) {

    /** Compares an input with one that is larger by this factor. */
    static final int TIMES = 8;

    /** A quadratic parser allocates 64 times as much. */
    private static final double MOST_BYTES = 12;

    /** A quadratic parser takes 64 times as long; caches and the compilers make a linear one differ from 8. */
    private static final double MOST_NANOS = 32;

    /** The compilers need some rounds before both sizes run the same code. */
    private static final int LEAST_ROUNDS = 3;

    /** A compiler that lags behind a short test leaves the larger size allocating what compiled code does without. */
    private static final int MOST_ROUNDS = 100;

    private static final Work NONE_YET = new Work(Long.MAX_VALUE, Long.MAX_VALUE);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Handles an input of a size. */
    @FunctionalInterface
    interface Job {
        void run(int size) throws Exception;
    }

    /**
     * Asserts that the work grows in proportion to the size. Compares the least of several alternating rounds, and goes
     * on with them for a while before it fails.
     *
     * @param thread the number of the platform thread that works
     * @param what the name of the job
     * @param small the smaller of the two sizes
     * @param job what the thread does
     */
    static void assertLinear(long thread, String what, int small, Job job) throws Exception {
        Work few = NONE_YET;
        Work many = NONE_YET;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            many = many.least(of(thread, job, TIMES * small));
            few = few.least(of(thread, job, small));
            if (round >= LEAST_ROUNDS - 1 && many.isInProportionTo(few)) {
                return;
            }
        }
        assertThat(many.isInProportionTo(few))
                .as("%s is linear; %,d characters cost %s, and %d times as many cost %s", what, small, few, TIMES, many)
                .isTrue();
    }

    private static Work of(long thread, Job job, int size) throws Exception {
        long bytes = THREADS.getThreadAllocatedBytes(thread);
        long nanos = THREADS.getThreadCpuTime(thread);
        job.run(size);
        return new Work(THREADS.getThreadAllocatedBytes(thread) - bytes, THREADS.getThreadCpuTime(thread) - nanos);
    }

    private Work least(Work other) {
        return new Work(Math.min(bytes, other.bytes), Math.min(nanos, other.nanos));
    }

    private boolean isInProportionTo(Work few) {
        return bytes <= MOST_BYTES * few.bytes && nanos <= MOST_NANOS * few.nanos;
    }

    @Override
    public String toString() {
        return "%,d bytes and %,d ns".formatted(bytes, nanos);
    }
}
