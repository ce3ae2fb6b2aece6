// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/**
 * Chooses which of those that are ready runs next. Without one a hub is first in first out; a test may put a seeded
 * choice here to explore other orders and to replay one. It orders greenlets; callbacks keep the order in which they
 * were sent, so if it chooses one, the one that was sent first runs.
 *
 * @audience SPI
 * @since 0.1
 */
@FunctionalInterface
public interface ReadyOrder {

    /**
     * Chooses. Called on the hub; must not block.
     *
     * @param ready how many are ready, at least 2
     * @return which one runs next: 0 is the one that has been ready longest
     */
    int next(int ready);
}
