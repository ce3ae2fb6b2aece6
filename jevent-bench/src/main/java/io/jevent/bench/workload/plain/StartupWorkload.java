// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.plain;

import io.jevent.bench.workload.ServerStarts;
import io.jevent.bench.workload.ours.HttpServer;

/** The start of a JVM with an HTTP server of jevent without an AOT cache. */
public final class StartupWorkload {

    private StartupWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        ServerStarts.serve(args, HttpServer.class, "(jevent|netty)-.*", false);
    }
}
