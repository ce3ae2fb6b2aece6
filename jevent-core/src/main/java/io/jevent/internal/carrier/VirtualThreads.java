// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The only code of jevent that reaches into the JDK: virtual threads on a scheduler of our own.
 *
 * <p>Everything needed of another JDK, or of a public scheduler API, stands in this one file.
 */
public final class VirtualThreads {

    /** {@code ThreadBuilders.BaseThreadFactory} passes the same bit: do not inherit inheritable thread-locals. */
    private static final int NO_INHERIT_THREAD_LOCALS = 1 << 2;

    private static final String OPENING;
    private static final @Nullable Throwable FAILURE;

    /** The JDK's own API, or null; then {@link #NEW_VIRTUAL_THREAD} takes its place. */
    private static final @Nullable SchedulerApi API = SchedulerApi.find(Thread.class);

    private static final MethodHandle NEW_VIRTUAL_THREAD;
    private static final MethodHandle CURRENT_CARRIER;
    private static final MethodHandle YIELD_CARRIER;
    private static final MethodHandle FIND_SCOPED_VALUES;
    private static final MethodHandle SET_SCOPED_VALUES;
    private static final MethodHandle STATE;
    private static final MethodHandle AFTER_DONE;
    private static final MethodHandle CARRIER;

    /** {@code VirtualThread.STARTED}: started, and never mounted since. */
    private static final int STARTED;

    /** The field of the JDK's task object that holds its thread; found when the first task is seen. */
    private static volatile @Nullable Field taskThread;

