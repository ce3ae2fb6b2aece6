// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.charset.StandardCharsets;

/**
 * The status with which a {@link WebSocket} was closed, RFC 6455, 7.4.
 *
 * @param code one of the constants here, or 3000 to 4999, whose meaning applications define
 * @param reason a text for debugging; often empty
 * @since 0.1
 */
public record CloseStatus(int code, String reason) {

    /** The connection has fulfilled its purpose. */
    public static final int NORMAL = 1000;

    /** The server stops, or the browser left the page. */
    public static final int GOING_AWAY = 1001;

    /** The peer violated the protocol. */
    public static final int PROTOCOL_ERROR = 1002;

    /** The endpoint received a type of message, text or binary, that it does not support. */
    public static final int UNSUPPORTED_DATA = 1003;

    /** The peer's close has no status code. Never sent. */
    public static final int NO_STATUS = 1005;

    /** The connection ended without a close. Never sent. */
    public static final int ABNORMAL = 1006;

    /** A text that is not UTF-8, or data that could not be decompressed. */
    public static final int INVALID_DATA = 1007;

    /** A message violates the endpoint's policy. */
    public static final int POLICY_VIOLATION = 1008;

    /** A message was too large. */
    public static final int TOO_BIG = 1009;

    /** The client needs an extension that the server does not have. */
    public static final int EXTENSION_MISSING = 1010;

    /** The server failed. */
    public static final int SERVER_ERROR = 1011;

    /** The highest code. */
    static final int LAST = 4999;

    private static final int MAX_REASON_BYTES = 123;

    /** Returns a status after a check that an endpoint may send it. */
    static CloseStatus checked(int code, String reason) {
        if (code < NORMAL || code > LAST || !WebSocketCloseStatus.isValidStatusCode(code)) {
            throw new IllegalArgumentException(
                    "the code of a close must be 1000 to 1003, 1007 to 1014 or 3000 to 4999: " + code);
        }
        int bytes = reason.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_REASON_BYTES) {
            throw new IllegalArgumentException(
                    "the reason of a close must have at most " + MAX_REASON_BYTES + " bytes in UTF-8: " + bytes);
        }
        return new CloseStatus(code, reason);
    }

    /** Returns a status whose reason is truncated if it is too long. */
    static CloseStatus of(int code, String reason) {
        return new CloseStatus(code, reason.length() > MAX_REASON_BYTES / 3 ? cut(reason) : reason);
    }

    private static String cut(String reason) {
        String shown = reason;
        while (shown.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            shown = shown.substring(0, shown.offsetByCodePoints(shown.length(), -1));
        }
        return shown;
    }

    @Override
    public String toString() {
        return reason.isEmpty() ? Integer.toString(code) : code + ": " + reason;
    }
}
