// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A kept connection ended before the first byte of a response: the server may or may not have processed the request.
 */
public final class StaleException extends IOException {

    private static final long serialVersionUID = 1L;

    StaleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
