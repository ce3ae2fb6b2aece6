// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.netty;

/** The server of {@link LatencyServer}, which has nothing that could be idle. */
public final class GcServer {

    private GcServer() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        LatencyServer.main(args);
    }
}
