// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The value of {@code --max-blocking}: how long a greenlet may hold its hub before that is reported. */
final class MaxBlocking {
    /** Where the library reads it, as an ISO 8601 duration; {@code PT0S} switches the detector off. */
    static final String PROPERTY = "jevent.maxBlocking";

    private static final Pattern SHORT_FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private MaxBlocking() {}

    /** Rewrites the property from what a user types ({@code 250ms}, {@code 2s}, {@code 0}) to ISO 8601. */
    static void normalizeProperty() {
        @Nullable String typed = System.getProperty(PROPERTY);
        if (typed != null) {
            System.setProperty(PROPERTY, parse(typed).toString());
        }
    }

    static Duration parse(String typed) {
        if (typed.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = SHORT_FORM.matcher(typed);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        }
        return parseIso(typed);
    }

    private static Duration parseIso(String typed) {
        LauncherException wrong = LauncherException.usage(
                "--max-blocking=" + typed + ": not a duration; write it as 250ms, 2s, 1m or PT0.5S, or 0 for never");
        try {
            Duration duration = Duration.parse(typed);
            if (duration.isNegative()) {
                throw wrong;
            }
            return duration;
        } catch (DateTimeParseException e) {
            throw wrong.because(e);
        }
    }
}
