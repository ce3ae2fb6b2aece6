// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.helidon;

/** The server of {@link HttpServer}, which speaks HTTP/2 as well. */
public final class Http2Server {

    private Http2Server() {}

    /** Serves until the input ends; the argument is the number of processors. */
    public static void main(String[] args) {
        HttpServer.main(args);
    }
}
