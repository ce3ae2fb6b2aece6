// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/** The hub's own platform thread, as a greenlet: when it waits, it runs the hub. */
final class MainGreenlet extends RawGreenlet {

    MainGreenlet(Hub hub) {
        super(hub);
        setName("main greenlet of " + hub.name());
    }

    @Override
    void switchOut() {
        Tracer before = hub.tracer();
        if (before != null) {
            before.switchedOut(this, waitingOn());
        }
        hub.cycle().drive(this);
        Tracer after = hub.tracer();
        if (after != null) {
            after.switchedIn(this);
        }
    }
}
