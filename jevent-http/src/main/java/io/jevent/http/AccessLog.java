// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Records each response when it has ended.
 *
 * @gevent the argument {@code log} of {@code WSGIServer}
 * @since 0.1
 */
@FunctionalInterface
public interface AccessLog {

    /** Records nothing. */
    AccessLog NONE = entry -> {};

    /**
     * Records a response. Called in the greenlet of the connection; it must not block.
     *
     * @param entry the request and its response
     */
    void log(Entry entry);

    /**
     * Returns a log that prints lines in pywsgi's format.
     *
     * @param stream the destination, for example {@link System#err}
     * @return the log
     */
    static AccessLog to(PrintStream stream) {
        return to(stream, AccessFormat.PYWSGI);
    }

    /**
     * Returns a log that prints a line for each response.
     *
     * @param stream the destination, for example {@link System#out}
     * @param format makes the lines
     * @return the log
     */
    static AccessLog to(PrintStream stream, AccessFormat format) {
        return entry -> stream.println(format.line(entry));
    }

    /**
     * Returns a log that writes the same lines to a logger, at the level {@code INFO}.
     *
     * @param logger the logger
     * @return the log
     */
    static AccessLog to(System.Logger logger) {
        return to(logger, AccessFormat.PYWSGI);
    }

    /**
     * Returns a log that writes a line for each response to a logger, at the level {@code INFO}.
     *
     * @param logger the logger
     * @param format makes the lines
     * @return the log
     */
    static AccessLog to(System.Logger logger, AccessFormat format) {
        return entry -> {
            if (logger.isLoggable(System.Logger.Level.INFO)) {
                logger.log(System.Logger.Level.INFO, format.line(entry));
            }
        };
    }

    /**
     * A request and its response.
     *
     * @param client the address of the client
     * @param at the local time
     * @param request the request line; empty if it could not be decoded
     * @param status the status of the response
     * @param bytes the length of the response, its head included
     * @param took the time from the request's head to the end of the response
     * @param content the length of the body of the response
     * @param origin the request, whose body is over; empty if it could not be decoded
     * @since 0.1
     */
    record Entry(
            String client,
            LocalDateTime at,
            String request,
            int status,
            long bytes,
            Duration took,
            long content,
            Optional<Request> origin) {

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
