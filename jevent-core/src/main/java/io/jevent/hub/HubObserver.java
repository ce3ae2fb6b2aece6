// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/**
 * Is told of each hub that opens and closes, for monitors and metrics. Observers are found by
 * {@link java.util.ServiceLoader} when the first hub opens, and added by {@link #add}. A failure of an observer is
 * handled as a failure on that hub; it neither prevents the hub from opening nor from closing.
 *
 * <p>A program starts its own work on each hub in {@link #opened}: it spawns a greenlet there for work that blocks, and
 * leaves work for the end with {@link Attachments#beforeClose}, which may block as well.
 *
 * <p><b>Confinement:</b> called on the threads of all hubs, on several at once. An observer must not block.
 *
 * @audience SPI
 * @since 0.1
 */
@FunctionalInterface
public interface HubObserver {

    /**
     * Called when a hub has opened, before it runs anything. {@link Hub#all} contains it.
     *
     * @param hub the hub, which is the current thread's
     */
    void opened(Hub hub);

    /**
     * Called when a hub has closed: its greenlets have ended, and {@link Hub#all} does not contain it.
     *
     * @param hub the hub that the current thread had
     */
    default void closed(Hub hub) {
        // most observers have nothing to do
    }

    /**
     * Adds an observer, which is told of hubs that open and close from now on. Any thread may call this.
     *
     * @param observer the observer
     * @switches never
     */
    static void add(HubObserver observer) {
        HubObservers.add(observer);
    }

    /**
     * Removes an observer; does nothing if it was not added. Any thread may call this.
     *
     * @param observer the observer
     * @switches never
     */
    static void remove(HubObserver observer) {
        HubObservers.remove(observer);
    }
}
