// SPDX-License-Identifier: Apache-2.0
package io.jevent.monitor;

/**
 * Connects jevent to the JDK's own tools: JMX, and the flight recorder.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class Monitoring {

    private Monitoring() {}

    /**
     * Shows the hubs in JMX as {@link HubsMXBean}; does nothing if that was done before. The launcher calls it when a
     * JMX agent is asked for on the command line.
     *
     * @throws IllegalStateException if this Java runtime has no JMX; the message tells the remedy
     * @switches never
     */
    public static void register() {
        try {
            HubsBean.register();
        } catch (NoClassDefFoundError e) {
            throw missing("JMX", "java.management", e);
        }
    }

    /**
     * Records {@code jevent.Spawn}, {@code jevent.Run}, {@code jevent.Kill} and {@code jevent.Blocked} in each flight
     * recording that has them enabled; they are not unless a recording asks for them by name, for example with
     * {@code -XX:StartFlightRecording:+jevent.Run#enabled=true,+jevent.Run#threshold=0ns} (the JDK's settings leave out
     * what takes less than 20 ms). While no recording does, it costs the hubs nothing. Events that a recording enables
     * after its start are noticed when the next recording starts or stops. Does nothing if it was called before. The
     * launcher calls it when a recording is asked for on the command line.
     *
     * @throws IllegalStateException if this Java runtime has no flight recorder; the message tells the remedy
     * @switches never
     */
    public static void jfr() {
        try {
            JfrTracer.install();
        } catch (NoClassDefFoundError e) {
            throw missing("flight recorder", "jdk.jfr", e);
        }
    }

    private static IllegalStateException missing(String what, String module, NoClassDefFoundError cause) {
        return new IllegalStateException(
                "this Java runtime has no " + what + ": start it with --add-modules " + module
                        + ", from a JDK that has that module",
                cause);
    }
}
