// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/**
 * Counts the operations on a hub that did not have to wait, and yields after 64 of them without a switch, so that a
 * socket that is always ready starves no other greenlet.
 *
 * <p>For libraries: a source of input and output has one budget for each hub.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @audience SPI
 * @since 0.1
 */
public final class YieldBudget {

    private static final int OPERATIONS = 64;

    private long switches;
    private int spent;

    /** Creates a budget of which nothing is spent. */
    public YieldBudget() {}

    /**
     * Counts one operation, and yields if the budget is spent and the caller is a greenlet.
     *
     * @param hub the current hub
     * @switches sometimes, to yield
     */
    public void spend(Hub hub) {
        long now = hub.switches();
        if (now != switches) {
            switches = now;
            spent = 0;
        } else if (++spent >= OPERATIONS && CurrentGreenlet.get() != null) {
            spent = 0;
            CurrentGreenlet.sleep(0);
        }
    }
}
