// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.access.HubAccess;
import io.jevent.internal.world.World;
import io.jevent.internal.world.WorldTimer;
import io.jevent.monkey.patch.Patch;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The methods of the JDK that the threads of a simulation ask. */
final class SimulatedMethods {

    private static final String THREAD = "java.lang.Thread.";

    /** Threads of the JVM itself, which a program starts without knowing. */
    private static final Set<String> GROUPS_OF_THE_JVM = Set.of("system", "InnocuousThreadGroup");

    private static final HubAccess<Hub, RawGreenlet> HUBS = HubAccess.to(Hub.class, RawGreenlet.class);

    private SimulatedMethods() {}

    static List<JdkMethod> all() {
        return List.of(
                // asked on the hub's own thread, after the virtual thread has left it
                JdkMethod.askedByEveryone(
                        Set.of(Patch.SIMULATION),
                        "java.lang.VirtualThread.schedule(Ljava/lang/Runnable;JLjava/util/concurrent/TimeUnit;)"
                                + "Ljava/util/concurrent/Future;",
                        (call, _) -> schedule((Runnable) call[2], ((TimeUnit) call[4]).toNanos((long) call[3]))),
                asked(THREAD + "start()V", SimulatedMethods::start),
                asked(THREAD + "start(Ljdk/internal/vm/ThreadContainer;)V", SimulatedMethods::start),
                asked(
                        THREAD + "interrupt()V",
                        (world, call) -> world.threads().interrupt((Thread) call[1]) ? JdkMethod.DONE : null),
                asked(
                        THREAD + "isInterrupted()Z",
                        (world, call) -> world.threads().isInterrupted((Thread) call[1])),
                asked(THREAD + "isAlive()Z", SimulatedMethods::isAlive),
                asked(
                        THREAD + "threadState()Ljava/lang/Thread$State;",
                        (world, call) -> world.threads().state((Thread) call[1])),
                asked(THREAD + "genThreadName()Ljava/lang/String;", (world, _) -> "Thread-" + world.count("Thread", 0)),
                asked("java.util.Timer.serialNumber()I", (world, _) -> world.count("Timer", 0)),
                asked(
                        "java.util.concurrent.ForkJoinPool.getAndAddPoolIds(I)I",
                        (world, _) -> world.count("ForkJoinPool", 0)),
                asked("java.time.Clock.currentInstant()Ljava/time/Instant;", (world, _) -> world.now()),
                asked("java.util.concurrent.DelayScheduler.now()J", (world, _) -> Long.MIN_VALUE + world.nanoTime()));
    }

    private static JdkMethod asked(String signature, BiFunction<World, Object[], @Nullable Object> handler) {
        return JdkMethod.askedInSimulations(
                signature, (call, _) -> handler.apply(Objects.requireNonNull(World.ifCurrent()), call));
    }

    private static @Nullable Object schedule(Runnable task, long nanos) {
        World world = World.ifCurrent();
        return world == null ? null : new WorldTimer(world, task, Duration.ofNanos(nanos));
    }

    private static @Nullable Object start(World world, Object[] call) {
        Thread thread = (Thread) call[1];
        if (!isOfTheProgram(thread)) {
            return null;
        }
        world.threads().start(thread);
        return JdkMethod.DONE;
    }

    private static boolean isOfTheProgram(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return !HUBS.isService(thread) && group != null && !GROUPS_OF_THE_JVM.contains(group.getName());
    }

    private static @Nullable Object isAlive(World world, Object[] call) {
        Thread.State state = world.threads().state((Thread) call[1]);
        return state == null ? null : state != Thread.State.TERMINATED;
    }
}
