// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.json;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a {@link JsonCodec} if a text is not JSON, or does not fit the type that was asked for, or if an object
 * cannot be written as JSON.
 *
 * @since 0.1
 */
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the reason; a client sees it, so it has no names of classes
     * @param cause the exception of the library, or null
     */
    public JsonException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
