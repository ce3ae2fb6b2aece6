// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names for requests. */
final class Ids {

    private static final int MAX = 128;
    private static final String ALLOWED = "-_.:/+=@";

    private Ids() {}

    /** Returns 16 hexadecimal digits. They tell requests apart, and are no secret. */
    static String random() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    static boolean isFit(String id) {
        return !id.isEmpty() && id.length() <= MAX && id.chars().allMatch(Ids::isAllowed);
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || ALLOWED.indexOf(c) >= 0;
    }

    static String check(String id) {
        if (!isFit(id)) {
            throw new IllegalArgumentException("not an id of a request (1 to " + MAX + " letters, digits and " + ALLOWED
                    + "), of " + id.length() + " characters");
        }
        return id;
    }
}
