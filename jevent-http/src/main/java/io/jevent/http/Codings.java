// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.FieldLists;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The content codings that a client accepts, with their weights: RFC 9110, 12.5.3. */
final class Codings {

    private final Map<String, Integer> weights = new HashMap<>();

    Codings(Iterable<String> lines) {
        for (String element : FieldLists.elements(lines)) {
            List<String> parts = FieldLists.parts(element.toLowerCase(Locale.ROOT));
            if (!parts.isEmpty()) {
                String coding = parts.getFirst().equals("x-gzip") ? "gzip" : parts.getFirst();
                weights.putIfAbsent(coding, Negotiation.weight(parts));
            }
        }
    }

    static Codings of(Request request) {
        return new Codings(request.headers().all("Accept-Encoding"));
    }

    /** Returns the weight of a coding in thousandths; 0 if it is not accepted. */
    int weightOf(String coding) {
        return weights.getOrDefault(coding, weights.getOrDefault("*", 0));
    }

    /** Returns those of some codings that the client accepts, the one with the highest weight first. */
    List<String> among(String... codings) {
        return Arrays.stream(codings)
                .filter(coding -> weightOf(coding) > 0)
                .sorted(Comparator.comparingInt(coding -> -weightOf(coding)))
                .toList();
    }

    /** Returns the end of the names of files in a coding. */
    static String ending(String coding) {
        return switch (coding) {
            case "gzip" -> "gz";
            case "zstd" -> "zst";
            default -> coding;
        };
    }
}
