// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.monkey.StallDetector;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds the calls that block the hub. */
final class FindStalls {

    private FindStalls() {}

    // @start region="program"
    static void main() throws IOException {
        List<Process> others = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            others.add(new ProcessBuilder("sleep", "" + i).start());
        }
        try (var _ = StallDetector.start(Duration.ofMillis(400), IO::println)) {
            for (Process other : others) {
                other.getInputStream().read();
            }
            Jevent.sleep();
        }
    }
    // @end
}
