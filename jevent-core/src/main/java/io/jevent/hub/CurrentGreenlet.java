// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.BlockingSwitchOutException;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.exceptions.NotSimulatedException;
import org.jspecify.annotations.Nullable;

/**
 * Operations of the calling greenlet on itself: sleep, yield, shield itself.
 *
 * @gevent {@code gevent.getcurrent()}, {@code gevent.sleep}, {@code gevent.idle}
 * @audience SPI
 * @since 0.1
 */
public final class CurrentGreenlet {

    /** The contexts of threads that are no greenlets: workers of pools, other virtual threads, callbacks of hubs. */
    private static final ThreadLocal<@Nullable Object> CONTEXT_OF_THREAD = new ThreadLocal<>();

    private CurrentGreenlet() {}

    /**
     * Returns the greenlet that calls, the main greenlet included.
     *
     * @return the greenlet, or null in a callback of the hub and on virtual threads that are not greenlets
     * @gevent {@code gevent.getcurrent()}
     */
    public static @Nullable RawGreenlet get() {
        Hub hub = Hub.ifCurrent();
        return hub == null ? null : hub.running();
    }

    /** The greenlet that calls and may wait now; null for a virtual thread that is none. Raises what is pending. */
    static @Nullable RawGreenlet thatMayBlock() {
        RawGreenlet greenlet = thatMayEnter();
        if (greenlet != null && greenlet.hasPendingSignal()) {
            greenlet.raisePending();
        }
        return greenlet;
    }

    /** The greenlet that calls, outside callbacks; null for a virtual thread that is none. Raises nothing pending. */
    static @Nullable RawGreenlet thatMayEnter() {
        Hub hub = Hub.ifCurrent();
        if (hub == null) {
            if (Thread.currentThread().isVirtual()) {
                return null;
            }
            hub = Hub.current();
        }
        RawGreenlet greenlet = hub.running();
        if (greenlet == null) {
            if (!hub.dispatcher().inCallback()) {
                return null;
            }
            throw new BlockingSwitchOutException(
                    "a blocking call in a callback of " + hub + "; spawn a greenlet there instead: Jevent.spawn(...)");
        }
        return greenlet;
    }

    /**
     * Whether the caller is a callback of a hub, which must not wait.
     *
     * @return false in greenlets and in virtual threads that a library started
     */
    public static boolean isCallback() {
        Hub hub = Hub.ifCurrent();
        return hub != null && hub.dispatcher().inCallback();
    }

    /**
     * Reads the clock by which the caller's waits are measured: its hub's, or the JVM's where there is no hub.
     *
     * @return nanoseconds from an arbitrary origin
     */
    public static long now() {
        Hub hub = Hub.ifCurrent();
        return hub == null ? System.nanoTime() : hub.now();
    }

    /**
     * Lets the calling greenlet wait for a time; zero yields once to those that are ready.
     *
     * @param nanos how long, in nanoseconds
     * @switches always
     */
    public static void sleep(long nanos) {
        sleep(nanos, true);
    }

    /**
     * Lets the calling greenlet wait for a time; zero yields once to those that are ready.
     *
     * @param nanos how long, in nanoseconds
     * @param keepAlive whether the sleep keeps the hub alive, see {@link Timer#keepAlive}
     * @switches always
     */
    public static void sleep(long nanos, boolean keepAlive) {
        RawGreenlet greenlet = thatMayBlock();
        if (greenlet == null) {
            var sleeper = new ThreadWaiter();
            if (nanos > 0) {
                sleeper.block(new Sleep(nanos, true), nanos);
            } else {
                Thread.yield();
            }
        } else if (nanos <= 0) {
            greenlet.yieldTurn();
        } else {
            greenlet.block(new Sleep(nanos, keepAlive), nanos);
        }
    }

    /**
     * Lets the calling greenlet wait until its hub has nothing else to do.
     *
     * @switches always
     * @gevent {@code gevent.idle()}
     */
    public static void idle() {
        RawGreenlet greenlet = thatMayBlock();
        if (greenlet == null) {
            throw notAGreenlet("idle()");
        }
        EventCycle cycle = greenlet.hub.cycle();
        cycle.addIdler(greenlet);
        try {
            greenlet.block("the hub being idle", Long.MAX_VALUE);
        } finally {
            cycle.removeIdler(greenlet);
        }
    }

    /** Defers kills and timeouts of the calling greenlet until {@link #exitShield} has been called as often as this. */
    public static void enterShield() {
        RawGreenlet greenlet = require("a shield");
        greenlet.shields++;
    }

    /** Ends one {@link #enterShield}; a deferred kill or timeout is delivered at the next switch point. */
    public static void exitShield() {
        RawGreenlet greenlet = require("a shield");
        greenlet.shields--;
    }

    /** Throws the pending signal of the calling greenlet, if any, unless a shield defers it. */
    public static void checkpoint() {
        RawGreenlet greenlet = get();
        if (greenlet != null && greenlet.hasPendingSignal()) {
            greenlet.raisePending();
        }
    }

