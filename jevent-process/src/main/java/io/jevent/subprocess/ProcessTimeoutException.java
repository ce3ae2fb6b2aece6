// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import java.io.IOException;
import java.time.Duration;

/**
 * A process did not end in time and was killed.
 *
 * @gevent {@code TimeoutExpired}
 */
public class ProcessTimeoutException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient CompletedProcess process;

    ProcessTimeoutException(CompletedProcess process, Duration timeout) {
        super(process.command() + " did not end within " + timeout + " and was killed");
        this.process = process;
    }

    /**
     * Returns what the process had written until it was killed.
     *
     * @return the process
     */
    public CompletedProcess process() {
        return process;
    }
}
