// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

/** The slow handler of the rows on latency: it computes for about a millisecond, then answers as the others do. */
public final class Slow {

    /** The path of its requests. */
    public static final String PATH = "/slow";

    private static final int TIMES = 5;

    private static volatile long last;

    private Slow() {}

    /** Computes if the path is that of the slow handler. */
    public static void handle(String path) {
        if (path.equals(PATH)) {
            for (int i = 0; i < TIMES; i++) {
                last = Computing.answer(last);
            }
        }
    }
}
