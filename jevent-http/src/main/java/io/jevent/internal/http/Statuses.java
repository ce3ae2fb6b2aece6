// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** Status lines. */
public final class Statuses {

    private static final int FIRST = 100;
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

    /** Fails if it is not the status of an answer. */
    static int check(int status) {
        if (status < FIRST || status >= END) {
            throw new IllegalArgumentException("a status has three digits and begins with 1 to 5: " + status);
        }
        return status;
    }
}
