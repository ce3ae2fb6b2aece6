// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.exceptions.HubClosedException;
import io.jevent.exceptions.PinnedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.socket.Descriptors;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * The protocol is that of sun.nio.ch.Poller:
 *   1. A waiter enters its hub into waits, then checks that the channel is open, then waits on its hub.
 *   2. A closing thread marks the channel as closed, then calls stop, which looks for the hub. If it finds the hub, it sends
 *      a message, which the hub handles when the greenlet waits. If not, the greenlet sees that the channel is closed.
 */
/** Greenlets that wait for descriptors of the JDK on the loop of their hub. */
final class DescriptorWaits {

    private final JdkPoller poller;

    /** Those that were made for a descriptor and a direction. The number may stand for another file by now. */
    private final Map<Integer, Wait> waits = new ConcurrentHashMap<>();

    DescriptorWaits(JdkPoller poller) {
        this.poller = poller;
    }

    /** The wait for one direction of a descriptor; the JDK lets one thread at a time wait there. */
    private static final class Wait {

        /** The looks in a row that have found nothing, after which few are made. */
        private static final int MISSES = 8;

        /** Of the waits without a look, one in this many has one. */
        private static final int SELDOM = 16;

        /** The hub on which somebody waits. */
        volatile @Nullable Hub hub;

        private int misses;

        /** Whether to give the others a turn and look, before the loop watches the descriptor. */
        boolean isLookWorthIt() {
            return misses < MISSES || misses++ % SELDOM == 0;
        }

        void looked(boolean found) {
            misses = found ? 0 : misses + 1;
        }
    }

    private static Integer key(int descriptor, boolean output) {
        return descriptor << 1 | (output ? 1 : 0);
    }

    private Wait of(int descriptor, boolean output) {
        return waits.computeIfAbsent(key(descriptor, output), _ -> new Wait());
    }

    /**
     * Waits until a descriptor is ready, the time has passed, {@link #stop} is called or the thread is interrupted. A
     * kill or a timeout interrupts the thread, so that the JDK closes what it was waiting for.
     *
     * <p>First the others have a turn: what was asked is often answered meanwhile, and looking once costs less than
     * having the loop watch the descriptor. Where it never is, the loop watches at once.
     *
     * @param nanos the longest wait; 0 is for ever
     * @return false if it is not possible here, and the JDK must do it
     */
    boolean await(int descriptor, boolean output, long nanos, BooleanSupplier open) {
        return Descriptors.areSupported() && awaitByLoop(descriptor, output, nanos, open);
    }

    private boolean awaitByLoop(int descriptor, boolean output, long nanos, BooleanSupplier open) {
        Wait wait = of(descriptor, output);
        wait.hub = Hub.current();
        try {
            long begin = CurrentGreenlet.now();
            if (isEnded(open) || (wait.isLookWorthIt() && look(wait, descriptor, output, open))) {
                return true;
            }
            long left = nanos == 0 ? 0 : nanos - (CurrentGreenlet.now() - begin);
            if (nanos == 0 || left > 0) {
                wait(descriptor, output, left);
            }
            return true;
        } catch (PinnedException | FileSystemException e) {
            return false;
        } catch (Throwable t) {
            CurrentGreenlet.convertToInterrupt(t);
            return true;
        } finally {
            wait.hub = null;
        }
    }

    private static boolean isEnded(BooleanSupplier open) {
        return !open.getAsBoolean() || Thread.currentThread().isInterrupted();
    }

    /** Gives the others a turn; returns whether there is nothing to wait for then. */
    private boolean look(Wait wait, int descriptor, boolean output, BooleanSupplier open) throws Throwable {
        CurrentGreenlet.sleep(0);
        if (isEnded(open)) {
            return true;
        }
        boolean ready = poller.isReady(descriptor, output);
        wait.looked(ready);
        return ready;
    }

    /**
     * Waits until a descriptor is ready; a kill or a timeout comes out as it is.
     *
     * @return false if it is not possible here
     * @throws PinnedException if the caller cannot leave its thread
     */
    boolean awaitOrThrow(int descriptor, boolean output) throws IOException {
        if (!Descriptors.areSupported()) {
            return false;
        }
        Wait wait = of(descriptor, output);
        wait.hub = Hub.current();
        try {
            wait(descriptor, output, 0);
            return true;
        } catch (FileSystemException e) {
            return true;
        } finally {
            wait.hub = null;
        }
    }

    private static void wait(int descriptor, boolean output, long nanos) throws IOException {
        if (nanos == 0) {
            if (output) {
                Descriptors.awaitWritable(descriptor);
            } else {
                Descriptors.awaitReadable(descriptor);
            }
        } else {
            Duration limit = Duration.ofNanos(nanos);
            boolean _ = output
                    ? Descriptors.awaitWritable(descriptor, limit)
                    : Descriptors.awaitReadable(descriptor, limit);
        }
    }

    /** As {@link #await}, for a wait that the JDK does not tell of interrupts in any other way. */
    boolean awaitInterruptibly(int descriptor, boolean output, long nanos, BooleanSupplier open) {
        if (!Descriptors.areSupported()) {
            return false;
        }
        var interruptible = new InterruptibleWait(() -> stop(descriptor, output));
        interruptible.enter();
        try {
            return awaitByLoop(descriptor, output, nanos, open);
        } finally {
            interruptible.leave();
        }
    }

    /** Returns the hub on which a greenlet waits for a descriptor, to read or to write. Any thread may call this. */
    @Nullable
    Hub hubOf(int descriptor) {
        Hub reading = waitingHub(descriptor, false);
        return reading == null ? waitingHub(descriptor, true) : reading;
    }

    private @Nullable Hub waitingHub(int descriptor, boolean output) {
        Wait wait = waits.get(key(descriptor, output));
        return wait == null ? null : wait.hub;
    }

    /** Ends the waits for a descriptor in both directions, if there are any. Any thread may call this. */
    void stop(int descriptor) {
        stop(descriptor, false);
        stop(descriptor, true);
    }

    /** Ends the wait for a descriptor, if somebody waits. Any thread may call this. */
    void stop(int descriptor, boolean output) {
        Hub hub = waitingHub(descriptor, output);
        if (hub == null) {
            return;
        }
        if (hub.isCurrent()) {
            Descriptors.release(descriptor);
        } else {
            try {
                hub.runCallback(() -> Descriptors.release(descriptor));
            } catch (HubClosedException _) {
                // nobody waits there any more
            }
        }
    }
}
