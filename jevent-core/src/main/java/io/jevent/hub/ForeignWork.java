// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.carrier.JdkScheduler;
import io.jevent.internal.carrier.ServiceThread;
import java.util.Map;
import java.util.Set;

/*
 * A thread counts as at work if it runs code, or sleeps in it, that may end with a wake-up of a parked greenlet:
 *   - it is RUNNABLE and not in a call that waits for what may never come (a selector, an accept, standard input);
 *   - it is in Thread.sleep;
 *   - it runs the task of a pool and waits in it for a time.
 * It does not count if it waits without limit (another one has to act first), is an idle worker of a pool, drives a hub
 * that sleeps, or belongs to the JVM, to jevent, or as a daemon older than the hub to the surroundings of the program.
 */
/** Whether threads of the program are at work on something that a greenlet in foreign code may wait for. */
final class ForeignWork {

    private static final int FRAMES_OF_A_WAIT = 12;

    /** Frames, as {@code class.method}, of waits for what may never come. */
    private static final Set<String> IDLE = Set.of(
            "java.util.concurrent.ThreadPoolExecutor.getTask",
            "java.util.concurrent.ForkJoinPool.awaitWork",
            "java.util.concurrent.DelayScheduler.loop",
            "java.util.TimerThread.mainLoop",
            "sun.nio.ch.SelectorImpl.lockAndDoSelect",
            "io.netty.channel.epoll.Native.epollWait",
            "java.lang.System$In.read");

    private final long firstYoungId = new Thread(() -> {}).threadId();

    /** Whether such a thread is seen; looks at all threads, which takes milliseconds. */
    boolean isSeen(Hub hub) {
        for (Map.Entry<Thread, StackTraceElement[]> each :
                Thread.getAllStackTraces().entrySet()) {
            if (counts(hub, each.getKey(), each.getValue()) && isAtWork(each.getKey(), each.getValue())) {
                return true;
            }
        }
        return false;
    }

    private boolean counts(Hub hub, Thread thread, StackTraceElement[] stack) {
        ThreadGroup group = thread.getThreadGroup();
        if (thread == hub.carrier()
                || thread instanceof ServiceThread
                || group == null
                || group.getName().equals("system")
                || group.getName().equals("InnocuousThreadGroup")
                || JdkScheduler.isPoller(thread)) {
            return false;
        }
        return !thread.isDaemon() || thread.threadId() > firstYoungId || runsTask(stack);
    }

    /** Whether the thread is a worker of a pool. */
    private static boolean runsTask(StackTraceElement[] stack) {
        for (int i = stack.length - 1; i >= 0; i--) {
            String type = stack[i].getClassName();
            if (type.equals("java.util.concurrent.ThreadPoolExecutor$Worker")
                    || type.equals("java.util.concurrent.ForkJoinWorkerThread")) {
                return true;
            }
        }
        return false;
    }

    static boolean isAtWork(Thread thread, StackTraceElement[] stack) {
        if (isIdle(stack)) {
            return false;
        }
        if (JdkScheduler.isCarrier(thread)) {
            return true; // its own state is that of the virtual thread on it, or WAITING
        }
        return switch (thread.getState()) {
            case RUNNABLE -> HubTable.find(thread) == null || !stack[0].isNativeMethod();
            case TIMED_WAITING -> sleeps(stack) || (HubTable.find(thread) == null && runsTask(stack));
            case NEW, BLOCKED, WAITING, TERMINATED -> false;
        };
    }

    private static boolean isIdle(StackTraceElement[] stack) {
        for (int i = 0; i < Math.min(stack.length, FRAMES_OF_A_WAIT); i++) {
            String method = stack[i].getMethodName();
            if (IDLE.contains(stack[i].getClassName() + "." + method)
                    || (stack[i].isNativeMethod() && method.startsWith("accept"))) {
                return true;
            }
        }
        return stack.length == 0;
    }

    private static boolean sleeps(StackTraceElement[] stack) {
        return stack[0].getClassName().equals("java.lang.Thread")
                && stack[0].getMethodName().startsWith("sleep");
    }
}
