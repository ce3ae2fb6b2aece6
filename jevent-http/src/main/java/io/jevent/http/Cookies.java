// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.util.List;
import java.util.Optional;

/** Cookies in requests, RFC 6265, 5.4. */
final class Cookies {

    private Cookies() {}

    static Optional<String> find(List<String> lines, String name) {
        for (String line : lines) {
            for (String pair : line.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return Optional.of(unquoted(pair.substring(equals + 1).strip()));
                }
            }
        }
        return Optional.empty();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
