// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jeromq;

import io.jevent.bench.workload.ZmqLoad;

/** {@link ZmqStream} within the process. */
public final class ZmqPushPullWorkload {

    private ZmqPushPullWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        ZmqStream.serve(args, ZmqLoad.INPROC);
    }
}
