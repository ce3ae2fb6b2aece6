// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.logging;

/** The kinds of reports, each with a logger. {@code docs/logging.md} lists them. */
public enum LogArea {
    /** Uncaught failures of greenlets, callbacks, timers and links. */
    FAILURE("io.jevent.failure"),
    /** A hub on which nothing can run, and greenlets that did not end with their hub. */
    HUB("io.jevent.hub"),
    /** Code that blocks a hub. */
    MONITOR("io.jevent.monitor"),
    /** A program that does not end after a signal. */
    SHUTDOWN("io.jevent.shutdown"),
    /** Failures that a server survives, and connections that their peers broke. */
    SERVER("io.jevent.server"),
    /** The responses of HTTP servers. */
    HTTP_ACCESS("io.jevent.http.access"),
    /** The lines that WSGI applications write to {@code wsgi.errors}. */
    WSGI("io.jevent.wsgi"),
    /** Child processes of jevent that fail. */
    PROCESS("io.jevent.process"),
    /** Failures of ZeroMQ's own threads. */
    ZMQ("io.jevent.zmq");

    private final String loggerName;

    LogArea(String loggerName) {
        this.loggerName = loggerName;
    }

    /** {@return the name of the logger} */
    public String loggerName() {
        return loggerName;
    }
}
