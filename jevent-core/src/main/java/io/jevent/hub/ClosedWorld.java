// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.NotSimulatedException;
import io.jevent.internal.carrier.ServiceThread;
import io.jevent.internal.report.Stacks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * Two things break a closed world: a greenlet waits for what the hub does not control, which is seen when nothing can run,
 * before the clock jumps; or another thread sends the hub a message, which is seen when the message is taken. A wait
 * without a limit that a greenlet of the hub will end (a lock, a future, a latch) is no breach.
 */
/** Reports what escapes from a hub whose loop is a closed world. */
final class ClosedWorld {

    private final Hub hub;

    /** The threads whose wait was reported, so that a program that ignores the report gets to its dead end. */
    private final Set<Thread> reported = Collections.newSetFromMap(new IdentityHashMap<>());

    ClosedWorld(Hub hub) {
        this.hub = hub;
    }

    /** A message of another thread, and the failure that names the sender. */
    record Intrusion(Object message, NotSimulatedException failure) {}

    /** Any thread: returns what to send to a hub that is a closed world. Time limits of tests may intervene. */
    static Object sent(Object message) {
        Thread sender = Thread.currentThread();
        if (sender instanceof ServiceThread || OutsideThreads.isHarness(sender)) {
            return message;
        }
        return new Intrusion(
                message,
                new NotSimulatedException("thread " + sender.getName() + " acts on a simulated hub: "
                        + "other threads are not simulated; run their work in greenlets, or in a ThreadPool of jevent,"
                        + " whose tasks are greenlets in a simulation"));
    }

    /** Tells the program that another thread has interfered. */
    void report(Intrusion intrusion) {
        if (!hub.isClosing()) {
            hub.errors.handle(null, intrusion.failure());
        }
    }

    /** Whether a wait was found that is not simulated; the program is told of it. */
    boolean isBroken() {
        if (hub.isClosing() || !hub.dispatcher().anyoneAway()) {
            return false;
        }
        for (RawGreenlet greenlet : hub.dispatcher().away()) {
            Thread thread = greenlet.thread;
            if (thread != null && reports(thread, greenlet.name())) {
                return true;
            }
        }
        for (Thread thread : others()) {
            if (reports(thread, "a virtual thread that is no greenlet")) {
                return true;
            }
        }
        return false;
    }

    private List<Thread> others() {
        var threads = new ArrayList<>(hub.dispatcher().foreignThreads());
        threads.addAll(hub.dispatcher().calls().parked());
        return threads;
    }

    private boolean reports(Thread thread, String who) {
        boolean timed = !MonitorWaiters.areSimulated() && thread.getState() == Thread.State.TIMED_WAITING;
        if (reported.contains(thread) || (!timed && LockSupport.getBlocker(thread) != null)) {
            return false;
        }
        StackTraceElement[] stack = thread.getStackTrace();
        if (!timed && !waitsForInput(stack)) {
            return false;
        }
        reported.add(thread);
        var failure = new NotSimulatedException(who + " waits in " + callOf(stack)
                + (timed
                        ? " by the clock of the JDK, which is not simulated; use the calls of jevent that take a Duration"
                        : ": sockets and pipes are not simulated"));
        failure.setStackTrace(stack);
        hub.errors.handle(null, failure);
        return true;
    }

    private static boolean waitsForInput(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().startsWith("sun.nio.ch.")) {
                return true;
            }
        }
        return false;
    }

    /** The call of the JDK that waits, and the line of the program that makes it. */
    private static String callOf(StackTraceElement[] stack) {
        List<StackTraceElement> program = Stacks.ofProgram(stack);
        @Nullable StackTraceElement line = program.isEmpty() ? null : program.getFirst();
        StackTraceElement call = stack[0];
        for (StackTraceElement frame : stack) {
            if (frame.equals(line)) {
                break;
            }
            call = frame;
        }
        String name = call.getClassName().replaceFirst(".*\\.", "") + "." + call.getMethodName();
        return line == null ? name : name + " at " + Stacks.text(line);
    }
}
