// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import java.util.ArrayList;
import java.util.List;

/** Greenlets that wait on one event. */
final class Waiters {

    private final Event opened = new Event();
    private final List<Greenlet<?>> greenlets;
    private final int count;

    Waiters(int count) {
        this.greenlets = new ArrayList<>(count);
        this.count = count;
    }

    /** Starts the greenlets; returns when all of them wait. */
    void start() {
        Runnable body = opened::await;
        for (int i = 0; i < count; i++) {
            greenlets.add(Jevent.spawn(body));
        }
        Jevent.sleep();
    }

    /** Lets the greenlets go on; returns when all have ended. */
    void finish() {
        opened.set();
        Jevent.joinAll(greenlets);
    }
}
