// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import org.jspecify.annotations.Nullable;

/** The command line was not understood. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
