// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.http.json.JsonCodec;
import io.jevent.http.json.JsonException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A packet of Socket.IO 5: {@code <type>[<attachments>-][<namespace>,][<acknowledgement>][<JSON>]}.
 *
 * @param type its type
 * @param namespace its namespace
 * @param id the id of its acknowledgement; -1 if there is none
 * @param attachments the number of binary messages that follow
 * @param json its data; empty if there are none
 */
record SocketPacket(char type, String namespace, long id, int attachments, String json) {

    static final char CONNECT = '0';
    static final char DISCONNECT = '1';
    static final char EVENT = '2';
    static final char ACK = '3';
    static final char CONNECT_ERROR = '4';
    static final char BINARY_EVENT = '5';
    static final char BINARY_ACK = '6';

    private static final int MAX_DIGITS = 15;

    /** Reads the text of a packet, step by step. */
    private static final class Reader {

        private final String text;
        private int at = 1;

        Reader(String text) {
            this.text = text;
        }

        /** Reads the digits that come next; returns -1 if there are none. */
        long number() throws EngineException {
            int from = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (at - from > MAX_DIGITS) {
                throw new EngineException("a number is too long");
            }
            return at == from ? -1 : Long.parseLong(text.substring(from, at));
        }

        int attachments(int max) throws EngineException {
            long number = number();
            if (number < 0 || number > max || at == text.length() || text.charAt(at++) != '-') {
                throw new EngineException("a malformed or too large number of attachments");
            }
            return (int) number;
        }

        String namespace() {
            if (at == text.length() || text.charAt(at) != '/') {
                return Namespace.ROOT;
            }
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            String name = text.substring(at, end);
            at = comma < 0 ? end : end + 1;
            int query = name.indexOf('?');
            return query < 0 ? name : name.substring(0, query);
        }

        String rest() {
            return text.substring(at);
        }
    }

    static SocketPacket parse(String text, int maxAttachments) throws EngineException {
        if (text.isEmpty() || text.charAt(0) < CONNECT || text.charAt(0) > BINARY_ACK) {
            throw new EngineException("a packet of unknown type");
        }
        char type = text.charAt(0);
        var reader = new Reader(text);
        int attachments = type == BINARY_EVENT || type == BINARY_ACK ? reader.attachments(maxAttachments) : 0;
        String namespace = reader.namespace();
        long id = reader.number();
        return new SocketPacket(type, namespace, id, attachments, reader.rest());
    }

    /** Returns the values of the data, with the attachments in their places. */
    List<@Nullable Object> values(JsonCodec codec, List<byte[]> binaries) throws EngineException {
        Object data = decode(codec, Object.class);
        if (!(data instanceof List<?> list)) {
            throw new EngineException("the data of an event must be a JSON array");
        }
        return new ArrayList<>(binaries.isEmpty() ? list : Attachments.insert(list, binaries));
    }

    /** Reads the data. */
    @Nullable
    Object decode(JsonCodec codec, Class<?> type) throws EngineException {
        try {
            return codec.decode(json.getBytes(StandardCharsets.UTF_8), (Type) type);
        } catch (JsonException e) {
            var malformed = new EngineException("malformed data");
            malformed.initCause(e);
            throw malformed;
        }
    }

    /** Returns the packets of the transport for an event or an acknowledgement. */
    static List<EnginePacket> encode(
            boolean event, String namespace, long id, List<@Nullable Object> values, JsonCodec codec) {
        var binaries = new ArrayList<byte[]>();
        byte[] json = codec.encode(Attachments.extract(values, binaries));
        var text = new StringBuilder();
        if (binaries.isEmpty()) {
            text.append(event ? EVENT : ACK);
        } else {
            text.append(event ? BINARY_EVENT : BINARY_ACK)
                    .append(binaries.size())
                    .append('-');
        }
        if (!namespace.equals(Namespace.ROOT)) {
            text.append(namespace).append(',');
        }
        if (id >= 0) {
            text.append(id);
        }
        text.append(new String(json, StandardCharsets.UTF_8));
        var packets = new ArrayList<EnginePacket>();
        packets.add(EnginePacket.of(EnginePacket.MESSAGE, text.toString()));
        binaries.forEach(bytes -> packets.add(EnginePacket.binary(bytes)));
        return packets;
    }

    /** Returns the packet of the transport for one that has no acknowledgement; {@code data} may be empty. */
    static List<EnginePacket> plain(char type, String namespace, String data) {
        String prefix = namespace.equals(Namespace.ROOT) ? "" : namespace + ",";
        return List.of(EnginePacket.of(EnginePacket.MESSAGE, type + prefix + data));
    }
}
