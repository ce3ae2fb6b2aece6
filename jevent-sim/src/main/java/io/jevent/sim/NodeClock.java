// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.Hub;
import io.jevent.internal.world.World;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The wall clock of a node. */
final class NodeClock extends Clock {

    private final Hub hub;
    private final ZoneId zone;
    private final Deviation error;

    /** How wrong a clock is; shared by its views in other zones. */
    private static final class Deviation {
        long skew;
        double drift;
        long driftSince;
        double drifted;
    }

    NodeClock(Hub hub) {
        this(hub, ZoneOffset.UTC, new Deviation());
    }

    private NodeClock(Hub hub, ZoneId zone, Deviation error) {
        this.hub = hub;
        this.zone = zone;
        this.error = error;
    }

    void skew(long nanos) {
        error.skew = nanos;
    }

    void drift(double partsPerMillion) {
        error.drifted = drifted();
        error.driftSince = hub.now();
        error.drift = partsPerMillion / 1e6;
    }

    private double drifted() {
        return error.drifted + (hub.now() - error.driftSince) * error.drift;
    }

    @Override
    public Instant instant() {
        return World.of(hub).rightNow().plusNanos(error());
    }

    /** By how many nanoseconds it is ahead. */
    long error() {
        return error.skew + Math.round(drifted());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new NodeClock(hub, other, error);
    }

    @Override
    public String toString() {
        return "clock of a node at " + instant();
    }
}
