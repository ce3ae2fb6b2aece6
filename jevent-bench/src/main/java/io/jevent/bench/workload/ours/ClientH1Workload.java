// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

/** The row on the client in HTTP/1.1. */
public final class ClientH1Workload {

    private ClientH1Workload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Calls.serve(args, false);
    }
}
