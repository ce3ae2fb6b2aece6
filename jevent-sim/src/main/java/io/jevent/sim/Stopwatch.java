// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.time.Duration;

/** The real time of an exploration. */
final class Stopwatch {

    private final long begin = System.nanoTime();

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
