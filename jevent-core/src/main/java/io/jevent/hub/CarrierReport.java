// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.report.Stacks;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells from outside what holds a hub's thread. It needs neither the hub, which may stand still, nor a lock that a
 * program could hold. A call in advance loads all classes that it uses.
 */
final class CarrierReport {

    private static final String INDENT = "    ";

    private CarrierReport() {}

    /** Describes a hub's thread, a stand-in that drives the hub, the greenlet that runs, and its principal greenlet. */
    static String of(Hub hub) {
        var text = new StringBuilder(512);
        RawGreenlet running = hub.running();
        RawGreenlet principal = hub.principal();
        if (running != null && running != principal) {
            append(text, running, "holds");
        }
        append(text, principal, principal == running ? "holds" : "does not hold");
        Thread carrier = hub.carrier();
        append(text, carrier.getName(), carrier);
        Thread driver = hub.driver();
        if (driver != carrier) {
            append(text, driver.getName(), driver);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, RawGreenlet greenlet, String holds) {
        Thread thread = greenlet.thread;
        if (thread != null) {
            text.append("  ").append(greenlet.name()).append(' ').append(holds).append(" the hub's thread");
            append(text, thread);
        }
    }

    private static void append(StringBuilder text, String name, Thread thread) {
        text.append("  thread ")
                .append(name)
                .append(" is ")
                .append(thread.getState().name());
        append(text, thread);
    }

    private static void append(StringBuilder text, Thread thread) {
        Object blocker = LockSupport.getBlocker(thread);
        if (blocker != null) {
            text.append(", waits for ").append(blocker.getClass().getName());
        }
        text.append('\n');
        Stacks.append(text, INDENT, thread.getStackTrace());
    }
}
