// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.hooks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The entry of patched code into jevent. In a running program it is {@code java.lang.JeventHooks}; this class is its
 * pattern and is never loaded itself.
 */
public final class Hooks {

    /** Called with a number for the method and its arguments; answers null to let the JDK do it. */
    public static volatile @Nullable Function<Object[], @Nullable Object> calls;

    /** The clock that measures; null for the JDK's. */
    public static volatile @Nullable LongSupplier ticker;

    /** The clock on the wall; null for the JDK's. */
    public static volatile @Nullable Supplier<Instant> wall;

    /** Called with how long to sleep; answers false to let the JDK do it. */
    public static volatile @Nullable Predicate<Duration> sleep;

    /** Called with a thread that is started; answers false to let the JDK do it. */
    public static volatile @Nullable Predicate<Thread> start;

    /** Called with a thread that is interrupted; answers false to let the JDK do it. */
    public static volatile @Nullable Predicate<Thread> interrupt;

    /** Called with a thread that is joined and how long at most; answers null to let the JDK do it. */
    public static volatile @Nullable BiFunction<Thread, Duration, @Nullable Boolean> join;

    /** Called with a thread that is asked for its state; answers null to let the JDK tell. */
    public static volatile @Nullable Function<Thread, Thread.@Nullable State> state;

    /** The clock that measures in a simulation; answers {@link Long#MIN_VALUE} to any other caller. */
    public static volatile @Nullable LongSupplier simulatedTicker;

    /** The clock on the wall in a simulation, in milliseconds; {@link Long#MIN_VALUE} to any other caller. */
    public static volatile @Nullable LongSupplier simulatedMillis;

    /** Called with the virtual thread that runs; answers the thread that the program knows it by. */
    public static volatile @Nullable Function<Thread, Thread> programThread;

    /** Called with a platform thread that is unparked; answers the virtual thread that runs it, null for none yet. */
    public static volatile @Nullable Function<Thread, @Nullable Thread> runner;

    /** Called with the common pool; answers the pool to use. */
    public static volatile @Nullable Function<ForkJoinPool, ForkJoinPool> commonPool;

    /** Called with a thread that is asked for its id. */
    public static volatile @Nullable ToLongFunction<Thread> threadId;

    /** Answers the seed of a new generator of random numbers, or null for the JVM's. */
    public static volatile @Nullable Supplier<@Nullable Long> seed;

    /** Answers the salt of the order of immutable sets; {@link Long#MIN_VALUE} for the JVM's. */
    public static volatile @Nullable LongSupplier salt;

    /** Called with the next probe of the caller, or 0 to ask for its probe; answers it, and 0 to any other caller. */
    public static volatile @Nullable IntUnaryOperator probe;

    /** Called with an operation that synchronizes, before it. */
    public static volatile @Nullable Consumer<String> syncPoint;

    /** Called with an access of a field or an array, before it. */
    public static volatile @Nullable Consumer<String> fieldPoint;

    /** Called with a counter of the JVM; answers its next number, or null to count as the JVM does. */
    public static volatile @Nullable Function<Number, @Nullable Integer> counter;

    private Hooks() {}

    private static long simulated(@Nullable LongSupplier clock) {
        return clock == null || !Thread.currentThread().isVirtual() ? Long.MIN_VALUE : clock.getAsLong();
    }

    /** For {@link System#nanoTime} in the JDK. */
    public static long simulatedNanoTime() {
        long time = simulated(simulatedTicker);
        return time == Long.MIN_VALUE ? System.nanoTime() : time;
    }

    /** For {@link System#currentTimeMillis} in the JDK. */
    public static long simulatedTimeMillis() {
        long time = simulated(simulatedMillis);
        return time == Long.MIN_VALUE ? System.currentTimeMillis() : time;
    }

    /** For {@link Thread#currentThread}. */
    public static Thread currentThread() {
        Thread current = Thread.currentThread();
        Function<Thread, Thread> f = programThread;
        return f == null || !current.isVirtual() ? current : f.apply(current);
    }

    /** For {@link Thread#threadId}. */
    public static long threadId(Thread thread) {
        ToLongFunction<Thread> f = threadId;
        return f == null || !Thread.currentThread().isVirtual() ? thread.threadId() : f.applyAsLong(thread);
    }

    /** For reads of a field that holds the common pool as an executor. */
    public static Executor asyncPool(Executor original) {
        Function<ForkJoinPool, ForkJoinPool> f = commonPool;
        return f == null || !Thread.currentThread().isVirtual() || !(original instanceof ForkJoinPool pool)
                ? original
                : f.apply(pool);
    }

    /** For {@link AtomicInteger#getAndIncrement}, where names are numbered. */
    public static int getAndIncrement(AtomicInteger number) {
        Function<Number, @Nullable Integer> f = counter;
        Integer counted = f == null || !Thread.currentThread().isVirtual() ? null : f.apply(number);
        return counted == null ? number.getAndIncrement() : counted;
    }

