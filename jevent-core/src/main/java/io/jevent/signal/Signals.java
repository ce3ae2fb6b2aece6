// SPDX-License-Identifier: Apache-2.0
package io.jevent.signal;

import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.DirectCallback;
import io.jevent.hub.Hub;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * Handles signals of the operating system in greenlets: what the handler does is ordered with everything else on its
 * hub.
 *
 * <p>A greenlet that does not yield delays the handler until it does.
 *
 * <p>Free for programs are INT, TERM, HUP, USR1 and others, for example WINCH and CONT; the JVM itself uses USR2, and
 * QUIT, see {@link #handle}. With {@code -Xrs} it gives away none that ends a program.
 *
 * <p><b>Confinement:</b> a handler belongs to the hub on which it was set.
 *
 * @gevent {@code gevent.signal_handler}
 * @since 0.1
 */
public final class Signals {

    private Signals() {}

    /**
     * Has {@code handler} run in a new greenlet of the current hub each time the signal comes, until the handle is
     * cancelled or the hub is closed. Several handlers of one signal all run, in the order in which they were set; a
     * {@link #shutdownOn} sets aside those before it, and is set aside by those after it.
     *
     * @param name the signal, for example {@code TERM} or {@code SIGTERM}
     * @param handler the handler; it may block. Its exceptions go to the hub's error handler, and into the main
     *     greenlet
     * @return a handle to cancel it
     * @throws IllegalArgumentException if there is no such signal, or the JVM keeps it for itself: SIGQUIT, unless the
     *     JVM was started with {@code -Xrs} and with the signal blocked, on Linux; SIGUSR2, unless
     *     {@code _JAVA_SR_SIGNUM} names another; the message has the reason
     * @throws UnsupportedOperationException if this JVM has no module {@code jdk.unsupported}
     * @switches never
     */
    public static SignalHandle handle(String name, Runnable handler) {
        Objects.requireNonNull(handler, "handler");
        Hub hub = Hub.current();
        return install(hub, name, _ -> deliver(hub, handler), false);
    }

    private static void deliver(Hub hub, Runnable handler) {
        try {
            hub.runCallback((DirectCallback) () -> {
                var greenlet = new SignalGreenlet(handler);
                greenlet.start();
            });
        } catch (HubClosedException e) {
            // the program that wanted it has just ended
        }
    }

    /**
     * Ends the program of the current hub in an orderly way when one of these signals comes: a {@link ShutdownSignal}
     * is thrown into its root greenlet (or main greenlet), so that {@code finally} blocks run; {@code Jevent.run} then
     * kills the other greenlets. If the program does not catch the signal, the JVM exits with its
     * {@link ShutdownSignal#exitStatus status} when it leaves the thread's {@code main}, and prints nothing. A second
     * signal ends the JVM at once.
     *
     * <p>One signal always ends the program. If the hub does not take it within 10 seconds (a greenlet computes or is
     * stuck), or the hub is not closed 30 seconds after that, what holds it is written to the standard error output,
     * and the JVM shuts down with the signal's status, running its shutdown hooks. If these do not end within 10
     * seconds, the JVM is halted. The system properties {@code jevent.shutdownGrace} (the first and the last time) and
     * {@code jevent.cleanupLimit} set other times, in real time and as ISO 8601 durations such as {@code PT10S}. They
     * are read here. Cancelling the handles after the signal came does not end this.
     *
     * @param names the signals; {@code INT}, {@code TERM} and {@code HUP} are the usual ones
     * @return handles to cancel it
     * @throws IllegalArgumentException as {@link #handle}; then none of them is handled
     * @throws IllegalStateException if one of the properties is no duration
     * @throws UnsupportedOperationException as {@link #handle}
     * @switches never
     */
    public static List<SignalHandle> shutdownOn(String... names) {
        Hub hub = Hub.current();
        var shutdown = new Shutdown(hub);
        var handles = new ArrayList<SignalHandle>();
        try {
            for (String name : names) {
                handles.add(install(hub, name, n -> shutdown.deliver(new ShutdownSignal(bare(name), n)), true));
            }
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            handles.forEach(SignalHandle::cancel);
            throw e;
        }
        return List.copyOf(handles);
    }

    private static SignalHandle install(Hub hub, String name, IntConsumer handler, boolean endsProgram) {
        String bare = bare(name);
        try {
            return SignalHandle.install(hub, bare, handler, endsProgram);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("SIG" + bare + " cannot be handled: " + e.getMessage(), e);
        }
    }

    private static String bare(String name) {
        return name.startsWith("SIG") ? name.substring("SIG".length()) : name;
    }
}
