// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.access.HubAccess;
import io.jevent.internal.world.World;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Changes what a simulated program calls, in the JDK and outside of it, besides the methods of the JDK that ask. */
final class SimulationPatching {

    private final Jdk jdk;
    private final SimulatedMonitors monitors;
    private final ForeignPatching insideJdk;
    private final ForeignPatching foreign;

    SimulationPatching(Jdk jdk, SimulatedMonitors monitors, Retransformer retransformer) {
        this.jdk = jdk;
        this.monitors = monitors;
        this.insideJdk = new ForeignPatching(retransformer, "the clocks within the JDK");
        this.foreign = new ForeignPatching(retransformer, "threads");
    }

    ForeignPatching foreign() {
        return foreign;
    }

    void prepare() {
        insideJdk.prepare(new CallSiteTransformer(SimulationSites::isInJdk, new SimulationSites()));
        foreign.prepare(
                new CallSiteTransformer(Ownership::isForeign, CallSiteTransformer.calls(CallSites.simulation())));
    }

    void switchOn() {
        jdk.hook("simulatedTicker", LongSupplier.class, (LongSupplier) SimulationPatching::nanoTime);
        jdk.hook("simulatedMillis", LongSupplier.class, (LongSupplier) SimulationPatching::millis);
        jdk.hook("programThread", Function.class, (Function<Thread, Thread>) SimulationPatching::programThread);
        jdk.hook("runner", Function.class, (Function<Thread, @Nullable Thread>) SimulationPatching::runner);
        jdk.hook("commonPool", Function.class, (Function<ForkJoinPool, ForkJoinPool>) SimulationPatching::commonPool);
        jdk.hook("threadId", ToLongFunction.class, (ToLongFunction<Thread>) SimulationPatching::threadId);
        jdk.hook("counter", Function.class, (Function<AtomicInteger, @Nullable Integer>) SimulationPatching::count);
        jdk.hook("seed", Supplier.class, (Supplier<@Nullable Long>) SimulationPatching::seed);
        jdk.hook("salt", LongSupplier.class, (LongSupplier) SimulationPatching::salt);
        HubAccess.to(Hub.class, RawGreenlet.class).simulateJdkWaits(monitors);
    }

    private static long nanoTime() {
        World world = World.ifCurrent();
        return world == null ? Long.MIN_VALUE : world.nanoTime();
    }

    private static long millis() {
        World world = World.ifCurrent();
        return world == null ? Long.MIN_VALUE : world.now().toEpochMilli();
    }

    private static Thread programThread(Thread current) {
        World world = World.ifCurrent();
        return world == null ? current : world.threads().threadOf(current);
    }

    private static @Nullable Thread runner(Thread thread) {
        World world = World.ifCurrent();
        return world == null ? thread : world.threads().runnerToUnpark(thread);
    }

    private static ForkJoinPool commonPool(ForkJoinPool original) {
        World world = World.ifCurrent();
        return world == null ? original : world.pools().common(original);
    }

    private static long threadId(Thread thread) {
        World world = World.ifCurrent();
        return world == null ? thread.threadId() : world.idOf(world.threads().threadOf(thread));
    }

    private static @Nullable Long seed() {
        World world = World.ifCurrent();
        return world == null ? null : world.nextSeed();
    }

    private static long salt() {
        World world = World.ifCurrent();
        return world == null ? Long.MIN_VALUE : world.salt();
    }

    private static @Nullable Integer count(AtomicInteger counter) {
        World world = World.ifCurrent();
        return world == null ? null : world.count(counter, 1);
    }
}
