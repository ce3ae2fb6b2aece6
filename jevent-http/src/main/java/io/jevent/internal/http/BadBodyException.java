// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Thrown when the body of a request is malformed or exceeds a limit. */
public final class BadBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * Creates the exception.
     *
     * @param refusal the status of the response and the reason
     * @param cause the cause, or null
     */
    public BadBodyException(Refusal refusal, @Nullable Throwable cause) {
        super(refusal.why(), cause);
        status = refusal.status();
    }

    /**
     * Returns the status of the response.
     *
     * @return the status
     */
    public int status() {
        return status;
    }
}
