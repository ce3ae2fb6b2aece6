// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import io.jevent.internal.monkey.StallCause;
import io.jevent.monitor.BlockingMonitor;
import io.jevent.monitor.BlockingReport;
import io.jevent.monkey.patch.Patch;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reports each call that blocks a hub, once for each place in the program, with the patch for it.
 *
 * <p>It looks at all hubs now and then, by a {@link BlockingMonitor}; it may miss calls shorter than the limit.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code GEVENT_MONITOR_THREAD_ENABLE}, which repeats its reports and names no remedy
 * @since 0.1
 */
public final class StallDetector implements AutoCloseable {

    private final Consumer<? super Stall> told;
    private final Set<StackTraceElement> places = new HashSet<>();
    private final List<Stall> stalls = new ArrayList<>();
    private final BlockingMonitor monitor;

    /**
     * A call that blocked a hub.
     *
     * <p><b>Confinement:</b> immutable.
     *
     * @param greenlet the name of the greenlet, or of other code, that made it
     * @param time how long it had lasted when it was noticed
     * @param call what blocks: the innermost method
     * @param place where the program calls it
     * @param remedy what would patch it; empty if nothing would
     * @since 0.1
     */
    public record Stall(
            String greenlet, Duration time, StackTraceElement call, StackTraceElement place, Optional<Patch> remedy) {

        @Override
        public String toString() {
            String what = greenlet + " blocked its hub for " + time.toMillis() + " ms in " + call.getClassName() + "."
                    + call.getMethodName() + ", called at " + place + ": ";
            return what
                    + remedy.map(patch ->
                                    "the patch '" + patch.option() + "' lets others run meanwhile (Monkey, or ./jevent"
                                            + " run --patch=" + patch.option() + ")"
                                            + (patch == Patch.FILES ? "; a regular file needs a ThreadedFile" : ""))
                            .orElse("no patch helps; move it to a ThreadPool");
        }
    }

    @SuppressWarnings("this-escape")
    private StallDetector(Duration limit, Consumer<? super Stall> told) {
        this.told = told;
        this.monitor = BlockingMonitor.start(limit, this::noticed);
    }

    /**
     * Begins to look, and prints what it finds.
     *
     * @param limit how long a greenlet may hold its hub
     * @param out where to print
     * @return the detector, to be closed when it is no longer wanted
     * @throws IllegalArgumentException if {@code limit} is not longer than nothing
     */
    public static StallDetector start(Duration limit, PrintStream out) {
        return new StallDetector(limit, stall -> out.println("jevent: " + stall));
    }

    /**
     * Begins to look.
     *
     * @param limit how long a greenlet may hold its hub
     * @param told is told of each place once, on a thread of its own
     * @return the detector, to be closed when it is no longer wanted
     * @throws IllegalArgumentException if {@code limit} is not longer than nothing
     */
    public static StallDetector start(Duration limit, Consumer<? super Stall> told) {
        return new StallDetector(limit, told);
    }

    private void noticed(BlockingReport report) {
        StallCause cause = StallCause.of(report.stack());
        var stall = new Stall(report.holder().name(), report.time(), cause.call(), cause.place(), cause.remedy());
        synchronized (this) {
            if (!places.add(cause.place())) {
                return;
            }
            stalls.add(stall);
        }
        told.accept(stall);
    }

    /**
     * Returns what was found.
     *
     * @return one for each place, in the order in which they were noticed
     */
    public synchronized List<Stall> stalls() {
        return List.copyOf(stalls);
    }

    /** Ends the looking; does nothing if that was done before. */
    @Override
    public void close() {
        monitor.close();
    }
}
