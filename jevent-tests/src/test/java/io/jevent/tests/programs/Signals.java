// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.programs;

import java.io.IOException;

/** Sends signals to processes. */
public final class Signals {

    private Signals() {}

    /**
     * Sends a signal.
     *
     * @param signal its name without SIG
     * @param to who gets it
     * @throws IOException if it cannot be sent
     */
    public static void send(String signal, Process to) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(to.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -" + signal + " failed");
        }
    }
}