    /**
     * Refuses a call on a hub that is a closed world.
     *
     * @param what the plural of what the call would use, for the message
     * @throws NotSimulatedException if the current hub is a closed world
     * @audience internal
     */
    public static void refuseInClosedWorld(String what) {
        Hub hub = Hub.ifCurrent();
        if (hub != null && hub.loop().isClosedWorld()) {
            throw new NotSimulatedException(what + " are not simulated, and " + hub + " is a closed world;"
                    + " let the code get its peer by a constructor, and give it a stand-in there");
        }
    }

    /**
     * Refuses a call that starts threads of the JDK on a hub that is a closed world, unless threads are greenlets
     * there.
     *
     * @param what the plural of what the call would use, for the message
     * @throws NotSimulatedException if the current hub is a closed world and no agent has changed the JDK
     * @audience internal
     */
    public static void refuseThreadsInClosedWorld(String what) {
        Hub hub = Hub.ifCurrent();
        if (hub != null && hub.loop().isClosedWorld() && !MonitorWaiters.areSimulated()) {
            throw new NotSimulatedException(what + " need threads, which are not simulated in this JVM, and " + hub
                    + " is a closed world; run this with jevent-sim in a JVM that lets its agent be loaded");
        }
    }

    /**
     * Returns the calling greenlet, the main greenlet included.
     *
     * @param what what needs it, for the message
     * @return the greenlet
     * @throws InvalidThreadUseException in a callback of the hub and on virtual threads that are not greenlets
     */
    public static RawGreenlet require(String what) {
        RawGreenlet greenlet = Hub.current().running();
        if (greenlet == null) {
            throw notAGreenlet(what);
        }
        return greenlet;
    }

    private static InvalidThreadUseException notAGreenlet(String what) {
        return new InvalidThreadUseException(what + " needs a greenlet, but " + Thread.currentThread()
                + " is a callback of the hub or a virtual thread that a library started; spawn a greenlet for it");
    }

    /**
     * Takes back a signal of a timeout or a scope that has not been thrown into the calling greenlet yet.
     *
     * @param cause the signal that was not delivered
     * @return whether the greenlet was interrupted for it in code that is not jevent's, so that it must not be lost
     */
    public static boolean cancelPending(Throwable cause) {
        RawGreenlet greenlet = get();
        return greenlet != null && greenlet.cancelPending(cause);
    }

    /**
     * Takes back a signal of a timeout or a scope that has not been thrown into a greenlet of the caller's hub yet.
     *
     * @param victim the greenlet
     * @param cause the signal that was not delivered
     * @return whether {@code victim} was interrupted for it in code that is not jevent's
     */
    public static boolean cancelPending(RawGreenlet victim, Throwable cause) {
        return victim.cancelPending(cause);
    }

    /**
     * Returns what to throw out of a block of the calling greenlet that {@code thrown} ends: the signal, if one had
     * interrupted a wait of foreign code in it.
     *
     * @param thrown what ends the block
     * @return {@code thrown} or the signal behind it
     */
    public static Throwable unwrapSignal(Throwable thrown) {
        RawGreenlet greenlet = get();
        return greenlet == null ? thrown : greenlet.unwrapSignal(thrown);
    }

    /**
     * Turns what a wait of jevent threw into what the JDK's own waits know: the calling thread is interrupted, and the
     * signal is raised at the next switch point or comes out of its block, as if it had met a wait of foreign code. For
     * waits that are made on behalf of foreign code, which closes what it was using when it is interrupted.
     *
     * @param signal what the wait threw: a kill or a timeout
     */
    public static void convertToInterrupt(Throwable signal) {
        RawGreenlet greenlet = require("a wait of foreign code");
        greenlet.defer(signal, greenlet.shields).interrupted = true;
        Thread.currentThread().interrupt();
    }

    /**
     * How many shields the calling greenlet is inside of.
     *
     * @return 0 without a shield
     */
    public static int shieldDepth() {
        return require("a timeout").shields;
    }

    /**
     * Returns what the calling greenlet has inherited at its spawn or was given since, or what the calling thread was
     * given: for {@code ContextLocal}.
     *
     * @return an immutable object, or null
     */
    public static @Nullable Object context() {
        RawGreenlet greenlet = get();
        return greenlet != null ? greenlet.context : CONTEXT_OF_THREAD.get();
    }

    /**
     * Replaces what {@link #context} returns and what greenlets spawned from now on inherit. In a callback of a hub the
     * caller must put back what was there before: other callbacks run on the same thread.
     *
     * @param context an immutable object, or null
     */
    public static void setContext(@Nullable Object context) {
        RawGreenlet greenlet = get();
        if (greenlet != null) {
            greenlet.context = context;
        } else if (context == null) {
            CONTEXT_OF_THREAD.remove();
        } else {
            CONTEXT_OF_THREAD.set(context);
        }
    }

    /** The context of a thread that is no greenlet, or of a callback. */
    static @Nullable Object contextOfThread() {
        return CONTEXT_OF_THREAD.get();
    }

    /** Takes away the context of a thread, whose main greenlet has it from now on. */
    static @Nullable Object takeContextOfThread() {
        Object context = CONTEXT_OF_THREAD.get();
        CONTEXT_OF_THREAD.remove();
        return context;
    }
}
