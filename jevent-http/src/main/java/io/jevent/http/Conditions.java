// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.HttpDates;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The conditions of a request for a representation that exists, RFC 9110, 13. */
final class Conditions {

    /** The result of the conditions. */
    enum Verdict {
        HOLD,
        NOT_MODIFIED,
        FAILED
    }

    private static final String WEAK = "W/";

    private final Request request;
    private final String tag;
    private final Instant modified;

    /** Creates conditions that are compared with a strong entity tag, and with a modification time in whole seconds. */
    Conditions(Request request, String tag, Instant modified) {
        this.request = request;
        this.tag = tag;
        this.modified = modified.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Evaluates the conditions in the order of RFC 9110, 13.2.2. */
    Verdict evaluate() {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        List<String> match = request.headers().all("If-Match");
        if (match.isEmpty() ? isAfter("If-Unmodified-Since") : !hasTag(match, tag::equals)) {
            return Verdict.FAILED;
        }
        List<String> noneMatch = request.headers().all("If-None-Match");
        if (!noneMatch.isEmpty()) {
            boolean matches = hasTag(noneMatch, one -> one.equals(tag) || one.equals(WEAK + tag));
            return !matches ? Verdict.HOLD : reads ? Verdict.NOT_MODIFIED : Verdict.FAILED;
        }
        boolean asks = reads && date("If-Modified-Since").isPresent();
        return asks && !isAfter("If-Modified-Since") ? Verdict.NOT_MODIFIED : Verdict.HOLD;
    }

    /**
     * Returns whether a range may be sent: there is no {@code If-Range}, or its strong validator matches (RFC 9110,
     * 13.1.5).
     */
    boolean allowRange() {
        List<String> condition = request.headers().all("If-Range");
        if (condition.isEmpty()) {
            return true;
        }
        String validator = condition.getFirst().strip();
        return condition.size() == 1
                && (validator.equals(tag)
                        || HttpDates.parse(validator).filter(modified::equals).isPresent());
    }

    private Optional<Instant> date(String header) {
        List<String> lines = request.headers().all(header);
        return lines.size() == 1 ? HttpDates.parse(lines.getFirst()) : Optional.empty();
    }

    /** Returns whether the representation is newer than a date; false if the header is missing or not a date. */
    private boolean isAfter(String header) {
        return date(header).filter(modified::isAfter).isPresent();
    }

    private static boolean hasTag(List<String> lines, Predicate<String> matches) {
        for (String line : lines) {
            if (line.strip().equals("*") || hasTag(line, matches)) {
                return true;
            }
        }
        return false;
    }

    /** Searches a list of entity tags. They have no escapes, so that a quote always ends one (RFC 9110, 8.8.3). */
    private static boolean hasTag(String line, Predicate<String> matches) {
        int from = 0;
        while (from < line.length()) {
            int open = line.indexOf('"', from);
            int close = open < 0 ? -1 : line.indexOf('"', open + 1);
            if (close < 0) {
                return false;
            }
            boolean weak = open - 2 >= from && line.startsWith(WEAK, open - 2);
            if (matches.test(line.substring(weak ? open - 2 : open, close + 1))) {
                return true;
            }
            from = close + 1;
        }
        return false;
    }
}