    /** For {@link AtomicLong#getAndAdd}, where generators of random numbers take their seeds. */
    public static long getAndAdd(AtomicLong seeds, long step) {
        Supplier<@Nullable Long> f = seed;
        Long chosen = f == null || !Thread.currentThread().isVirtual() ? null : f.get();
        return chosen == null ? seeds.getAndAdd(step) : chosen;
    }

    /** For reads of the salt of immutable collections. */
    public static long salt(long original) {
        long chosen = simulated(salt);
        return chosen == Long.MIN_VALUE ? original : chosen;
    }

    /** For reads of the direction in which immutable collections are iterated. */
    public static boolean reverse(boolean original) {
        long chosen = simulated(salt);
        return chosen == Long.MIN_VALUE ? original : (chosen & 1) == 0;
    }

    /** After a pool has asked for the probe of the calling thread. */
    public static int probe(int original) {
        return probe(original, 0);
    }

    /** After a pool has changed the probe of the calling thread. */
    public static int nextProbe(int next) {
        return probe(next, next);
    }

    private static int probe(int original, int next) {
        IntUnaryOperator f = probe;
        int simulated = f == null || !Thread.currentThread().isVirtual() ? 0 : f.applyAsInt(next);
        return simulated == 0 ? original : simulated;
    }

    /** Before an operation that synchronizes. */
    public static void syncPoint(String operation) {
        Consumer<String> f = syncPoint;
        if (f != null && Thread.currentThread().isVirtual()) {
            f.accept(operation);
        }
    }

    /** Before an access of a field or an array. */
    public static void fieldPoint(String operation) {
        Consumer<String> f = fieldPoint;
        if (f != null && Thread.currentThread().isVirtual()) {
            f.accept(operation);
        }
    }

    /** For {@link AtomicLong#incrementAndGet}, where names are numbered. */
    public static long incrementAndGet(AtomicLong number) {
        Function<Number, @Nullable Integer> f = counter;
        Integer counted = f == null || !Thread.currentThread().isVirtual() ? null : f.apply(number);
        return counted == null ? number.incrementAndGet() : counted;
    }

    /** At the start of {@link LockSupport#unpark}. */
    public static @Nullable Thread runner(@Nullable Thread thread) {
        Function<Thread, @Nullable Thread> f = runner;
        if (f == null
                || thread == null
                || thread.isVirtual()
                || !Thread.currentThread().isVirtual()) {
            return thread;
        }
        return f.apply(thread);
    }

    /** For {@code Unsafe.park}, which would park the carrier of a virtual thread. */
    public static void park(Object unsafe, boolean absolute, long time) {
        if (absolute) {
            LockSupport.parkUntil(time);
        } else if (time == 0) {
            LockSupport.park();
        } else {
            LockSupport.parkNanos(time);
        }
    }

    /** For {@code Unsafe.unpark}. */
    public static void unpark(Object unsafe, Object thread) {
        LockSupport.unpark((Thread) thread);
    }

    /** For reads of the fields that hold the common pool. */
    public static ForkJoinPool commonPool(ForkJoinPool original) {
        Function<ForkJoinPool, ForkJoinPool> f = commonPool;
        return f == null || !Thread.currentThread().isVirtual() ? original : f.apply(original);
    }

    public static @Nullable Object call(Object[] call) {
        Function<Object[], @Nullable Object> f = calls;
        return f == null ? null : f.apply(call);
    }

    public static long nanoTime() {
        LongSupplier clock = ticker;
        return clock == null ? System.nanoTime() : clock.getAsLong();
    }

    public static long currentTimeMillis() {
        Supplier<Instant> clock = wall;
        return clock == null ? System.currentTimeMillis() : clock.get().toEpochMilli();
    }

    public static Clock clock() {
        return clock(ZoneId.systemDefault());
    }

    public static Clock utcClock() {
        return clock(ZoneOffset.UTC);
    }

    /** A clock that asks anew each time. */
    public static Clock clock(ZoneId zone) {
        InstantSource source = () -> {
            Supplier<Instant> clock = wall;
            return clock == null ? Instant.now() : clock.get();
        };
        return source.withZone(zone);
    }

    private static boolean slept(Duration time) {
        Predicate<Duration> f = sleep;
        return f != null && Thread.currentThread().isVirtual() && f.test(time);
    }

    public static void sleep(long millis) throws InterruptedException {
        if (millis < 0 || !slept(Duration.ofMillis(millis))) {
            Thread.sleep(millis);
        }
    }

    public static void sleep(long millis, int nanos) throws InterruptedException {
        if (millis < 0
                || nanos < 0
                || nanos > 999_999
                || !slept(Duration.ofMillis(millis).plusNanos(nanos))) {
            Thread.sleep(millis, nanos);
        }
    }

    public static void sleep(Duration time) throws InterruptedException {
        if (!slept(time)) {
            Thread.sleep(time);
        }
    }

    public static void sleep(TimeUnit unit, long time) throws InterruptedException {
        if (time > 0) {
            sleep(Duration.ofNanos(unit.toNanos(time)));
        }
    }
}
