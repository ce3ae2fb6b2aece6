// SPDX-License-Identifier: Apache-2.0
package io.jevent.signal;

import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Hub;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * Handles signals of the operating system in greenlets: what the handler does is ordered with everything else on its
 * hub.
 *
 * <p>A greenlet that does not give way delays the handler until it does.
 *
 * <p><b>Confinement:</b> a handler belongs to the hub on which it was set.
 *
 * @gevent {@code gevent.signal_handler}
 */
public final class Signals {

    private Signals() {}

    /**
     * Has {@code handler} run in a new greenlet of the current hub each time the signal comes.
     *
     * @param name the signal, for example {@code TERM} or {@code SIGTERM}
     * @param handler what to run; it may block. What it throws goes to the hub's error handling, and into the main
     *     greenlet
     * @return a handle to cancel it
     * @throws IllegalArgumentException if there is no such signal, or the JVM keeps it for itself: SIGQUIT, unless the
     *     JVM was started with {@code -Xrs} and with the signal blocked, on Linux; the message says which
     * @switches never
     */
    public static SignalHandle handle(String name, Runnable handler) {
        Objects.requireNonNull(handler, "handler");
        Hub hub = Hub.current();
        return install(hub, name, number -> deliver(hub, handler));
    }

    private static void deliver(Hub hub, Runnable handler) {
        try {
            hub.runCallback(() -> {
                var greenlet = new SignalGreenlet(handler);
                greenlet.start();
            });
        } catch (HubClosedException e) {
            // the program that wanted it is over
        }
    }

    /**
     * Ends the program of the current hub in an orderly way when one of these signals comes: a {@link ShutdownSignal}
     * is thrown into its root greenlet (or main greenlet), so that {@code finally} blocks run; {@code Jevent.run} then
     * kills the other greenlets. A second signal ends the JVM at once.
     *
     * @param names the signals; {@code INT}, {@code TERM} and {@code HUP} are the usual ones
     * @return handles to cancel it
     * @throws IllegalArgumentException as {@link #handle}
     * @switches never
     */
    public static List<SignalHandle> shutdownOn(String... names) {
        Hub hub = Hub.current();
        var first = new AtomicBoolean(true);
        var handles = new ArrayList<SignalHandle>();
        for (String name : names) {
            handles.add(install(hub, name, number -> {
                var shutdown = new ShutdownSignal(bare(name), number);
                if (first.getAndSet(false) && !hub.isClosed()) {
                    hub.interruptProgram(shutdown);
                } else {
                    Runtime.getRuntime().halt(shutdown.exitStatus());
                }
            }));
        }
        return handles;
    }

    private static SignalHandle install(Hub hub, String name, IntConsumer handler) {
        String bare = bare(name);
        try {
            return new SignalHandle(hub, bare, handler);
        } catch (IllegalArgumentException e) {
            String why = bare.equals("QUIT")
                    ? "; on SIGQUIT the JVM prints its threads, unless it is started, on Linux, with -Xrs and the signal"
                            + " blocked: ./jevent run -J-Xrs ..., or env --block-signal=QUIT java -Xrs ..."
                    : "";
            throw new IllegalArgumentException("SIG" + bare + " cannot be handled: " + e.getMessage() + why, e);
        }
    }

    private static String bare(String name) {
        return name.startsWith("SIG") ? name.substring("SIG".length()) : name;
    }
}
