// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.carrier.ServiceThread;

/** A thread that drives a hub while a pinned greenlet waits on another one. */
final class StandIn extends ServiceThread {

    private final Hub hub;
    private final StandIns crew;
    final StandIns.Driver driver = new StandIns.Driver(this);

    StandIn(Hub hub, StandIns crew, int number) {
        super(() -> {}, "stand-in " + number + " of " + hub.name());
        this.hub = hub;
        this.crew = crew;
    }

    Hub hub() {
        return hub;
    }

    @Override
    public void run() {
        try {
            crew.stayFree(driver);
            while (true) {
                turn();
            }
        } catch (StandIns.Ended e) {
            // the hub is closed
        }
    }

    private void turn() {
        try {
            hub.cycle().turn(hub.main());
            crew.freeHome();
        } catch (StandIns.Ended e) {
            throw e;
        } catch (Throwable t) {
            hub.handleError(hub, t);
        }
    }
}
