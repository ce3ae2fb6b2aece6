// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.internal.http.FieldLists;
import io.jevent.internal.http.HeaderList;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The headers of the opening handshake. */
final class HandshakeHeaders {

    static final String KEY = "Sec-WebSocket-Key";
    static final String ACCEPT = "Sec-WebSocket-Accept";
    static final String VERSION = "Sec-WebSocket-Version";
    static final String PROTOCOL = "Sec-WebSocket-Protocol";
    static final String EXTENSIONS = "Sec-WebSocket-Extensions";

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final Set<String> SET_BY_CLIENT = Set.of(
            "host",
            "upgrade",
            "connection",
            "content-length",
            "transfer-encoding",
            "sec-websocket-key",
            "sec-websocket-accept",
            "sec-websocket-version",
            "sec-websocket-protocol",
            "sec-websocket-extensions");

    private HandshakeHeaders() {}

    /** Returns the value of Sec-WebSocket-Accept for a key, RFC 6455, 4.2.2. */
    static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-1", e);
        }
    }

    /** Returns whether a text is 16 bytes in Base64. */
    static boolean isKey(String key) {
        try {
            return key.length() == 24 && Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** Returns the elements of headers that are comma-separated lists. */
    static List<String> elements(List<String> values) {
        return FieldLists.elements(values);
    }

    static boolean hasElement(List<String> values, String wanted) {
        return FieldLists.has(values, wanted);
    }

    static void requireToken(String name) {
        new HeaderList().add(name, "");
    }

    static void requireOwn(String name, String value) {
        new HeaderList().add(name, value);
        if (SET_BY_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the header " + name + " is set by the client itself: leave it out");
        }
    }
}
