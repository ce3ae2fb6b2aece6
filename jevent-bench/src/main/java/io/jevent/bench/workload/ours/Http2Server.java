// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

/** The server of {@link HttpServer}, which speaks HTTP/2 as well. */
public final class Http2Server {

    private Http2Server() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        HttpServer.main(args);
    }
}
