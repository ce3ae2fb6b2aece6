// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

/** The row on the client in HTTP/2. */
public final class ClientH2Workload {

    private ClientH2Workload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Calls.serve(args, true);
    }
}
