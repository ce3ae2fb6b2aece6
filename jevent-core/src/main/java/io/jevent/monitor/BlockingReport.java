// SPDX-License-Identifier: Apache-2.0
package io.jevent.monitor;

import io.jevent.hub.Hub;
import io.jevent.hub.Occupant;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.report.Stacks;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hub whose thread is held: none of its greenlets can run.
 *
 * <p><b>Confinement:</b> immutable; the holder may have gone on meanwhile.
 *
 * @param hub the hub that stands still
 * @param holder the code that holds it
 * @param hold the number of the hold: a monitor reports a longer one again, with the same number and the whole time
 * @param time how long it has been seen holding the hub; it may be up to a quarter of the limit longer
 * @param stack where the holder was when this was made, innermost frame first
 * @param cause what it waits for, who could end that, and what to do about it: lines of text, empty if it computes
 * @gevent {@code gevent.events.EventLoopBlocked}
 * @since 0.1
 */
public record BlockingReport(
        Hub hub, Holder holder, long hold, Duration time, List<StackTraceElement> stack, String cause) {

    /**
     * The code that holds a hub.
     *
     * @param kind what it is
     * @param name how reports name it
     * @param greenlet the greenlet, or null if it is none
     * @since 0.1
     */
    public record Holder(
            Occupant.Kind kind, String name, @Nullable RawGreenlet greenlet) {}

    /**
     * Returns the greenlet that holds the hub.
     *
     * @return the greenlet, or null if it is other code
     */
    public @Nullable RawGreenlet greenlet() {
        return holder.greenlet;
    }

    /** Describes the holder, its hub, the time and the stack, in several lines. */
    @Override
    public String toString() {
        return text(holder, hub.toString(), time.toMillis(), stack, cause);
    }

    /** Neither links call sites of its own (lambdas, string concatenation) nor takes a lock. */
    static String text(Holder holder, String hub, long millis, List<StackTraceElement> stack, String cause) {
        var text = new StringBuilder(holder.name)
                .append(" has held ")
                .append(hub)
                .append(" for ")
                .append(millis)
                .append(" ms without giving way; ")
                .append(
                        holder.kind == Occupant.Kind.PINNED
                                ? "its main greenlet is ready and cannot run\n"
                                : "nobody else on it can run\n");
        Stacks.append(text, "    ", stack.toArray(new StackTraceElement[0]));
        return text.append(cause).toString();
    }
}
