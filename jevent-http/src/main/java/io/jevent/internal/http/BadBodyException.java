// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The body of a request breaks the rules or a limit. */
public final class BadBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    BadBodyException(Refusal refusal, @Nullable Throwable cause) {
        super(refusal.why(), cause);
        status = refusal.status();
    }

    /**
     * What to answer.
     *
     * @return the status
     */
    public int status() {
        return status;
    }
}
