// SPDX-License-Identifier: Apache-2.0
package io.jevent.monitor;

import io.jevent.hub.Hub;
import io.jevent.hub.Occupant;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.access.HubAccess;
import io.jevent.internal.carrier.LockOwners;
import io.jevent.internal.report.Stacks;
import java.util.List;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * Invariant: nothing here links a call site (no lambda, no concatenation of strings), takes a lock, or asks a hub to
 * answer: the thread that holds the hub may own whatever that needs. rehearse() has every class loaded and linked.
 */
/** Why a thread that holds a hub waits: for the reports of the blocking monitor. */
final class BlockingCause {

    private static final HubAccess<Hub, RawGreenlet> HUBS = HubAccess.to(Hub.class, RawGreenlet.class);

    private static final int MOST_QUEUED = 5;

    private final @Nullable Hub hub;
    private final Thread waiter;
    private final StringBuilder text = new StringBuilder();

    private BlockingCause(@Nullable Hub hub, Thread waiter) {
        this.hub = hub;
        this.waiter = waiter;
    }

    /** Whether {@code thread} waits, for a lock say, instead of computing. */
    static boolean waits(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING || state == Thread.State.BLOCKED;
    }

    /** Lines about the wait of a thread that is on the hub's thread, or is that thread; empty if it computes. */
    static String of(Hub hub, Thread thread, StackTraceElement[] stack) {
        if (!waits(thread)) {
            return "";
        }
        return new BlockingCause(hub, thread).write(LockSupport.getBlocker(thread), stack);
    }

    /** Whether a greenlet of {@code hub} holds the lock that {@code thread} waits for, or gets it first. */
    static boolean isHeldUpByGreenlet(Hub hub, Thread thread) {
        Object lock = LockSupport.getBlocker(thread);
        Thread owner = LockOwners.ownerOf(lock);
        if (owner != null) {
            return greenletOf(hub, owner) != null;
        }
        for (Thread queued : LockOwners.queueOf(lock)) {
            if (greenletOf(hub, queued) != null) {
                return true;
            }
        }
        return thread.getState() == Thread.State.BLOCKED && hub.greenletCount() > 0;
    }

    private String write(@Nullable Object lock, StackTraceElement[] stack) {
        text.append("  It waits");
        if (lock != null) {
            text.append(" for ").append(lock.getClass().getName()).append('@');
            text.append(Integer.toHexString(System.identityHashCode(lock)));
        }
        text.append(", without leaving the hub's thread.\n");
        appendOwner(lock);
        if (waiter.isVirtual()) {
            appendPin(pin(stack));
        } else {
            text.append("  To do: in code that runs on the hub's own thread take no lock that greenlets hold; with"
                    + " Jevent.run(...) the main program is a greenlet itself.\n");
        }
        return text.toString();
    }

    private void appendOwner(@Nullable Object lock) {
        Thread owner = LockOwners.ownerOf(lock);
        if (owner != null) {
            text.append("  The lock belongs to ");
            appendThread(owner);
            text.append(":\n");
            Stacks.append(text, "      ", owner.getStackTrace());
            return;
        }
        int named = 0;
        for (Thread queued : LockOwners.queueOf(lock)) {
            if (named == MOST_QUEUED || queued == waiter) {
                break;
            }
            text.append(named++ == 0 ? "  Nobody owns the lock now; in its queue, first to last: " : ", ");
            appendThread(queued);
        }
        if (named > 0) {
            text.append(".\n");
        }
    }

    private void appendThread(Thread thread) {
        RawGreenlet greenlet = greenletOf(hub, thread);
        if (greenlet != null) {
            text.append(greenlet.name()).append(" of this hub, which cannot run");
        } else {
            text.append(thread.isVirtual() ? "virtual thread " : "thread ").append(thread.getName());
            text.append(" (").append(thread.threadId()).append(')');
        }
    }

    private void appendPin(@Nullable StackTraceElement pin) {
        text.append("  It is pinned by ");
        if (pin == null) {
            text.append(
                    "a call of the foreign function API, or by the JVM, in a frame that is not shown.\n  To do: make"
                            + " that call in a ThreadPool; have classes loaded before the hub has greenlets.\n");
        } else if (pin.getMethodName().equals("<clinit>")) {
            text.append("the initializer of class ").append(pin.getClassName());
            text.append(".\n  To do: have that class initialized before the hub has greenlets, or take no lock in its"
                    + " initializer.\n");
        } else {
            text.append("the native method ")
                    .append(pin.getClassName())
                    .append('.')
                    .append(pin.getMethodName());
            text.append(".\n  To do: make that call in a ThreadPool.\n");
        }
    }

    /** The frame that keeps a virtual thread from being unmounted: a class initializer or a native method. */
    private static @Nullable StackTraceElement pin(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            boolean ofWait = type.startsWith("jdk.internal.")
                    || type.equals("java.lang.Object")
                    || type.startsWith("java.lang.VirtualThread");
            if (!ofWait && (frame.isNativeMethod() || frame.getMethodName().equals("<clinit>"))) {
                return frame;
            }
        }
        return null;
    }

    /** Read while the hub stands still, so its greenlets are where they were. */
    private static @Nullable RawGreenlet greenletOf(@Nullable Hub hub, Thread thread) {
        return hub == null ? null : HUBS.greenletOf(hub, thread);
    }

    /** Runs through everything that a report may need, so that it is loaded and linked. */
    static void rehearse() {
        StackTraceElement[] stack = Thread.currentThread().getStackTrace();
        var initializer = new StackTraceElement("io.jevent.Rehearsal", "<clinit>", null, -1);
        var lock = new AbstractQueuedSynchronizer() {};
        var cause = new BlockingCause(null, Thread.currentThread());
        var _ = cause.write(lock, stack);
        cause.appendThread(Thread.currentThread());
        cause.appendPin(initializer);
        cause.appendPin(null);
        boolean _ = waits(Thread.currentThread());
        var _ = BlockingReport.text(
                new BlockingReport.Holder(Occupant.Kind.GREENLET, "", null),
                "",
                0,
                List.of(stack),
                cause.text.toString());
        boolean _ = LockOwners.isStandardError(System.err);
        LockOwners.writeToStandardError("");
        boolean _ = Stacks.isOfJdkAndLibrary(stack);
        boolean _ = Stacks.isLoading(stack);
    }
}
