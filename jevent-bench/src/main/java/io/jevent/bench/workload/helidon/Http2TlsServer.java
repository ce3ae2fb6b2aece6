// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.helidon;

/** The server of {@link HttpsServer}, whose clients choose HTTP/2 by ALPN. */
public final class Http2TlsServer {

    private Http2TlsServer() {}

    /** Serves until the input ends; the argument is the number of processors. */
    public static void main(String[] args) throws Exception {
        HttpsServer.main(args);
    }
}
