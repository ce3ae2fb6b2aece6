// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.hooks;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The thread that patched code creates instead of a {@link Thread}: it becomes a greenlet if a greenlet starts it. In a
 * running program it is {@code java.lang.JeventThread}; this class is its pattern and is never loaded itself.
 */
@SuppressWarnings("this-escape")
public class HookedThread extends Thread {

    public HookedThread() {
        super();
    }

    public HookedThread(@Nullable Runnable task) {
        super(task);
    }

    public HookedThread(@Nullable ThreadGroup group, @Nullable Runnable task) {
        super(group, task);
    }

    public HookedThread(String name) {
        super(name);
    }

    public HookedThread(@Nullable ThreadGroup group, String name) {
        super(group, name);
    }

    public HookedThread(@Nullable Runnable task, String name) {
        super(task, name);
    }

    public HookedThread(@Nullable ThreadGroup group, @Nullable Runnable task, String name) {
        super(group, task, name);
    }

    public HookedThread(@Nullable ThreadGroup group, @Nullable Runnable task, String name, long stackSize) {
        super(group, task, name, stackSize);
    }

    public HookedThread(
            @Nullable ThreadGroup group, @Nullable Runnable task, String name, long stackSize, boolean inherit) {
        super(group, task, name, stackSize, inherit);
    }

    @Override
    public void start() {
        if (!starts(this)) {
            super.start();
        }
    }

    /** Whether a thread is started in another way; executors of the JDK ask as well. */
    static boolean starts(Thread thread) {
        Predicate<Thread> f = Hooks.start;
        return f != null && f.test(thread);
    }

    @Override
    public void interrupt() {
        Predicate<Thread> f = Hooks.interrupt;
        if (f == null || !f.test(this)) {
            super.interrupt();
        }
    }

    @Override
    public State getState() {
        Function<Thread, @Nullable State> f = Hooks.state;
        State state = f == null ? null : f.apply(this);
        return state == null ? super.getState() : state;
    }

    /** For {@link Thread#isAlive}, which cannot be overridden. */
    public static boolean isAlive(Thread thread) {
        if (thread instanceof HookedThread) {
            State state = thread.getState();
            return state != State.NEW && state != State.TERMINATED;
        }
        return thread.isAlive();
    }

    /** For {@link Thread#join()}, which cannot be overridden. */
    public static void join(Thread thread) throws InterruptedException {
        if (joined(thread, Duration.ofNanos(Long.MAX_VALUE)) == null) {
            thread.join();
        }
    }

    /** For {@link Thread#join(long)}. */
    public static void join(Thread thread, long millis) throws InterruptedException {
        Duration limit = millis == 0 ? Duration.ofNanos(Long.MAX_VALUE) : Duration.ofMillis(millis);
        if (millis < 0 || joined(thread, limit) == null) {
            thread.join(millis);
        }
    }

    /** For {@link Thread#join(Duration)}. */
    public static boolean join(Thread thread, Duration limit) throws InterruptedException {
        Boolean ended = joined(thread, limit);
        return ended == null ? thread.join(limit) : ended;
    }

    private static @Nullable Boolean joined(Thread thread, Duration limit) {
        BiFunction<Thread, Duration, @Nullable Boolean> f = Hooks.join;
        if (f == null || !(thread instanceof HookedThread)) {
            return null;
        }
        return f.apply(thread, limit);
    }

    private static ThreadFactory factory() {
        return HookedThread::new;
    }

    public static ExecutorService newCachedThreadPool() {
        return Executors.newCachedThreadPool(factory());
    }

    public static ExecutorService newFixedThreadPool(int threads) {
        return Executors.newFixedThreadPool(threads, factory());
    }

    public static ExecutorService newSingleThreadExecutor() {
        return Executors.newSingleThreadExecutor(factory());
    }

    public static ScheduledExecutorService newScheduledThreadPool(int threads) {
        return Executors.newScheduledThreadPool(threads, factory());
    }

    public static ScheduledExecutorService newSingleThreadScheduledExecutor() {
        return Executors.newSingleThreadScheduledExecutor(factory());
    }
}
