// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.GreenletExit;
import io.jevent.internal.logging.LogArea;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/*
 * States:
 *   OPEN     runs everything.
 *   CLOSING  has killed its greenlets and runs them on: their clean-up may wait for timers, for input and output and for
 *            other threads, until the grace period ends, or until no thread of the program could wake one of them.
 *   CLOSED   accepts nothing from other threads and starts no greenlet. Greenlets that are left are ended by force; then
 *            the inbox is emptied and sealed, and the hub runs nothing any more.
 *
 * Invariants:
 *   1. A signal of close() passes no shield in CLOSING, and a greenlet gets a second one only when nothing could wake it.
 *   2. A greenlet that was taken out of its wait list, and so may have been handed something, runs on until its body has
 *      ended. A greenlet that is abandoned was taken out of its wait list by this hub, or stood in none.
 *   3. After CLOSED every greenlet that was started has an outcome, so every join and every link of another hub ends.
 *   4. A message that was accepted is handled before the inbox is sealed; one that comes later is refused.
 *   5. An interrupt of the closing thread is kept until the end, and so is a signal for its main greenlet.
 */
/** The end of a hub: kills its greenlets, lets them clean up, and settles all that was accepted. */
final class HubEnd {

    private enum Phase {
        OPEN,
        CLOSING,
        CLOSED
    }

    /** Bounds the rounds of greenlets that replace themselves as they end, on a clock that stands still. */
    private static final int MAX_ROUNDS = 1000;

    /** How long a wake-up that another thread has decided on may take to arrive, by the real clock. */
    private static final long MESSAGE_NANOS = 1_000_000_000;

    private static final long LOOK_NANOS = 1_000_000;

    private final Hub hub;

    /** Written by the hub, read by any thread. */
    private volatile Phase phase = Phase.OPEN;

    private boolean sealed;
    private boolean interrupted;

