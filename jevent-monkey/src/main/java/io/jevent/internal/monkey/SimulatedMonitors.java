// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.access.HubAccess;
import io.jevent.internal.access.MonitorWaits;
import io.jevent.monkey.patch.Patch;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * The JVM sets VirtualThread.onWaitingList of the thread that it has chosen, in the thread that releases the monitor. The
 * unblocker takes the chosen ones from a list in the JVM, clears that field, and calls unblock() on each.
 * Invariant: a chosen thread of a closed world either has the field set or stands in the set of the chosen, for the
 * unblocker puts it into the set before it clears the field. So a hub that reads the field first misses none.
 * The hub waits until the field is cleared: a thread that ran and waited again before that would look chosen for ever.
 */
/** Tells hubs which virtual threads of closed worlds may enter a monitor. */
final class SimulatedMonitors implements MonitorWaits {

    private static final HubAccess<Hub, RawGreenlet> HUBS = HubAccess.to(Hub.class, RawGreenlet.class);
    private static final String THREAD = "java.lang.VirtualThread";

    private final Set<Thread> chosen = ConcurrentHashMap.newKeySet();
    private final VarHandle state;
    private final VarHandle onWaitingList;
    private final VarHandle scheduler;
    private final MethodHandle unblock;
    private final Set<Integer> waiting;

    SimulatedMonitors(Jdk jdk) throws ReflectiveOperationException {
        Class<?> type = Class.forName(THREAD);
        Lookup lookup = jdk.in(type);
        state = lookup.findVarHandle(type, "state", int.class);
        onWaitingList = lookup.findVarHandle(type, "onWaitingList", boolean.class);
        scheduler = lookup.findVarHandle(type, "scheduler", Executor.class);
        unblock = lookup.findVirtual(type, "unblock", MethodType.methodType(void.class));
        waiting = Set.of(
                constant(lookup, type, "BLOCKED"),
                constant(lookup, type, "WAIT"),
                constant(lookup, type, "TIMED_WAIT"));
    }

    private static int constant(Lookup lookup, Class<?> type, String name) throws ReflectiveOperationException {
        return (int) lookup.findStaticVarHandle(type, name, int.class).get();
    }

    List<JdkMethod> methods() {
        return List.of(
                JdkMethod.askedByEveryone(
                        Set.of(Patch.SIMULATION),
                        THREAD + ".compareAndSetOnWaitingList(ZZ)Z",
                        (call, _) -> note((Thread) call[1], (boolean) call[3])),
                JdkMethod.askedByEveryone(
                        Set.of(Patch.SIMULATION), THREAD + ".unblock()V", (call, _) -> unblocked((Thread) call[1])));
    }

    private boolean isSimulated(Thread thread) {
        return HUBS.isOfClosedWorld((Executor) scheduler.get(thread));
    }

    private @Nullable Object note(Thread thread, boolean listed) {
        if (!listed && isSimulated(thread)) {
            chosen.add(thread);
        }
        return null;
    }

    /** The unblocker does not wake threads of closed worlds; their hubs do. */
    private @Nullable Object unblocked(Thread thread) {
        return Hub.ifCurrent() == null && isSimulated(thread) ? JdkMethod.DONE : null;
    }

    @Override
    public boolean isWaiting(Thread thread) {
        return waiting.contains((int) state.getVolatile(thread));
    }

    @Override
    public boolean takeChoice(Thread thread) {
        return takeChoice(chosen, thread, () -> (boolean) onWaitingList.getVolatile(thread));
    }

    static boolean takeChoice(Set<Thread> chosen, Thread thread, BooleanSupplier isListed) {
        while (isListed.getAsBoolean()) {
            Thread.onSpinWait();
        }
        return chosen.remove(thread);
    }

    @Override
    public void unblock(Thread thread) {
        try {
            unblock.invoke(thread);
        } catch (Throwable t) {
            throw Sneaky.raise(t);
        }
    }
}
