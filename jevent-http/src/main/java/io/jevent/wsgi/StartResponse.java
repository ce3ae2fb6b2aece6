// SPDX-License-Identifier: Apache-2.0
package io.jevent.wsgi;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Begins a response.
 *
 * @gevent {@code start_response}
 * @since 0.1
 */
@FunctionalInterface
public interface StartResponse {

    /**
     * Sends chunks of a body at once, for applications that cannot return them.
     *
     * @since 0.1
     */
    @FunctionalInterface
    interface Write {

        /**
         * Sends a chunk; blocks while the client reads too slowly.
         *
         * @param chunk the chunk
         * @throws IOException if the client is gone
         */
        void write(byte[] chunk) throws IOException;
    }

    /**
     * Sets status and headers; they are sent with the first chunk that is not empty.
     *
     * @param status three digits, a space and a reason phrase, for example {@code 200 OK}
     * @param headers names and values, in order
     * @return a function that sends chunks at once
     * @throws IllegalArgumentException if status or headers are malformed
     * @throws IllegalStateException if it was called before
     */
    default Write start(String status, List<? extends Map.Entry<String, String>> headers) {
        return start(status, headers, null);
    }

    /**
     * Sets status and headers, as {@link #start(String, List)}. With an error it may be called again, as long as
     * nothing was sent.
     *
     * @param status three digits, a space and a reason phrase
     * @param headers names and values, in order
     * @param error the error that replaces the earlier status and headers, or null (PEP 3333 {@code exc_info})
     * @return a function that sends chunks at once
     * @throws IllegalArgumentException if status or headers are malformed
     * @throws IllegalStateException if it was called before and there is no error
     */
    Write start(String status, List<? extends Map.Entry<String, String>> headers, @Nullable Throwable error);
}
