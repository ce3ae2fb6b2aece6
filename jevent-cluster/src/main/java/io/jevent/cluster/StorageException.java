// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.exceptions.JeventException;
import org.jspecify.annotations.Nullable;

/**
 * The storage of a durable actor failed: an event is not known to be stored, or the events cannot be read.
 *
 * @since 0.1
 */
public final class StorageException extends JeventException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the reason
     */
    public StorageException(String message) {
        super(message);
    }

    /**
     * Creates an exception.
     *
     * @param message the reason
     * @param cause the failure of the storage, or null
     */
    public StorageException(String message, @Nullable Throwable cause) {
        super(message);
        if (cause != null) {
            var _ = initCause(cause);
        }
    }
}
