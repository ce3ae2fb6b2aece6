// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/** Status codes, RFC 9110, 15. */
public final class Statuses {

    /** The first status code. */
    public static final int FIRST = 100;

    /** The number after the last status code. */
    public static final int END = 600;

    private static final int FIRST_FINAL = 200;

    private Statuses() {}

    /**
     * Returns the standard reason phrase of a status.
     *
     * @param status the status
     * @return the reason phrase
     */
    public static String reason(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    /** Returns whether a response of this status has no body by definition. */
    static boolean isBodyless(int status) {
        return status < 200 || status == 204 || status == 304;
    }

    /** Fails unless it is the status of a final response, RFC 9110, 15: the server itself sends 100 and 101. */
    static int check(int status) {
        if (status < FIRST_FINAL || status >= END) {
            throw new IllegalArgumentException("the status of a response is 200 to 599: " + status
                    + (status >= FIRST && status < FIRST_FINAL ? "; for 101 there is Response.upgrade(...)" : ""));
        }
        return status;
    }

    /** Returns whether a response of this status may have content: a 205 must have none (RFC 9110, 15.3.6). */
    static boolean mayHaveContent(int status) {
        return !isBodyless(status) && status != 205;
    }
}
