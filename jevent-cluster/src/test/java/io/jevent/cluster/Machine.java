// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;

/** The machine on which tests run: its programs, and what it lacks. */
final class Machine {

    private Machine() {}

    /** Runs a program, and returns whether its status was 0. */
    static boolean succeeds(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /**
     * Skips the test because something is missing; fails it if the environment variable {@code needed} is set.
     *
     * @return never; for {@code throw}
     */
    static AssertionError lacks(String missing, String needed) {
        return System.getenv(needed) != null ? fail(missing) : abort(missing);
    }
}
