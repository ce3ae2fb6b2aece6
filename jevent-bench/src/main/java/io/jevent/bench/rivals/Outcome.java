// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.rivals;

import java.util.Optional;

/**
 * The result of one search.
 *
 * @param found whether the bug was found
 * @param schedules how many were run, the failing one included
 * @param millis the time of the search, without the start of its JVM
 * @param trouble why the search did not end as it should, if it did not
 */
record Outcome(boolean found, long schedules, long millis, Optional<String> trouble) {

    private static final String FOUND = "found";
    private static final String PASSED = "passed";

    static Outcome of(boolean found, long schedules, long millis) {
        return new Outcome(found, schedules, millis, Optional.empty());
    }

    static Outcome broken(String trouble) {
        return new Outcome(false, 0, 0, Optional.of(trouble));
    }

    /** Returns it as a line for {@link #parse}. */
    String line() {
        return (found ? FOUND : PASSED) + " " + schedules + " " + millis;
    }

    /** Reads the last line of a search in another process. */
    static Optional<Outcome> parse(String line) {
        String[] words = line.split(" ", -1);
        return words.length == 3 && (words[0].equals(FOUND) || words[0].equals(PASSED))
                ? Optional.of(of(words[0].equals(FOUND), Long.parseLong(words[1]), Long.parseLong(words[2])))
                : Optional.empty();
    }
}
