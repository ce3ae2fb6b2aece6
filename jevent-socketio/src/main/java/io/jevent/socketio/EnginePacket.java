// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A packet of Engine.IO 4. */
final class EnginePacket {

    static final char OPEN = '0';
    static final char CLOSE = '1';
    static final char PING = '2';
    static final char PONG = '3';
    static final char MESSAGE = '4';
    static final char UPGRADE = '5';
    static final char NOOP = '6';

    private static final char SEPARATOR = '\u001e';

    private final char type;
    private final String text;
    private final byte @Nullable [] bytes;

    private EnginePacket(char type, String text, byte @Nullable [] bytes) {
        this.type = type;
        this.text = text;
        this.bytes = bytes;
    }

    static EnginePacket of(char type, String text) {
        return new EnginePacket(type, text, null);
    }

    static EnginePacket of(char type) {
        return of(type, "");
    }

    static EnginePacket binary(byte[] bytes) {
        return new EnginePacket(MESSAGE, "", bytes);
    }

    /** Reads a packet as a WebSocket's text message has it. */
    static EnginePacket parse(String packet) throws EngineException {
        if (packet.isEmpty()) {
            throw new EngineException("an empty packet");
        }
        char type = packet.charAt(0);
        if (type < OPEN || type > NOOP) {
            throw new EngineException("there is no packet type " + type);
        }
        return of(type, packet.substring(1));
    }

    /** Reads the body of a POST request. */
    static List<EnginePacket> parsePayload(String payload) throws EngineException {
        var packets = new ArrayList<EnginePacket>();
        int from = 0;
        while (true) {
            int end = payload.indexOf(SEPARATOR, from);
            String packet = payload.substring(from, end < 0 ? payload.length() : end);
            packets.add(packet.startsWith("b") ? base64(packet.substring(1)) : parse(packet));
            if (end < 0) {
                return packets;
            }
            from = end + 1;
        }
    }

    private static EnginePacket base64(String text) throws EngineException {
        try {
            return binary(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            var malformed = new EngineException("a malformed binary packet");
            malformed.initCause(e);
            throw malformed;
        }
    }

    /** Returns the body of the response to a GET request. */
    static String payload(List<EnginePacket> packets) {
        return packets.stream()
                .map(packet -> packet.bytes == null
                        ? packet.wire()
                        : "b" + Base64.getEncoder().encodeToString(packet.bytes))
                .collect(Collectors.joining(String.valueOf(SEPARATOR)));
    }

    char type() {
        return type;
    }

    String text() {
        return text;
    }

    /** Returns the bytes of a binary message, or null. */
    byte @Nullable [] bytes() {
        return bytes;
    }

    /** Returns the text message of a WebSocket. */
    String wire() {
        return type + text;
    }

    /** Returns roughly the memory of the packet in bytes. */
    int size() {
        return 64 + (bytes == null ? text.length() : bytes.length);
    }
}
