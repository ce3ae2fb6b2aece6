// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/** The wait target, for tracers, of a greenlet that is parked by code that is not jevent's. */
final class OutsideWait {

    static final OutsideWait INSTANCE = new OutsideWait();

    private OutsideWait() {}

    @Override
    public String toString() {
        return "code outside of jevent";
    }
}
