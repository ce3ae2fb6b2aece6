// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.HubClosedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The greenlets of a hub that were started and have not ended, linked through themselves. */
final class Population {

    private final Hub hub;
    private @Nullable RawGreenlet newest;

    /** Written by the hub, read by any thread. */
    private int size;

    Population(Hub hub) {
        this.hub = hub;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return newest == null;
    }

    /** Adds a greenlet that starts. */
    void started(RawGreenlet greenlet) {
        hub.checkCurrent();
        if (hub.isClosed()) {
            throw new HubClosedException(hub + " is closed and starts no greenlet any more");
        }
        greenlet.state = State.STARTING;
        add(greenlet);
        Tracer tracer = hub.tracer();
        if (tracer != null) {
            tracer.spawned(greenlet, hub.running());
        }
    }

    /** Removes a greenlet that has ended. */
    void ended(RawGreenlet greenlet) {
        remove(greenlet);
        hub.end.ended(greenlet);
        Tracer tracer = hub.tracer();
        if (tracer != null) {
            tracer.ended(greenlet);
        }
    }

    private void add(RawGreenlet greenlet) {
        RawGreenlet older = newest;
        greenlet.nextAlive = older;
        if (older != null) {
            older.previousAlive = greenlet;
        }
        newest = greenlet;
        size++;
    }

    private void remove(RawGreenlet greenlet) {
        size--;
        RawGreenlet before = greenlet.previousAlive;
        RawGreenlet after = greenlet.nextAlive;
        if (before == null) {
            newest = after;
        } else {
            before.nextAlive = after;
        }
        if (after != null) {
            after.previousAlive = before;
        }
        greenlet.previousAlive = null;
        greenlet.nextAlive = null;
    }

    /** Oldest first. */
    List<RawGreenlet> all() {
        var alive = new ArrayList<RawGreenlet>();
        for (RawGreenlet g = newest; g != null; g = g.nextAlive) {
            alive.add(g);
        }
        return alive.reversed();
    }

    /** The greenlet of a thread, in O(n): for reports. */
    @Nullable
    RawGreenlet find(Thread thread) {
        for (RawGreenlet g = newest; g != null; g = g.nextAlive) {
            if (g.thread == thread) {
                return g;
            }
        }
        return null;
    }
}
