// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/*
 * The threads that JDK 25 makes, and whether they count as threads that may wake a greenlet:
 *   never         Reference Handler, Service Thread, Notification Thread, Attach Listener, Common-Cleaner,
 *                 Keep-Alive-Timer, VirtualThread-unblocker, the recorder's own threads, the debugger's, DestroyJavaVM:
 *                 they run no code of the program
 *   if it works   Finalizer: it runs finalize() methods, and waits when there is none to run
 *   if a child lives          process reaper: completes Process.onExit
 *   if a handler is set       Signal Dispatcher: starts a thread that runs the handler
 *   if the pool has work      workers of a ForkJoinPool, the common pool among them: idle ones wait for a time
 *   by its state  all others: those of the default AsynchronousChannelGroup, HttpClient's selector, a Cleaner's,
 *                 a WatchService's, the delay scheduler of a ForkJoinPool, RMI's and JMX's, the program's own.
 *                 One that runs (in the kernel too) or waits for a time may act; one that waits without a limit may not
 */
/** Tells of a platform thread whether it may act without being woken by another thread of the program. */
public final class JvmThreads {

    private static final Set<String> NEVER = Set.of(
            "Reference Handler",
            "Service Thread",
            "Monitor Deflation Thread",
            "Notification Thread",
            "Attach Listener",
            "Common-Cleaner",
            "Keep-Alive-Timer",
            "Keep-Alive-SocketCleaner",
            "VirtualThread-unblocker",
            "JFR Recorder Thread");

    /** Not in a group of the JVM's own, so known by name alone. */
    private static final Set<String> NEVER_IN_ANY_GROUP =
            Set.of("DestroyJavaVM", "JFR Periodic Tasks", "JFR Recording Scheduler");

    private static final Set<String> GROUPS = Set.of("system", "InnocuousThreadGroup");

    private JvmThreads() {}

    public static boolean mayAct(Thread thread) {
        String name = thread.getName();
        if (NEVER_IN_ANY_GROUP.contains(name)) {
            return false;
        }
        ThreadGroup group = thread.getThreadGroup();
        if (group == null) {
            return false; // it has just ended
        }
        if (thread instanceof ForkJoinWorkerThread worker && isIdle(worker.getPool())) {
            return false;
        }
        return GROUPS.contains(group.getName()) ? mayActInJvm(thread, name) : mayActByItself(thread);
    }

    private static boolean mayActInJvm(Thread thread, String name) {
        if (NEVER.contains(name) || name.startsWith("JDWP ") || name.startsWith("VirtualThread-unparker")) {
            return false;
        }
        if (name.equals("Finalizer")) {
            return thread.getState() != Thread.State.WAITING;
        }
        if (name.startsWith("process reaper")) {
            return thread.getState() == Thread.State.RUNNABLE;
        }
        return name.equals("Signal Dispatcher") ? OsSignals.isAnyHandledByTheProgram() : mayActByItself(thread);
    }

    private static boolean mayActByItself(Thread thread) {
        return switch (thread.getState()) {
            case RUNNABLE, TIMED_WAITING -> true;
            case WAITING, BLOCKED, NEW, TERMINATED -> false;
        };
    }

    private static boolean isIdle(ForkJoinPool pool) {
        return pool.isQuiescent() && !pool.hasQueuedSubmissions();
    }
}
