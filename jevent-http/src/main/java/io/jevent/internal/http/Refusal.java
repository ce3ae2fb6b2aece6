// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

/**
 * Why a request is not served: it is answered with a status, and the connection is closed.
 *
 * @param status the status of the answer
 * @param why what was wrong, for the answer and the log
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
