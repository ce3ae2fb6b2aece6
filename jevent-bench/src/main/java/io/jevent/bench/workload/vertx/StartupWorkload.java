// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.vertx;

import io.jevent.bench.workload.ServerStarts;

/** The start of a JVM with an HTTP server, by an AOT cache. */
public final class StartupWorkload {

    private StartupWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        ServerStarts.serve(args, HttpServer.class, "(vertx|netty|jackson)-.*", true);
    }
}
