// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.event.Event;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The properties of one run, which are checked after each step. */
final class Properties {

    private record Always(String what, BooleanSupplier condition) {}

    private record Awaited(BooleanSupplier condition, Event seen) {}

    private final Hub hub;
    private final List<Always> always = new ArrayList<>();
    private final List<Awaited> awaited = new ArrayList<>();
    private @Nullable Throwable failure;
    private @Nullable RawGreenlet last;
    private boolean checking;

    Properties(Hub hub) {
        this.hub = hub;
    }

    /** Notes who ran last. */
    void ran(RawGreenlet greenlet) {
        last = greenlet;
    }

    void always(String what, BooleanSupplier condition) {
        var property = new Always(what, condition);
        if (!holds(property)) {
            throw new AssertionError("always: '" + what + "' is false from the beginning");
        }
        always.add(property);
    }

    /** Waits until a condition holds; false if the time passes first. */
    boolean eventually(BooleanSupplier condition, Duration within) {
        if (condition.getAsBoolean()) {
            return true;
        }
        var entry = new Awaited(condition, new Event());
        awaited.add(entry);
        try {
            return entry.seen.await(within) || condition.getAsBoolean();
        } finally {
            awaited.remove(entry);
        }
    }

    /** Looks at all properties; what a condition does while it is asked is not looked at. */
    void check() {
        if (checking || (always.isEmpty() && awaited.isEmpty())) {
            return;
        }
        checking = true;
        try {
            for (Always property : always) {
                if (failure == null && !holds(property)) {
                    fail(property);
                }
            }
            for (Awaited entry : awaited) {
                if (!entry.seen.isSet() && entry.condition.getAsBoolean()) {
                    entry.seen.set();
                }
            }
        } catch (Throwable t) {
            fail(t);
        } finally {
            checking = false;
        }
    }

    private static boolean holds(Always property) {
        return property.condition.getAsBoolean();
    }

    private void fail(Always property) {
        RawGreenlet culprit = last;
        fail(new AssertionError("always: '" + property.what + "' is false"
                + (culprit == null ? "" : " after a step of " + culprit.name()) + ", at "
                + Duration.ofNanos(hub.now()) + " of virtual time"));
    }

    private void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
            hub.interruptProgram(cause);
        }
    }

    /** The first property that was violated. */
    @Nullable
    Throwable failure() {
        return failure;
    }
}
