// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Is told of each answer when it has ended.
 *
 * @gevent the argument {@code log} of {@code WSGIServer}
 */
@FunctionalInterface
public interface AccessLog {

    /** Tells nobody. */
    AccessLog NONE = entry -> {};

    /**
     * Called in the greenlet of the connection; it must not wait.
     *
     * @param entry what was answered
     */
    void log(Entry entry);

    /**
     * Returns a log that prints lines as pywsgi does.
     *
     * @param stream where to; the standard error output, say
     * @return the log
     */
    static AccessLog to(PrintStream stream) {
        return entry -> stream.println(entry);
    }

    /**
     * What was answered.
     *
     * @param client the address of the client
     * @param at when, by the clock on the wall
     * @param request the request line; empty if it was none
     * @param status the status of the answer
     * @param bytes how many bytes the answer has, its head included
     * @param took from the request's head to the end of the answer
     */
    record Entry(String client, LocalDateTime at, String request, int status, long bytes, Duration took) {

        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
        private static final long MICRO = 1000;
        private static final long SECOND = 1_000_000;

        /**
         * Returns the line that pywsgi logs.
         *
         * @return client, time, request, status, bytes and seconds
         */
        @Override
        public String toString() {
            long micros = took.toNanos() / MICRO;
            String fraction = Long.toString(SECOND + micros % SECOND).substring(1);
            return client + " - - [" + TIME.format(at) + "] \"" + request + "\" " + status + " "
                    + (bytes == 0 ? "-" : Long.toString(bytes)) + " " + micros / SECOND + "." + fraction;
        }
    }
}
