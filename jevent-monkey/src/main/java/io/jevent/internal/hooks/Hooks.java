// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.hooks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
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

    private Hooks() {}

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
