// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.ZmqLoad;

/** {@link ZmqPairs} over TCP. */
public final class ZmqReqRepTcpWorkload {

    private ZmqReqRepTcpWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        ZmqPairs.serve(args, ZmqLoad.TCP);
    }
}
