// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.time.Duration;
import java.util.List;

/**
 * A greenlet holds its hub without giving way: nobody else on it can run.
 *
 * <p><b>Confinement:</b> immutable; the greenlet may have gone on meanwhile.
 *
 * @param hub the hub that stands still
 * @param greenlet the greenlet that runs on it
 * @param time how long it has been seen running; it may have run up to a quarter of the limit longer
 * @param stack where it was when this was made, innermost frame first
 * @gevent {@code gevent.events.EventLoopBlocked}
 */
public record BlockingReport(Hub hub, RawGreenlet greenlet, Duration time, List<StackTraceElement> stack) {

    /** Says who holds which hub for how long, and where, in several lines. */
    @Override
    public String toString() {
        var text = new StringBuilder(greenlet.name())
                .append(" has held ")
                .append(hub)
                .append(" for ")
                .append(time.toMillis())
                .append(" ms without giving way; nobody else on it can run\n");
        Stacks.append(text, "    ", stack.toArray(StackTraceElement[]::new));
        return text.toString();
    }
}
