// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.monkey.StallDetector;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Finds out what holds up the hub. */
final class FindStalls {

    private FindStalls() {}

    // @start region="program"
    static void main() throws IOException {
        try (var _ = StallDetector.start(Duration.ofMillis(100), IO::println)) {
            for (int i = 0; i < 3; i++) {
                readFromAnotherProgram();
            }
            Jevent.sleep();
        }
    }

    private static void readFromAnotherProgram() throws IOException {
        try (InputStream in = new ProcessBuilder("sleep", "0.5").start().getInputStream()) {
            in.readAllBytes();
        }
    }
    // @end
}
