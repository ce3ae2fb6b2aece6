// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.GreenletExit;
import io.jevent.internal.carrier.CarrierInterrupts;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * No message is missed: the hub first says that it sleeps, then looks into its inbox, and only then sleeps; a sender first
 * puts its message there and then looks whether the hub sleeps. Whichever comes second sees the other. The same holds for
 * who releases the hub, which is a count instead of a message. Of several senders
 * the one that moves the state back to AWAKE pays for the wake-up.
 */
/** The messages of other threads to a hub, and the hub's sleep, which they end. */
final class Messages {

    private static final int AWAKE = 0;
    private static final int IN_LOOP = 1;
    private static final int PARKED = 2;

    private final Hub hub;
    private final Inbox inbox = new Inbox();
    private final AtomicInteger sleeping = new AtomicInteger(AWAKE);
    private final CarrierInterrupts interrupts = new CarrierInterrupts(this::wakeHub);

    Messages(Hub hub) {
        this.hub = hub;
    }

    /**
     * Any thread: sends a {@link RawGreenlet} to be woken, a {@link Callback}, or the task of a virtual thread.
     *
     * @return false if the hub was closed before; then the message was not sent
     */
    boolean send(Object message) {
        boolean sent = inbox.add(hub.loop().isClosedWorld() ? ClosedWorld.sent(message) : message);
        if (sent) {
            wakeHub();
        }
        return sent;
    }

    /** The hub only, at its end: refuses all further messages; false if there is one that was not taken. */
    boolean seal() {
        return inbox.seal();
    }

    /** Any thread: has the hub look around, if it sleeps. */
    void wakeHub() {
        int how = sleeping.get();
        if (how != AWAKE && sleeping.compareAndSet(how, AWAKE)) {
            if (how == IN_LOOP) {
                hub.loop().wakeup();
            } else {
                LockSupport.unpark(hub.driver());
            }
        }
    }

    /** Whether the hub sleeps; any thread may ask. */
    boolean isSleeping() {
        return sleeping.get() != AWAKE;
    }

    /** Notices interrupts of the hub's thread from here on. */
    void watchInterrupts() {
        interrupts.watch();
    }

    void unwatchInterrupts() {
        interrupts.unwatch();
    }

    boolean isEmpty() {
        return inbox.isEmpty();
    }

    @Nullable
    Object poll() {
        return inbox.poll();
    }

    /**
     * Sleeps in the hub's loop until {@code deadline}, its input or output, a message, or the end of work elsewhere.
     */
    void sleepInLoop(long deadline, Loop.Outside outside) {
        sleeping.set(IN_LOOP);
        try {
            if (isQuiet() && (outside != Loop.Outside.AT_WORK || hub.expectations.workIsOut())) {
                hub.loop().block(deadline, outside);
            }
        } finally {
            sleeping.set(AWAKE);
        }
        interrupts.watch();
        passOnInterrupt();
    }

    /** Whether no message waits to be taken and the hub's thread was not interrupted. */
    boolean isQuiet() {
        return inbox.isEmpty() && !interrupts.isNoticed();
    }

    /** Sleeps for a time by the real clock, or until a message comes. */
    void sleepParked(long nanos) {
        sleeping.set(PARKED);
        try {
            if (isQuiet()) {
                LockSupport.parkNanos(this, nanos);
            }
        } finally {
            sleeping.set(AWAKE);
        }
        passOnInterrupt();
    }

    /**
     * An interrupt of the hub's platform thread, for example by an executor's {@code shutdownNow}, kills the program
     * that runs on it. While the hub closes, everything was killed already, so the interrupt waits for the end.
     */
    void passOnInterrupt() {
        if (!interrupts.take()) {
            return;
        }
        interrupts.watch();
        if (hub.isClosing()) {
            hub.end.interrupted();
        } else {
            hub.principal()
                    .interrupt(new GreenletExit("thread " + hub.carrier().getName() + " of the hub was interrupted"));
        }
    }
}
