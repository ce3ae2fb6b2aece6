// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.ZmqLoad;

/** {@link ZmqStream} over TCP. */
public final class ZmqPushPullTcpWorkload {

    private ZmqPushPullTcpWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        ZmqStream.serve(args, ZmqLoad.TCP);
    }
}
