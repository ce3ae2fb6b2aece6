// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.FieldLists;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Content negotiation by {@code Accept}, RFC 9110, 12.4.2 and 12.5.1. Parameters other than {@code q} are ignored. */
final class Negotiation {

    private static final int FULL = 1000;
    private static final int MAX_RANGES = 100;

    /** A media range and its weight in thousandths. */
    private record Range(String type, int weight) {

        /**
         * Returns how specific this range is for a type: 3 for the type, 2 for {@code text/*}, 1 for all; 0 if none.
         */
        int fit(String name) {
            if (type.equals(name)) {
                return 3;
            }
            if (type.equals("*/*")) {
                return 1;
            }
            return type.endsWith("/*") && name.startsWith(type.substring(0, type.length() - 1)) ? 2 : 0;
        }
    }

    private final List<Range> ranges = new ArrayList<>();

    Negotiation(Iterable<String> lines) {
        for (String element : FieldLists.elements(lines)) {
            List<String> parts = FieldLists.parts(element.toLowerCase(Locale.ROOT));
            if (!parts.isEmpty() && ranges.size() < MAX_RANGES) {
                ranges.add(new Range(parts.getFirst(), weight(parts)));
            }
        }
    }

    /** Returns the weight of an element of a list in thousandths; 1000 if it has none, 0 if it is malformed. */
    static int weight(List<String> parts) {
        for (String part : parts.subList(1, parts.size())) {
            if (part.startsWith("q=")) {
                return thousandths(part.substring(2));
            }
        }
        return FULL;
    }

    /** RFC 9110, 12.4.2: 0 or 1, with up to three digits after the point. */
    private static int thousandths(String text) {
        boolean shaped = !text.isEmpty() && text.length() <= 5 && (text.length() == 1 || text.charAt(1) == '.');
        if (!shaped || (text.charAt(0) != '0' && text.charAt(0) != '1')) {
            return 0;
        }
        String digits = text.length() == 1 ? "" : text.substring(2);
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        int value = (text.charAt(0) - '0') * FULL + Integer.parseInt((digits + "000").substring(0, 3));
        return value > FULL ? 0 : value;
    }

    /** Returns the weight of a type, by the most specific range that includes it; 0 if it is not acceptable. */
    int weightOf(String type) {
        if (ranges.isEmpty()) {
            return FULL;
        }
        String name = MediaTypes.nameOf(type);
        int best = 0;
        int weight = 0;
        for (Range range : ranges) {
            int fit = range.fit(name);
            if (fit > best) {
                best = fit;
                weight = range.weight;
            }
        }
        return weight;
    }

    /** Returns the type with the highest weight, of several the first; null if none is acceptable. */
    @Nullable
    String choose(List<String> types) {
        String chosen = null;
        int most = 0;
        for (String type : types) {
            int weight = weightOf(type);
            if (weight > most) {
                most = weight;
                chosen = type;
            }
        }
        return chosen;
    }
}
