// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.exceptions.NotSimulatedException;
import io.jevent.internal.world.World;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Timer;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** Refuses calls whose effect would come from outside of a simulation, where they are made. */
final class SimulatedRefusals {

    private static final String SCHEDULED =
            "java.util.concurrent.ScheduledThreadPoolExecutor.delayedExecute(Ljava/util/concurrent/RunnableScheduledFuture;)V";

    private final VarHandle workers;
    private final VarHandle threadOfWorker;
    private final VarHandle threadOfTimer;

    SimulatedRefusals(Jdk jdk) throws ReflectiveOperationException {
        Class<?> worker = Class.forName("java.util.concurrent.ThreadPoolExecutor$Worker");
        workers = jdk.in(ThreadPoolExecutor.class).findVarHandle(ThreadPoolExecutor.class, "workers", HashSet.class);
        threadOfWorker = jdk.in(worker).findVarHandle(worker, "thread", Thread.class);
        threadOfTimer =
                jdk.in(Timer.class).findVarHandle(Timer.class, "thread", Class.forName("java.util.TimerThread"));
    }

    List<JdkMethod> methods() {
        return List.of(
                JdkMethod.askedInSimulations(
                        "java.lang.ProcessBuilder.start([Ljava/lang/ProcessBuilder$Redirect;)Ljava/lang/Process;",
                        (call, _) -> {
                            throw new NotSimulatedException("subprocesses are not simulated: "
                                    + ((ProcessBuilder) call[1]).command()
                                    + "; give the code a stand-in for what starts them");
                        }),
                JdkMethod.askedInSimulations(
                        "java.util.concurrent.ThreadPoolExecutor.execute(Ljava/lang/Runnable;)V",
                        (call, _) -> checkPool((ThreadPoolExecutor) call[1])),
                JdkMethod.askedInSimulations(SCHEDULED, (call, _) -> checkPool((ThreadPoolExecutor) call[1])),
                JdkMethod.askedInSimulations(
                        "java.util.Timer.sched(Ljava/util/TimerTask;JJ)V",
                        (call, _) -> check("a java.util.Timer", (Thread) threadOfTimer.get(call[1]))));
    }

    private @Nullable Object checkPool(ThreadPoolExecutor pool) {
        for (Object worker : (Collection<?>) workers.get(pool)) {
            Object _ = check("an executor", (Thread) threadOfWorker.get(worker));
        }
        return null;
    }

    private static @Nullable Object check(String what, @Nullable Thread thread) {
        World world = Objects.requireNonNull(World.ifCurrent());
        if (thread != null && !thread.isVirtual() && !world.threads().has(thread)) {
            throw new NotSimulatedException("thread " + thread.getName() + " of " + what
                    + " was started outside of this run, and is not simulated; make " + what + " in the run");
        }
        return null;
    }
}
