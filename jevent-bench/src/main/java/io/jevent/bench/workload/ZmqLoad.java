// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

/** What the workloads on ZeroMQ have in common. */
public final class ZmqLoad {

    /** How many ask at a time, each of its own answerer. */
    public static final int PAIRS = 20;

    /** The bytes of a message that is pushed. */
    public static final int SIZE = 100;

    /** Where all bind. */
    public static final String ADDRESS = "tcp://127.0.0.1:*";

    private ZmqLoad() {}
}
