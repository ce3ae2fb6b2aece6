// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.jevent.internal.http.Statuses;

/** Status lines, RFC 9112, 4, ready to be sent. */
final class StatusLines {

    private static final byte[][] LINES = new byte[Statuses.END - Statuses.FIRST][];

    static {
        for (int code = Statuses.FIRST; code < Statuses.END; code++) {
            LINES[code - Statuses.FIRST] = line(code, Statuses.reason(code));
        }
    }

    private StatusLines() {}

    static byte[] line(int status) {
        return LINES[status - Statuses.FIRST];
    }

    static byte[] line(int status, String reason) {
        return HeadWriter.bytes("HTTP/1.1 " + status + " " + reason + "\r\n");
    }
}
