// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import java.util.ArrayDeque;

/**
 * Runs a virtual thread to its end before the first hub opens.
 *
 * <p>The JDK's code after the task of a virtual thread refers to classes that the end of the first one loads. If a
 * million greenlets park before any has ended, the compiler compiles that code without these classes, and the end of
 * each greenlet traps ({@code -Xlog:deoptimization=debug} shows "VirtualThread.run unloaded").
 */
public final class FirstThread {

    /** Another thread that does not see the change runs one more thread, which does no harm. */
    private static boolean ended;

    private FirstThread() {}

    /** Runs a virtual thread on the calling thread, unless one has ended before. Takes some microseconds. */
    public static void run() {
        if (!ended) {
            ended = true;
            var tasks = new ArrayDeque<Runnable>();
            VirtualThreads.create(tasks::add, Thread::yield).start();
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }
    }
}
