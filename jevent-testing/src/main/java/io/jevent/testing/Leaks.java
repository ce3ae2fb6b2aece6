// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import java.util.List;
import java.util.Optional;

/** Greenlets that outlive their test. */
final class Leaks {

    private static final int MAX_SHOWN = 50;

    private Leaks() {}

    static Optional<AssertionError> find(Hub hub) {
        List<RawGreenlet> left = hub.greenlets();
        if (left.isEmpty()) {
            return Optional.empty();
        }
        var text = new StringBuilder();
        text.append(left.size()).append(left.size() == 1 ? " greenlet outlived" : " greenlets outlived");
        text.append(" the test; join or kill what a test starts, or allow it (allowLeaks):");
        for (RawGreenlet greenlet : left.subList(0, Math.min(left.size(), MAX_SHOWN))) {
            text.append("\n  ").append(greenlet.name()).append(", ").append(greenlet.activity());
            text.append("\n      spawned at ").append(greenlet.spawnedAt());
            RawGreenlet by = greenlet.spawner();
            if (by != null) {
                text.append(" by ").append(by.name());
            }
        }
        if (left.size() > MAX_SHOWN) {
            text.append("\n  ... and ").append(left.size() - MAX_SHOWN).append(" more");
        }
        text.append("\n\n").append(hub.report());
        return Optional.of(new AssertionError(text.toString()));
    }
}
