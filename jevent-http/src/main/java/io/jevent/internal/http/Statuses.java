// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** Status lines. */
public final class Statuses {

    private static final int FIRST = 100;
    private static final int FIRST_FINAL = 200;
    private static final int END = 600;
    private static final byte[][] LINES = new byte[END - FIRST][];

    static {
        for (int code = FIRST; code < END; code++) {
            LINES[code - FIRST] = lineOf(code, reason(code));
        }
    }

    private Statuses() {}

    /**
     * Returns the words that go with a status.
     *
     * @param status the status
     * @return the reason phrase
     */
    public static String reason(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    static byte[] line(int status) {
        return LINES[status - FIRST];
    }

    static byte[] lineOf(int status, String reason) {
        return ("HTTP/1.1 " + status + " " + reason + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether an answer of this status has no body by definition. */
    static boolean isBodyless(int status) {
        return status < 200 || status == 204 || status == 304;
    }

    /** Fails if it is not the status of a final response, RFC 9110, 15: the server itself sends 100 and 101. */
    static int check(int status) {
        if (status < FIRST_FINAL || status >= END) {
            throw new IllegalArgumentException("the status of a response is 200 to 599: " + status
                    + (status >= FIRST && status < FIRST_FINAL ? "; for 101 there is Response.upgrade(...)" : ""));
        }
        return status;
    }

    /** Whether a response of this status may have content: 205 has a length, but it is 0 (RFC 9110, 15.3.6). */
    static boolean mayHaveContent(int status) {
        return !isBodyless(status) && status != 205;
    }
}
