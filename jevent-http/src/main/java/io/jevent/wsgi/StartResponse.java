// SPDX-License-Identifier: Apache-2.0
package io.jevent.wsgi;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Begins an answer.
 *
 * @gevent {@code start_response}
 */
@FunctionalInterface
public interface StartResponse {

    /** Sends pieces of a body at once, for applications that cannot return them. */
    @FunctionalInterface
    interface Write {

        /**
         * Sends a piece, waiting while the client reads too slowly.
         *
         * @param piece the piece
         * @throws IOException if the client is gone
         */
        void write(byte[] piece) throws IOException;
    }

    /**
     * Sets status and headers; they are sent with the first piece that is not empty.
     *
     * @param status three digits, a space and some words: {@code 200 OK}
     * @param headers names and values, in order
     * @return what sends pieces at once
     * @throws IllegalArgumentException if status or headers are not what they should be
     * @throws IllegalStateException if it was called before
     */
    default Write start(String status, List<? extends Map.Entry<String, String>> headers) {
        return start(status, headers, null);
    }

    /**
     * As {@link #start(String, List)}; with an error it may be called again, as long as nothing was sent.
     *
     * @param status three digits, a space and some words
     * @param headers names and values, in order
     * @param error why what was set before is to be replaced, or null
     * @return what sends pieces at once
     * @throws IllegalArgumentException if status or headers are not what they should be
     * @throws IllegalStateException if it was called before and there is no error
     */
    Write start(String status, List<? extends Map.Entry<String, String>> headers, @Nullable Throwable error);
}
