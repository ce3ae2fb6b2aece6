// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.gevent;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * jevent's side of a row of {@code docs/from-gevent.md}.
 *
 * @param section the heading above the row, without backticks
 * @param key its first column, without backticks
 * @param gevent the result that gevent's side must have
 * @param jevent the result that this side must have
 * @param body does with jevent what the function of {@code rows.py} with the same key does with gevent
 */
record GeventRow(String section, String key, String gevent, String jevent, Callable<Object[]> body) {

    /** Makes a row for which both libraries have the same result. */
    static GeventRow same(String section, String key, String result, Callable<Object[]> body) {
        return new GeventRow(section, key, result, result, body);
    }

    /** Returns the results of a row's body. */
    static Object[] resultsOf(@Nullable Object... values) {
        return values;
    }

    /** Runs the body on a hub with virtual time and real input; returns its results as {@code rows.py} writes them. */
    String run() throws Exception {
        try (Hub hub = Hub.open(VirtualTimeLoop.withInput())) {
            hub.setErrorHandler((_, _) -> {}); // failures are results here
            return Jevent.run(
                    () -> Arrays.stream(body.call()).map(GeventRow::text).collect(Collectors.joining(" ")));
        }
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case Throwable thrown -> thrown.getClass().getSimpleName();
            case Collection<?> values -> list(values.stream());
            case Object[] values -> list(Arrays.stream(values));
            case Optional<?> optional -> optional.map(GeventRow::text).orElse("empty");
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            case null, default -> String.valueOf(value);
        };
    }

    private static String list(Stream<?> values) {
        return values.map(GeventRow::text).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Returns what a call throws, or its result. */
    static @Nullable Object caught(Callable<?> call) {
        try {
            return call.call();
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    /** Returns the message of what a call throws. */
    static String message(Callable<?> call) {
        return caught(call) instanceof Throwable thrown ? String.valueOf(thrown.getMessage()) : "nothing thrown";
    }

    @Override
    public String toString() {
        return section + ": " + key;
    }
}
