// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.internal.http.HeaderList;

/**
 * The head of a response.
 *
 * @param status the status code
 * @param http11 whether the server speaks HTTP/1.1 or later
 * @param headers the header lines
 */
public record ResponseHead(int status, boolean http11, HeaderList headers) {

    /**
     * Returns whether a final response follows.
     *
     * @return true for 1xx
     */
    public boolean isInterim() {
        return status < 200;
    }
}
