// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.carrier.JdkScheduler;
import io.jevent.internal.carrier.JvmThreads;
import io.jevent.internal.carrier.KernelThreads;
import io.jevent.internal.carrier.ServiceThread;
import java.util.List;

/*
 * A hub cannot know which threads hold a reference to an event that its greenlets wait for. But a thread that waits
 * without a limit wakes nothing before something wakes it; so if all threads of the program are of that kind, nothing
 * will ever happen. Each thread counts unless it is known not to act by itself: threads of the JVM (JvmThreads), idle
 * threads of jevent, and threads of a test runner or an IDE (HARNESS). A hub of another thread counts unless it has come
 * to the same end and has no message: then all those hubs, if none left its end between two looks, were there at one
 * moment, and no message was on its way.
 *
 * The state of a Java thread is written by that thread: one that was unparked, and that the system has not run yet,
 * still reads as waiting. The kernel knows better (KernelThreads), and is asked between two looks at the Java threads.
 * Where it cannot be asked, the threads must read as waiting for a second.
 *
 * Virtual threads of the JDK's scheduler cannot be enumerated: if there are any, the scheduler itself is asked.
 */
/** The other threads of the program, as far as they might wake a stuck hub. */
final class OutsideThreads {

    /** How long threads must read as waiting on a system that does not tell which of its threads are runnable. */
    private static final long PATIENCE_NANOS = 1_000_000_000;

    /** The beginnings of the names of threads that watch a program without being part of it. */
    private static final List<String> HARNESS = List.of(
            "junit-jupiter-timeout-watcher", // JUnit: time limits
            "surefire-forkedjvm-", // Maven: commands, pings
            "jevent-test-watchdog", // jevent's test kit: time limits
            "Monitor Ctrl-Break", // IntelliJ IDEA
            "jffi-cleaner", // Jython's native calls: frees memory that is no longer used
            "python-actions-", // GraalPy: has threads give its lock away
            "/127.0.0.1:"); // Gradle: the connection to its daemon

    private final Hub hub;

    /** For reports: the thread that was last found to be able to act, or the reason why one may. */
    private String candidate = "";

    OutsideThreads(Hub hub) {
        this.hub = hub;
    }

    /**
     * Whether some thread could still send this hub a message. Looks twice, since threads are not seen all at once.
     *
     * @param waited for how long, in nanoseconds, the hub has had nothing to do
     */
    boolean couldWake(long waited) {
        long before = deadEndPassages();
        if (look()) {
            return true;
        }
        if (isAnyRunnable(waited)) {
            candidate = "a thread that the system has not run yet";
            return true;
        }
        if (look()) {
            return true;
        }
        if (deadEndPassages() != before) {
            candidate = "another hub";
            return true;
        }
        return false;
    }

    /** The thread that {@link #couldWake} last found. */
    String candidate() {
        return candidate;
    }

    private static boolean isAnyRunnable(long waited) {
        return switch (KernelThreads.look()) {
            case RUNNABLE -> true;
            case ASLEEP -> false;
            case UNKNOWN -> waited < PATIENCE_NANOS;
        };
    }

    private static long deadEndPassages() {
        return HubTable.all().stream()
                .mapToLong(each -> each.cycle().deadEndPassages())
                .sum();
    }

    private boolean look() {
        ThreadGroup top = hub.carrier().getThreadGroup();
        while (top != null && top.getParent() != null) {
            top = top.getParent();
        }
        if (top == null) {
            return true;
        }
        var threads = new Thread[top.activeCount() + 16];
        int count;
        while ((count = top.enumerate(threads, true)) == threads.length) {
            threads = new Thread[threads.length * 2];
        }
        boolean carriers = false;
        boolean pollers = false;
        for (int i = 0; i < count; i++) {
            if (JdkScheduler.isCarrier(threads[i])) {
                carriers = true;
            } else if (JdkScheduler.isPoller(threads[i])) {
                pollers = true;
            } else if (mayAct(threads[i])) {
                candidate = "thread " + threads[i].getName();
                return true;
            }
        }
        if (carriers && JdkScheduler.mayAct(pollers)) {
            candidate = "a virtual thread of the JDK's scheduler";
            return true;
        }
        return false;
    }

    private boolean mayAct(Thread thread) {
        if (thread == hub.carrier() || isIdleService(thread) || isHarness(thread)) {
            return false;
        }
        Hub other = HubTable.find(thread);
        if (other != null && other.cycle().deadEndPassages() % 2 != 0) {
            return !other.messages().isEmpty();
        }
        if (other != null && other.running() != other.main()) {
            return true; // it runs, or it sleeps until something comes that it expects
        }
        return JvmThreads.mayAct(thread);
    }

    private static boolean isIdleService(Thread thread) {
        return thread instanceof ServiceThread service && !service.runsForeignCode();
    }

    /** Whether a thread watches the program without being part of it. */
    static boolean isHarness(Thread thread) {
        String name = thread.getName();
        return HARNESS.stream().anyMatch(name::startsWith);
    }
}
