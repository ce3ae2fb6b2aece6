// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The API for schedulers of virtual threads that Project Loom tries out: {@code Thread.VirtualThreadScheduler}, made of
 * an {@link Executor} by its method {@code adapt}, and {@code Thread.Builder.OfVirtual.scheduler}. No released JDK has
 * it. Where a JDK has it, jevent prefers it to the internal entry.
 *
 * @see <a href="https://github.com/openjdk/loom/blob/fibers/loom-docs/CustomSchedulers.md">Custom Schedulers</a>
 */
final class SchedulerApi {

    private final MethodHandle builder;
    private final MethodHandle adapt;
    private final MethodHandle scheduler;
    private final MethodHandle inherit;
    private final MethodHandle unstarted;

    private SchedulerApi(Class<?> thread) throws ReflectiveOperationException {
        var lookup = MethodHandles.lookup();
        ClassLoader loader = thread.getClassLoader();
        Class<?> schedulers = Class.forName(thread.getName() + "$VirtualThreadScheduler", false, loader);
        Class<?> builders = Class.forName(thread.getName() + "$Builder$OfVirtual", false, loader);
        builder = generic(lookup.findStatic(thread, "ofVirtual", MethodType.methodType(builders)));
        adapt = generic(lookup.findStatic(schedulers, "adapt", MethodType.methodType(schedulers, Executor.class)));
        scheduler = generic(lookup.findVirtual(builders, "scheduler", MethodType.methodType(builders, schedulers)));
        inherit = generic(lookup.findVirtual(
                builders, "inheritInheritableThreadLocals", MethodType.methodType(builders, boolean.class)));
        unstarted =
                generic(lookup.findVirtual(builders, "unstarted", MethodType.methodType(Thread.class, Runnable.class)));
    }

    private static MethodHandle generic(MethodHandle handle) {
        return handle.asType(handle.type().generic());
    }

    /**
     * Finds the API.
     *
     * @param thread {@code Thread}, or a class of the same shape
     * @return the API, or null if the JDK does not have it
     */
    static @Nullable SchedulerApi find(Class<?> thread) {
        try {
            return new SchedulerApi(thread);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /**
     * Creates an unstarted virtual thread without inheritable thread-locals, whose tasks {@code executor} is handed.
     */
    Thread create(Executor executor, Runnable body) throws Throwable {
        Object made = builder.invoke();
        made = scheduler.invoke(made, adapt.invoke(executor));
        made = inherit.invoke(made, false);
        return (Thread) unstarted.invoke(made, body);
    }
}
