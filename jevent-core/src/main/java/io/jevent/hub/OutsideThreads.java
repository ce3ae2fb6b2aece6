// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.carrier.ServiceThread;

/*
 * A hub cannot know which threads hold a reference to an event that its greenlets wait for. But a thread that waits for
 * ever wakes nobody before somebody wakes it; so if all that live are of that kind, nothing will ever happen. What does
 * not count: the JVM's own threads, jevent's, JUnit's watch over the time, and daemons that are older than the hub (a
 * test runner's, an IDE's). A hub of another thread counts unless it has come to the same end and has no message: then
 * all those hubs, if none left its end between two looks, were there at one moment, and no message was on its way.
 * Virtual threads of the JDK's scheduler cannot be enumerated: if there are any, the scheduler itself is asked.
 */
/** The other threads of the program, as far as they might wake a stuck hub. */
final class OutsideThreads {

    private final Hub hub;
    private final long firstYoungId;

    OutsideThreads(Hub hub) {
        this.hub = hub;
        this.firstYoungId = new Thread(() -> {}).threadId();
    }

    /** Whether some thread could still send this hub a message. Looks twice, since threads are not seen all at once. */
    boolean couldWake() {
        long before = deadEndPassages();
        boolean found = look();
        return found || look() || deadEndPassages() != before;
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
                return true;
            }
        }
        return carriers && JdkScheduler.mayAct(pollers);
    }

    private boolean mayAct(Thread thread) {
        if (thread == hub.carrier() || thread instanceof ServiceThread || isOfTheJvm(thread) || isTestWatch(thread)) {
            return false;
        }
        if (thread.isDaemon() && thread.threadId() < firstYoungId) {
            return false;
        }
        Hub other = HubTable.find(thread);
        if (other != null
                && other.cycle().deadEndPassages() % 2 != 0
                && other.messages().isEmpty()) {
            return false;
        }
        return switch (thread.getState()) {
            case RUNNABLE, TIMED_WAITING -> true;
            case WAITING, BLOCKED -> other != null;
            case NEW, TERMINATED -> false;
        };
    }

    private static boolean isOfTheJvm(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group == null
                || group.getName().equals("system")
                || group.getName().equals("InnocuousThreadGroup");
    }

    /** JUnit's thread for time limits is no daemon and always waits for a time. */
    private static boolean isTestWatch(Thread thread) {
        return thread.getName().startsWith("junit-jupiter-timeout-watcher");
    }
}
