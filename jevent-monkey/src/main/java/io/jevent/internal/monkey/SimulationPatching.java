// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.access.HubAccess;
import io.jevent.internal.world.PreemptionLevel;
import io.jevent.internal.world.World;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
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
    private final ForeignPatching points;
    private Set<String> preempted = Set.of();

    SimulationPatching(Jdk jdk, SimulatedMonitors monitors, Retransformer retransformer) {
        this.jdk = jdk;
        this.monitors = monitors;
        this.insideJdk = new ForeignPatching(retransformer, "the clocks within the JDK");
        this.foreign = new ForeignPatching(retransformer, "threads");
        this.points = new ForeignPatching(retransformer, "the instructions of a program");
    }

    ForeignPatching foreign() {
        return foreign;
    }

    ForeignPatching points() {
        return points;
    }

    void prepare() {
        insideJdk.prepare(new CallSiteTransformer(SimulationSites::isInJdk, new SimulationSites()));
        foreign.prepare(
                new CallSiteTransformer(Ownership::isForeign, CallSiteTransformer.calls(CallSites.simulation())));
    }

    void switchOn() {
        World.load();
        jdk.hook("simulatedTicker", LongSupplier.class, (LongSupplier) SimulationPatching::nanoTime);
        jdk.hook("simulatedMillis", LongSupplier.class, (LongSupplier) SimulationPatching::millis);
        jdk.hook("programThread", Function.class, (Function<Thread, Thread>) SimulationPatching::programThread);
        jdk.hook("runner", Function.class, (Function<Thread, @Nullable Thread>) SimulationPatching::runner);
        jdk.hook("commonPool", Function.class, (Function<ForkJoinPool, ForkJoinPool>) SimulationPatching::commonPool);
        jdk.hook("threadId", ToLongFunction.class, (ToLongFunction<Thread>) SimulationPatching::threadId);
        jdk.hook("counter", Function.class, (Function<Number, @Nullable Integer>) SimulationPatching::count);
        jdk.hook("seed", Supplier.class, (Supplier<@Nullable Long>) SimulationPatching::seed);
        jdk.hook("salt", LongSupplier.class, (LongSupplier) SimulationPatching::salt);
        jdk.hook("probe", IntUnaryOperator.class, (IntUnaryOperator) SimulationPatching::probe);
        HubAccess.to(Hub.class, RawGreenlet.class).simulateJdkWaits(monitors);
    }

    /** Puts calls between the instructions of a program, whose packages are given in internal form. */
    void preempt(Collection<String> packages) {
        Set<String> all = ThreadPackages.union(preempted, packages);
        if (all.equals(preempted)) {
            return;
        }
        points.prepare(new CallSiteTransformer(
                (name, module, loader) ->
                        (PreemptionSites.isInJdk(name) || CallSiteTransformer.isOfProgram(name, module, loader))
                                && PreemptionLevel.isIn(name, all),
                new PreemptionSites()));
        preempted = all;
        HubAccess.to(Hub.class, RawGreenlet.class).usePreemption();
        jdk.hook("syncPoint", Consumer.class, (Consumer<String>) operation -> point(PreemptionLevel.SYNC, operation));
        jdk.hook(
                "fieldPoint", Consumer.class, (Consumer<String>) operation -> point(PreemptionLevel.FIELDS, operation));
    }

    private static void point(PreemptionLevel level, String operation) {
        World world = World.ifCurrent();
        if (world != null) {
            world.point(level, operation);
        }
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

    private static int probe(int next) {
        World world = World.ifCurrent();
        if (world == null) {
            return 0;
        }
        if (next != 0) {
            world.setProbe(next);
        }
        return world.probe();
    }

    private static long salt() {
        World world = World.ifCurrent();
        return world == null ? Long.MIN_VALUE : world.salt();
    }

    private static @Nullable Integer count(Number counter) {
        World world = World.ifCurrent();
        return world == null ? null : world.count(counter, 1);
    }
}
