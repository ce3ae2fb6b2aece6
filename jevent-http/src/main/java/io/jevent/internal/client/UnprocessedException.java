// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The server has not processed a request, so that it may be sent again, whatever its method. */
public final class UnprocessedException extends IOException {

    private static final long serialVersionUID = 1L;

    UnprocessedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
