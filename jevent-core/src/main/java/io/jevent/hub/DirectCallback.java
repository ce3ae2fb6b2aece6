// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/**
 * A callback that a hub calls directly on its own thread, which saves the switch to a virtual thread of about 100 ns.
 *
 * <p>For libraries. Such a callback must neither take a lock of the JDK nor log, print or call code that might: it
 * would stop the hub, for ever if the lock belongs to a greenlet of that hub. {@link Hub#runCallback} and
 * {@link Hub#schedule} recognize the type: {@code hub.runCallback((DirectCallback) this::wakeWaiters)}.
 *
 * @audience SPI
 * @since 0.1
 */
@FunctionalInterface
public interface DirectCallback extends Runnable {}
