// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import java.io.IOException;
import java.time.Duration;

/**
 * A process, or the output of its descendants, did not end in time, and all were killed.
 *
 * @gevent {@code TimeoutExpired}
 * @since 0.1
 */
public class ProcessTimeoutException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient CompletedProcess process;

    ProcessTimeoutException(CompletedProcess process, Duration timeout, boolean hadEnded) {
        super(process.command()
                + (hadEnded
                        ? " has ended, but a descendant held its output open for more than " + timeout
                        : " did not end within " + timeout + " and was killed"));
        this.process = process;
    }

    /**
     * Returns the output of the process until it was killed.
     *
     * @return the process; its return code is -1 if it could not be killed, for lack of permission for example
     */
    public CompletedProcess process() {
        return process;
    }
}
