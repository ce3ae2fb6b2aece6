// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Dates in headers, RFC 9110, 5.6.7. */
public final class HttpDates {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /**
     * RFC 850: {@code Sunday, 06-Nov-94 08:49:37 GMT}; its two digits mean a year between 50 years ago and 49 years
     * ahead.
     */
    private static final String RFC_850 = "EEEE, dd-MMM-";

    /** ANSI C's asctime: {@code Sun Nov 6 08:49:37 1994}. */
    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern(
                    "EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final int PAST_YEARS = 50;

    private HttpDates() {}

    /**
     * Formats a date.
     *
     * @param moment the date
     * @return for example {@code Sun, 06 Nov 1994 08:49:37 GMT}
     */
    public static String format(Instant moment) {
        return FORMAT.format(moment);
    }

    /**
     * Parses a date in one of the three formats that a recipient must accept.
     *
     * @param text the value of the header
     * @return the date, or empty if the text is not one
     */
    public static Optional<Instant> parse(String text) {
        String date = text.strip();
        for (DateTimeFormatter format : List.of(FORMAT, rfc850(), ASCTIME)) {
            try {
                return Optional.of(format.parse(date, Instant::from));
            } catch (DateTimeException _) {
                // perhaps in the next format
            }
        }
        return Optional.empty();
    }

    private static DateTimeFormatter rfc850() {
        return new DateTimeFormatterBuilder()
                .appendPattern(RFC_850)
                .appendValueReduced(
                        ChronoField.YEAR, 2, 2, LocalDate.now(ZoneOffset.UTC).minusYears(PAST_YEARS))
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
    }
}