    static {
        usePlatformThreadsAsPollers();
        OPENING = JavaLang.open();
        var unavailable = MethodHandles.empty(MethodType.methodType(void.class));
        var newVirtualThread = unavailable;
        var currentCarrier = unavailable;
        var yieldCarrier = unavailable;
        var findScopedValues = unavailable;
        var setScopedValues = unavailable;
        var state = unavailable;
        var afterDone = unavailable;
        var carrier = unavailable;
        int started = 0;
        Throwable failure = null;
        try {
            var lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
            if (API == null) {
                newVirtualThread = lookup.findStatic(
                        Class.forName("java.lang.ThreadBuilders"),
                        "newVirtualThread",
                        MethodType.methodType(Thread.class, Executor.class, String.class, int.class, Runnable.class));
            }
            currentCarrier =
                    lookup.findStatic(Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
            yieldCarrier = lookup.findStatic(Thread.class, "yield0", MethodType.methodType(void.class));
            var scopedValueLookup = MethodHandles.privateLookupIn(ScopedValue.class, MethodHandles.lookup());
            findScopedValues = scopedValueLookup
                    .findStatic(
                            ScopedValue.class,
                            "scopedValueBindings",
                            MethodType.methodType(Class.forName("java.lang.ScopedValue$Snapshot")))
                    .asType(MethodType.methodType(Object.class));
            setScopedValues = lookup.findSetter(Thread.class, "scopedValueBindings", Object.class);
            Class<?> virtualThread = Class.forName("java.lang.VirtualThread");
            var virtualThreadLookup = MethodHandles.privateLookupIn(virtualThread, MethodHandles.lookup());
            state = virtualThreadLookup
                    .findGetter(virtualThread, "state", int.class)
                    .asType(MethodType.methodType(int.class, Thread.class));
            afterDone = virtualThreadLookup
                    .findVirtual(virtualThread, "afterDone", MethodType.methodType(void.class, boolean.class))
                    .asType(MethodType.methodType(void.class, Thread.class, boolean.class));
            carrier = virtualThreadLookup
                    .findGetter(virtualThread, "carrierThread", Thread.class)
                    .asType(MethodType.methodType(Thread.class, Thread.class));
            started = (int) virtualThreadLookup
                    .findStaticVarHandle(virtualThread, "STARTED", int.class)
                    .get();
        } catch (ReflectiveOperationException | RuntimeException e) {
            failure = e;
        }
        FAILURE = failure;
        NEW_VIRTUAL_THREAD = newVirtualThread;
        CURRENT_CARRIER = currentCarrier;
        YIELD_CARRIER = yieldCarrier;
        FIND_SCOPED_VALUES = findScopedValues;
        SET_SCOPED_VALUES = setScopedValues;
        STATE = state;
        AFTER_DONE = afterDone;
        CARRIER = carrier;
        STARTED = started;
    }

    private VirtualThreads() {}

    /**
     * The threads that tell virtual threads of the whole JVM that a socket is ready are made by the first virtual
     * thread that waits for one. By default they are virtual threads, which inherit the scheduler of that one: they
     * would run on its hub, wait when it is busy, and end with it, and no socket of the JVM would wake anyone any more.
     */
    private static void usePlatformThreadsAsPollers() {
        if (System.getProperty("jdk.pollerMode") == null) {
            System.setProperty("jdk.pollerMode", "1");
        }
    }

    /**
     * Throws if this JVM does not let jevent schedule virtual threads.
     *
     * @throws UnsupportedOperationException if the JDK is not a JDK 25 or {@code java.lang} is not open to jevent; the
     *     message names the ways to open it
     */
    public static void check() {
        Throwable failure = FAILURE;
        if (failure != null) {
            throw new UnsupportedOperationException(JavaLang.explain(failure, OPENING), failure);
        }
    }

    /**
     * Opens {@code java.lang} to another module of jevent.
     *
     * @param module the module
     * @return false if it is closed to this one too
     */
    public static boolean openJavaLang(Module module) {
        try {
            JavaLang.openTo(module);
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /**
     * Creates an unstarted virtual thread that runs only where {@code scheduler} runs its tasks.
     *
     * @param scheduler is handed the thread's task each time the thread can run
     * @param body what the thread runs
     * @return the thread
     */
    public static Thread create(Executor scheduler, Runnable body) {
        try {
            SchedulerApi api = API;
            if (api != null) {
                return api.create(scheduler, body);
            }
            return (Thread) NEW_VIRTUAL_THREAD.invokeExact(scheduler, (String) null, NO_INHERIT_THREAD_LOCALS, body);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /**
     * Returns the platform thread that carries the caller: itself, or the carrier of the virtual thread.
     *
     * @return the platform thread
     */
    public static Thread currentCarrier() {
        try {
            return (Thread) CURRENT_CARRIER.invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Lets the operating system run another thread, without unmounting the virtual thread that calls. */
    public static void yieldCarrier() {
        try {
            YIELD_CARRIER.invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /**
     * Returns the scoped values that are bound where this is called, to be handed to {@link #bindScopedValues}.
     *
     * @return the JDK's own snapshot of the bindings
     */
    public static Object scopedValues() {
        try {
            return (Object) FIND_SCOPED_VALUES.invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /**
     * Binds scoped values in a thread that has not been started.
     *
     * @param unstarted the thread
     * @param bindings from {@link #scopedValues}
     */
    public static void bindScopedValues(Thread unstarted, Object bindings) {
        try {
            SET_SCOPED_VALUES.invokeExact(unstarted, bindings);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /**
     * Returns the virtual thread whose task a scheduler was handed.
     *
     * @param task the JDK's task object
     * @return its thread, or null if this JDK keeps it elsewhere
     */
    public static @Nullable Thread threadOf(Runnable task) {
        try {
            Field field = taskThread;
            if (field == null || field.getDeclaringClass() != task.getClass()) {
                field = threadField(task.getClass());
                taskThread = field;
            }
            return field == null ? null : (Thread) field.get(task);
        } catch (IllegalAccessException | RuntimeException e) {
            return null;
        }
    }

    /**
     * Tells whether a virtual thread was started and has never run.
     *
     * @param thread a virtual thread
     * @return true until its scheduler runs it for the first time
     */
    public static boolean isFirstRun(Thread thread) {
        try {
            return (int) STATE.invokeExact(thread) == STARTED;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /**
     * Ends an unmounted virtual thread without running the rest of it, not even its {@code finally} blocks: the JDK
     * takes it for terminated, drops its references to the thread, and runs its task no more. Does nothing to a thread
     * that is mounted. Locks that the thread holds stay locked.
     *
     * @param thread a virtual thread that was started
     */
    public static void discard(Thread thread) {
        try {
            if ((Thread) CARRIER.invokeExact(thread) == null && thread.getState() != Thread.State.TERMINATED) {
                AFTER_DONE.invokeExact(thread, true);
            }
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private static @Nullable Field threadField(Class<?> taskClass) {
        for (Field field : taskClass.getDeclaredFields()) {
            if (Thread.class.isAssignableFrom(field.getType())) {
                field.setAccessible(true);
                return field;
            }
        }
        return null;
    }

    private static AssertionError unexpected(Throwable t) {
        if (t instanceof Error e) {
            throw e;
        }
        if (t instanceof RuntimeException e) {
            throw e;
        }
        return new AssertionError(t);
    }
}