    /** The greenlets that {@link #close} has killed and that have not ended. */
    private final Set<RawGreenlet> dying = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Those that may be left where they stand, without a warning. */
    private final Set<RawGreenlet> abandonable = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The greenlet that does the work of {@link Attachments#beforeClose}. */
    private @Nullable RawGreenlet closer;

    HubEnd(Hub hub) {
        this.hub = hub;
    }

    /** Whether the end has begun. Any thread. */
    boolean hasBegun() {
        return phase != Phase.OPEN;
    }

    /** Whether the hub accepts no more messages of other threads and starts no more greenlets. Any thread. */
    boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    /** Whether the hub runs nothing any more; on its own thread. */
    boolean isSealed() {
        return sealed;
    }

    boolean hasKilled(RawGreenlet greenlet) {
        return dying.contains(greenlet);
    }

    /** Notes an interrupt of the thread that closes the hub. */
    void interrupted() {
        interrupted = true;
    }

    /** A greenlet has ended: the last of those that were killed ends the wait of {@link #close}. */
    void ended(RawGreenlet greenlet) {
        boolean _ = !abandonable.isEmpty() && abandonable.remove(greenlet);
        if (phase != Phase.OPEN && (greenlet == closer || (dying.remove(greenlet) && dying.isEmpty()))) {
            var _ = hub.joining.finish();
        }
    }

    /**
     * Starts a greenlet for another thread. The start was accepted, so the greenlet ends even if the hub was closed
     * meanwhile: then it dies without having run.
     */
    void startSent(RawGreenlet greenlet, Runnable start) {
        if (isClosed()) {
            greenlet.deliver(new GreenletExit(hub + " was closed"), Integer.MAX_VALUE);
        } else {
            start.run();
        }
    }

    void close(long grace) {
        MainGreenlet main = hub.main();
        interrupted = Thread.interrupted();
        phase = Phase.CLOSING;
        main.shields++;
        try {
            endGreenlets(grace);
        } finally {
            phase = Phase.CLOSED;
            seal(main);
            main.shields--;
            if (interrupted || Thread.interrupted()) {
                Thread.currentThread().interrupt();
            }
        }
        main.raisePending();
    }

    private void seal(MainGreenlet main) {
        try {
            hub.attachments.close();
            hub.cycle().finish(main);
        } finally {
            hub.dispatcher().calls().close();
            hub.dispatcher().standIns().close();
            sealed = true;
            HubTable.remove(hub);
            hub.loop().close();
            HubObservers.closed(hub);
        }
    }

    private void endGreenlets(long grace) {
        long now = hub.now();
        long deadline = grace > Long.MAX_VALUE / 2 ? Long.MAX_VALUE / 2 : now + grace;
        endInGrace(deadline);
        callBeforeClose(deadline);
        List<RawGreenlet> left = hub.greenlets();
        if (!left.isEmpty()) {
            warnOf(left.stream()
                    .filter(greenlet -> !abandonable.contains(greenlet))
                    .toList());
            endByForce(left);
        }
    }

    void abandonSilently(RawGreenlet greenlet) {
        abandonable.add(greenlet);
    }

    private void warnOf(List<RawGreenlet> left) {
        if (!left.isEmpty()) {
            String names = left.stream()
                    .map(greenlet -> greenlet.name() + " (" + greenlet.activity() + ")")
                    .collect(Collectors.joining(", "));
            hub.errors.warnWithoutLock(
                    LogArea.HUB, hub + " was closed, but these greenlets did not end when they were killed: " + names);
        }
    }

    /** Runs the work of {@link Attachments#beforeClose}, and ends the greenlets that it has spawned. */
    private void callBeforeClose(long deadline) {
        closer = hub.attachments.closer();
        if (closer != null) {
            closer.start();
            var _ = hub.joining.await(left(deadline));
            endInGrace(deadline);
        }
    }

    /** Kills all greenlets, and waits for their ends. Greenlets spawned meanwhile are killed after them. */
    private void endInGrace(long deadline) {
        kill(hub.greenlets());
        List<RawGreenlet> stuck = List.of();
        for (int round = 0; round < MAX_ROUNDS; round++) {
            if (!awaitEnds(deadline)) {
                return;
            }
            List<RawGreenlet> alive = hub.greenlets();
            List<RawGreenlet> born = new ArrayList<>(alive);
            born.removeIf(dying::contains);
            if (alive.isEmpty() || (born.isEmpty() && alive.equals(stuck))) {
                return;
            }
            if (born.isEmpty()) {
                stuck = alive; // nothing could wake them, so a second kill cuts off nothing that would have gone on
                kill(alive);
            } else {
                kill(born);
            }
        }
    }

    /** Waits until those that were killed have ended, or nothing could wake them; false if the time passed first. */
    private boolean awaitEnds(long deadline) {
        HubJoin joining = hub.joining;
        return (dying.isEmpty() || joining.await(left(deadline))) && joining.awaitQuiet(left(deadline));
    }

    /** At least a moment: those that were killed get a turn however short the grace period is. */
    private long left(long deadline) {
        return Math.max(1, deadline - hub.now());
    }

    private void kill(List<RawGreenlet> victims) {
        dying.addAll(victims);
        for (RawGreenlet greenlet : victims) {
            if (!greenlet.hasPendingSignal()) {
                greenlet.deliver(new GreenletExit("the hub is being closed"), 0);
            }
        }
    }

    private void endByForce(List<RawGreenlet> left) {
        phase = Phase.CLOSED;
        for (RawGreenlet greenlet : left) {
            condemn(greenlet);
        }
        long end = System.nanoTime() + MESSAGE_NANOS;
        boolean quiet = hub.joining.awaitQuiet(Long.MAX_VALUE);
        while (quiet && awaitsMessage() && System.nanoTime() < end) {
            hub.messages().sleepParked(LOOK_NANOS);
            quiet = hub.joining.awaitQuiet(Long.MAX_VALUE);
        }
        for (RawGreenlet greenlet : hub.greenlets()) {
            abandon(greenlet);
        }
    }

    /** Ends a greenlet by force: each of its waits, shielded or not, throws from here on. */
    private void condemn(RawGreenlet greenlet) {
        if (greenlet.isDead()) {
            return; // it ended with another
        }
        if (greenlet.pending == null) {
            greenlet.pending = new PendingSignals();
        }
        GreenletExit cause = exitOf(greenlet);
        greenlet.pending.condemn(cause.getMessage());
        greenlet.deliver(cause, Integer.MAX_VALUE);
    }

    /** Settles a greenlet that will never run again; its body stays where it stands. */
    private void abandon(RawGreenlet greenlet) {
        abandon(greenlet, exitOf(greenlet));
    }

    /** Settles a greenlet, not the one that runs, that will never run again. */
    void abandon(RawGreenlet greenlet, GreenletExit cause) {
        if (greenlet.state == State.WAITING) {
            var _ = WaitList.claim(greenlet);
        }
        hub.dispatcher().forget(greenlet);
        greenlet.cancelStartTimer();
        greenlet.state = State.DEAD;
        greenlet.task = null;
        greenlet.thread = null;
        hub.population.ended(greenlet);
        greenlet.died(cause);
    }

    private GreenletExit exitOf(RawGreenlet greenlet) {
        return new GreenletExit(hub + " was closed before " + greenlet.name() + " had ended");
    }

    /** For a condemned greenlet that catches whatever its waits throw and waits again: leaves the thread for good. */
    static void parkForGood(RawGreenlet greenlet) {
        greenlet.list = null;
        greenlet.waitingOn = "nothing: its hub is closed";
        greenlet.state = State.WAITING;
        greenlet.switchOut();
    }

    /** Whether another thread took a greenlet out of its list and has not sent the wake-up yet. */
    private boolean awaitsMessage() {
        return hub.greenlets().stream().anyMatch(g -> g.state == State.WAITING && g.list != null && !WaitList.holds(g));
    }
}
