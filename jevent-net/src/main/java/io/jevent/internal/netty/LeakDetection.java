// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;

/**
 * Netty's detector of leaked buffers. By default it records the stack at the allocation and the release of one buffer
 * in 128, which is 6 % of the processor time of a server of HTTP/2. The buffers are jevent's own, and its tests watch
 * them.
 */
final class LeakDetection {

    private static final String PROPERTY = "io.netty.leakDetection.level";
    private static final String OLD_PROPERTY = "io.netty.leakDetectionLevel";

    private LeakDetection() {}

    /** Switches the detector off, unless the program has chosen a level. */
    static void offByDefault() {
        boolean chosen = System.getProperty(PROPERTY) != null
                || System.getProperty(OLD_PROPERTY) != null
                || ResourceLeakDetector.getLevel() != Level.SIMPLE;
        if (!chosen) {
            ResourceLeakDetector.setLevel(Level.DISABLED);
        }
    }
}
