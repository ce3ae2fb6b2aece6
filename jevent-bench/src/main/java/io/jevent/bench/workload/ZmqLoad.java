// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

/** Common constants of the workloads on ZeroMQ. */
public final class ZmqLoad {

    /** How many ask at a time, each of its own answerer. */
    public static final int PAIRS = 20;

    /** The bytes of a message that is pushed. */
    public static final int SIZE = 100;

    /** Through the memory of the process. */
    public static final String INPROC = "inproc://pair-";

    /** Through the network stack of the machine. */
    public static final String TCP = "tcp://127.0.0.1:*";

    private ZmqLoad() {}

    /** Returns where the pair of that number meets. */
    public static String address(String transport, int number) {
        return transport.equals(INPROC) ? transport + number : transport;
    }
}
