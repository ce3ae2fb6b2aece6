// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.world;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/**
 * The pools of a closed world that programs do not make themselves.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class WorldPools {

    /** The same on every machine. */
    private static final int PARALLELISM = 3;

    private @Nullable ForkJoinPool common;
    private boolean making;

    WorldPools() {}

    /**
     * Returns the common pool.
     *
     * @param original that of the JVM
     * @return that of this world
     */
    public ForkJoinPool common(ForkJoinPool original) {
        ForkJoinPool pool = common;
        if (pool != null || making) {
            return pool == null ? original : pool;
        }
        making = true;
        try {
            var names = new int[1];
            pool = new ForkJoinPool(PARALLELISM, made -> worker(made, ++names[0]), null, false);
            common = pool;
            return pool;
        } finally {
            making = false;
        }
    }

    private static ForkJoinWorkerThread worker(ForkJoinPool pool, int number) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName("ForkJoinPool.commonPool-worker-" + number);
        return thread;
    }
}
