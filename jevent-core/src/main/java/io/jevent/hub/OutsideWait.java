// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/** What a greenlet waits on that is parked by code that is not jevent's, for tracers. */
final class OutsideWait {

    static final OutsideWait INSTANCE = new OutsideWait();

    private OutsideWait() {}

    @Override
    public String toString() {
        return "code outside of jevent";
    }
}
