// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.access;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The operations on hubs and greenlets that only jevent's own packages and modules may use. This package is below the
 * hub's, so the types of the hub are parameters.
 *
 * @param <H> {@code Hub}
 * @param <G> {@code RawGreenlet}
 */
public interface HubAccess<H, G> {

    /**
     * Returns the access to all hubs.
     *
     * @param <H> the type of hubs
     * @param <G> the type of greenlets
     * @param hub the class of hubs
     * @param greenlet the class of greenlets
     * @return the access
     */
    @SuppressWarnings("unchecked") // the class of hubs provides it for the class of greenlets
    static <H, G> HubAccess<H, G> to(Class<H> hub, Class<G> greenlet) {
        return (HubAccess<H, G>) Access.to(HubAccess.class, hub);
    }

    /**
     * Throws {@code cause} into a greenlet of the caller's hub, unless the greenlet has entered more shields than
     * {@code depth}.
     *
     * @param greenlet the greenlet
     * @param cause the signal
     * @param depth how many shields the greenlet was inside of when the signal was set up
     */
    void deliver(G greenlet, Throwable cause, int depth);

    /**
     * Makes {@code greenlet} the one that is told when the hub is stuck, instead of the main greenlet.
     *
     * @param hub the hub of the calling thread
     * @param greenlet the greenlet that {@code Jevent.run} runs, or null for none
     */
    void setRoot(H hub, @Nullable G greenlet);

    /**
     * Returns whether the end of its hub has killed a greenlet, which is cleaning up. For the hub's thread.
     *
     * @param greenlet the greenlet
     * @return false for a greenlet that was spawned since then
     */
    boolean isKilledByClose(G greenlet);

    /**
     * Returns the greenlet that gets the failures of the whole program.
     *
     * @param hub any hub
     * @return its root greenlet, or else its main greenlet
     */
    G principal(H hub);

    /**
     * Returns the greenlet that runs in a thread, in O(n). Exact while the hub stands still, a guess otherwise.
     *
     * @param hub any hub
     * @param thread the thread
     * @return the greenlet of this hub, or null
     */
    @Nullable
    G greenletOf(H hub, Thread thread);

    /**
     * Describes from outside what a hub's thread and its main greenlets do. It needs neither the hub, which may stand
     * still, nor a lock that a program could hold. A call in advance loads all classes that it uses.
     *
     * @param hub any hub
     * @return lines of text, each ended by a line feed
     */
    String describeCarrier(H hub);

    /**
     * Prints lines on a hub's error stream, past the lock of {@code System.err}.
     *
     * @param hub any hub
     * @param lines the text, without the last line separator
     */
    void printPastLock(H hub, String lines);

    /**
     * Prints a failure on a hub's error stream.
     *
     * @param hub any hub
     * @param context the object that failed
     * @param failure the failure
     */
    void printFailure(H hub, Object context, Throwable failure);

    /**
     * Tells that waits of the JDK with a time limit go by the clock of hubs that are closed worlds, in this JVM, and
     * that these hubs are to wake those that wait for monitors.
     *
     * @param monitors knows which of them the JVM has chosen
     */
    void simulateJdkWaits(MonitorWaits monitors);

    /**
     * Returns whether a scheduler of virtual threads is that of a hub that is a closed world.
     *
     * @param scheduler any scheduler
     * @return whether the virtual threads that it runs belong to a closed world
     */
    boolean isOfClosedWorld(Executor scheduler);

    /**
     * Has the end of its hub leave a greenlet where it stands if a kill does not end it, without a warning: its code is
     * a thread's, which need not end with the program.
     *
     * @param greenlet a greenlet
     */
    void abandonAtClose(G greenlet);

    /**
     * Returns whether a thread is one that jevent makes for itself.
     *
     * @param thread any thread
     * @return false for threads of programs and of the JDK
     */
    boolean isService(Thread thread);

    /**
     * Opens {@code java.lang} to another module of jevent.
     *
     * @param module the module
     * @return false if this JVM does not let jevent do so
     */
    boolean openJavaLang(Module module);

    /** Has operations of jevent exclude {@link #offerTurn} within themselves, from now on. */
    void usePreemption();

    /**
     * Lets the order of a closed world choose anew who runs, if others are ready. First in, first out, the caller goes
     * on; after 1,000 calls in succession it yields, so that a loop that waits for another thread ends. Does nothing on
     * other hubs and in callbacks.
     *
     * @param on the object that the caller is about to use
     */
    void offerTurn(Object on);
}
