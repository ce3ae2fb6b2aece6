// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import io.jevent.internal.carrier.ServiceThread;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that stand in blocking calls on streams. A read of a pipe may last for ever, so their number is not
 * limited: one for each stream that a greenlet waits for; with a limit, some waits would keep others from starting.
 */
final class StreamThreads {

    private static final AtomicLong COUNT = new AtomicLong();
    private static final long IDLE_SECONDS = 5;

    private static final Executor THREADS = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> new ServiceThread(work, "jevent-stream-" + COUNT.getAndIncrement()));

    private StreamThreads() {}

    static void run(Runnable work) {
        THREADS.execute(work);
    }
}
