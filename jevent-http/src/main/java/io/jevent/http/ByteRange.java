// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.FieldLists;
import java.util.ArrayList;
import java.util.List;

/** The first and the last byte of a range, RFC 9110, 14. */
record ByteRange(long first, long last) {

    /** Several ranges above this number are ignored, since a client could have much sent by few bytes. */
    private static final int MOST = 16;

    private static final String UNIT = "bytes=";
    private static final int MAX_DIGITS = 18;

    long length() {
        return last - first + 1;
    }

    /** Returns the value of {@code Content-Range}. */
    String of(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }

    /**
     * Parses the header {@code Range}. Returns null if the server must ignore it (it is malformed, has too many ranges,
     * or ranges that overlap: RFC 9110, 14.2), and an empty list if none can be satisfied.
     */
    @SuppressWarnings("ReturnsNullCollection") // no list means something else than an empty one
    static @org.jspecify.annotations.Nullable List<ByteRange> parse(String text, long size) {
        if (!text.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return null;
        }
        List<String> parts = FieldLists.elements(List.of(text.substring(UNIT.length())));
        if (parts.isEmpty() || parts.size() > MOST) {
            return null;
        }
        var ranges = new ArrayList<ByteRange>();
        for (String part : parts) {
            int dash = part.indexOf('-');
            String from = dash < 0 ? "?" : part.substring(0, dash).strip();
            String to = part.substring(dash + 1).strip();
            if (!isNumber(from) || !isNumber(to) || (from.isEmpty() && to.isEmpty())) {
                return null;
            }
            if (!from.isEmpty() && !to.isEmpty() && Long.parseLong(to) < Long.parseLong(from)) {
                return null;
            }
            add(from, to, size, ranges);
        }
        return overlap(ranges) ? null : ranges;
    }

    private static void add(String from, String to, long size, List<ByteRange> ranges) {
        if (from.isEmpty()) {
            long count = Math.min(Long.parseLong(to), size);
            if (count > 0) {
                ranges.add(new ByteRange(size - count, size - 1));
            }
            return;
        }
        long first = Long.parseLong(from);
        if (first < size) {
            ranges.add(new ByteRange(first, to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1)));
        }
    }

    private static boolean overlap(List<ByteRange> ranges) {
        for (int i = 0; i < ranges.size(); i++) {
            for (int j = i + 1; j < ranges.size(); j++) {
                if (ranges.get(i).first <= ranges.get(j).last && ranges.get(j).first <= ranges.get(i).last) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isNumber(String text) {
        return text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
