// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import io.jevent.monitor.Monitoring;

/** Connects a program to the JDK's tools, as far as that does not slow down its start. */
final class Observers {
    private static final String JMX_AGENT = "com.sun.management.jmxremote";

    private Observers() {}

    /** The flight recorder takes a millisecond; JMX takes hundreds, so it needs the JVM's flag. */
    static void connect() {
        if (System.getProperty(JMX_AGENT) != null || System.getProperty(JMX_AGENT + ".port") != null) {
            Monitoring.register();
        }
        try {
            Monitoring.jfr();
        } catch (IllegalStateException e) {
            // a Java runtime without a flight recorder: there is no tool to connect to
        }
    }
}
