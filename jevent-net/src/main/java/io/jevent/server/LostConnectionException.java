// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import java.io.IOException;

/** Carries a failure that the peer caused, not the handler, out of the handler. */
final class LostConnectionException extends IOException {

    private static final long serialVersionUID = 1L;

    private final IOException failure;

    LostConnectionException(IOException failure) {
        super(failure);
        this.failure = failure;
    }

    IOException failure() {
        return failure;
    }
}
