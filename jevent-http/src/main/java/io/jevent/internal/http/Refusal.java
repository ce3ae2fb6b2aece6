// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

/**
 * The reason why a request is not served: the response has an error status, and the connection is closed.
 *
 * @param status the status of the response
 * @param why the reason, for the response and the log
 */
public record Refusal(int status, String why) {

    /**
     * Creates a refusal with the status 400.
     *
     * @param why the reason
     * @return the refusal
     */
    public static Refusal bad(String why) {
        return new Refusal(400, why);
    }
}
