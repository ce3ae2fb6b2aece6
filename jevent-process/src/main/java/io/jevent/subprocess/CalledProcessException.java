// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import java.io.IOException;

/**
 * A process ended with a return code that is not zero.
 *
 * @gevent {@code CalledProcessError}
 * @since 0.1
 */
public class CalledProcessException extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int QUOTED = 1000;

    private final transient CompletedProcess process;

    CalledProcessException(CompletedProcess process) {
        super(message(process));
        this.process = process;
    }

    private static String message(CompletedProcess process) {
        String said = process.stderrText().strip();
        return process.command() + " returned the exit status " + process.returnCode()
                + (said.isEmpty() ? "" : ": " + said.substring(Math.max(0, said.length() - QUOTED)));
    }

    /**
     * Returns the exit status and the output of the process.
     *
     * @return the process
     */
    public CompletedProcess process() {
        return process;
    }
}
