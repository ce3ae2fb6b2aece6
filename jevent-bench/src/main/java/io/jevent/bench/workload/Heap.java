// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import java.lang.management.ManagementFactory;

/** The heap of this process. */
public final class Heap {

    private static final int COLLECTIONS = 3;

    private Heap() {}

    /** Returns the bytes of the heap in use after the collector has run. */
    public static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
