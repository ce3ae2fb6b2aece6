// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes one message: data only, no code. The format is that of {@link Decoder}. */
final class Encoder {

    static final int DEEPEST = 100;

    private static final byte[] NOTHING = {};

    private static final int FIRST = 256;

    private final AllowList allowed;
    private final int most;
    private final int limit;
    private ByteBuffer out;
    private int depth;

    private Encoder(AllowList allowed, byte[] before, int limit) {
        this.allowed = allowed;
        this.limit = limit;
        this.most = before.length + limit;
        this.out = ByteBuffer.allocate(before.length + FIRST).put(before);
    }

    /**
     * Encodes an object.
     *
     * @throws MessageRefusedException if it is larger than {@code limit} bytes or holds an object that is not allowed
     */
    static byte[] encode(@Nullable Object value, AllowList allowed, int limit) {
        return encode(NOTHING, value, allowed, limit);
    }

    /** Encodes an object behind other bytes, which the limit does not count. */
    static byte[] encode(byte[] before, @Nullable Object value, AllowList allowed, int limit) {
        var encoder = new Encoder(allowed, before, limit);
        encoder.write(value);
        return Arrays.copyOf(encoder.out.array(), encoder.out.position());
    }

    /** Returns the buffer with room for more bytes. */
    private ByteBuffer room(int more) {
        int size = out.position() + more;
        if (size > most || size < 0) {
            throw new MessageRefusedException("a message is larger than the limit of " + limit
                    + " bytes; send it in parts, or raise maxMessageSize on all nodes");
        }
        if (size > out.capacity()) {
            int larger = (int) Math.min(most, Math.max(size, 2L * out.capacity()));
            out = ByteBuffer.allocate(larger).put(out.flip());
        }
        return out;
    }

    private void write(@Nullable Object value) {
        depth++;
        if (depth > DEEPEST) {
            throw new MessageRefusedException("a message is nested deeper than " + DEEPEST + " objects");
        }
        switch (value) {
            case null -> tagged(Tag.NULL, 0);
            case Boolean b -> tagged(b ? Tag.TRUE : Tag.FALSE, 0);
            case Byte n -> tagged(Tag.BYTE, Byte.BYTES).put(n);
            case Short n -> tagged(Tag.SHORT, Short.BYTES).putShort(n);
            case Character c -> tagged(Tag.CHARACTER, Character.BYTES).putChar(c);
            case Integer n -> tagged(Tag.INTEGER, Integer.BYTES).putInt(n);
            case Long n -> tagged(Tag.LONG, Long.BYTES).putLong(n);
            case Float n -> tagged(Tag.FLOAT, Float.BYTES).putFloat(n);
            case Double n -> tagged(Tag.DOUBLE, Double.BYTES).putDouble(n);
            case String s -> {
                tagged(Tag.STRING, 0);
                text(s);
            }
            case byte[] b -> {
                tagged(Tag.BYTES, Integer.BYTES).putInt(b.length);
                room(b.length).put(b);
            }
            default -> writeOther(value);
        }
        depth--;
    }

    private void writeOther(Object value) {
        switch (value) {
            case Instant i -> {
                tagged(Tag.INSTANT, Long.BYTES).putLong(i.getEpochSecond());
                room(Integer.BYTES).putInt(i.getNano());
            }
            case Duration d -> {
                tagged(Tag.DURATION, Long.BYTES).putLong(d.getSeconds());
                room(Integer.BYTES).putInt(d.getNano());
            }
            case UUID u -> {
                tagged(Tag.UUID, Long.BYTES).putLong(u.getMostSignificantBits());
                room(Long.BYTES).putLong(u.getLeastSignificantBits());
            }
            case BigInteger n -> {
                tagged(Tag.BIG_INTEGER, 0);
                text(n.toString());
            }
            case BigDecimal n -> {
                tagged(Tag.BIG_DECIMAL, 0);
                text(n.toString());
            }
            case Optional<?> o -> {
                tagged(Tag.OPTIONAL, 0);
                write(o.orElse(null));
            }
            case List<?> l -> writeAll(Tag.LIST, l);
            case Set<?> s -> writeAll(Tag.SET, s);
            case Map<?, ?> m -> {
                tagged(Tag.MAP, Integer.BYTES).putInt(m.size());
                for (Map.Entry<?, ?> entry : m.entrySet()) {
                    write(entry.getKey());
                    write(entry.getValue());
                }
            }
            default -> writeAllowed(value);
        }
    }

    private void writeAll(int tag, Collection<?> values) {
        tagged(tag, Integer.BYTES).putInt(values.size());
        for (Object value : values) {
            write(value);
        }
    }

    private void writeAllowed(Object value) {
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        if (!allowed.contains(type)) {
            throw new MessageRefusedException(
                    "the class " + type.getName() + " may not be sent; it must be a record or an enum that was allowed:"
                            + " ClusterOptions.allow(" + type.getSimpleName() + ".class)");
        }
        if (value instanceof Enum<?> constant) {
            tagged(Tag.ENUM, 0);
            text(type.getName());
            text(constant.name());
            return;
        }
        RecordShape shape = RecordShape.of(type);
        tagged(Tag.RECORD, 0);
        raw(shape.encodedHead());
        for (int i = 0; i < shape.size(); i++) {
            raw(shape.encodedName(i));
            write(shape.get(value, i));
        }
    }

    /** Writes a tag; returns the buffer with room for as many bytes. */
    private ByteBuffer tagged(int tag, int bytes) {
        return room(1 + bytes).put((byte) tag);
    }

    private void raw(byte[] bytes) {
        room(bytes.length).put(bytes);
    }

    private void text(String s) {
        byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
    }

    /** The kinds of values. */
    static final class Tag {
        static final int NULL = 0;
        static final int FALSE = 1;
        static final int TRUE = 2;
        static final int BYTE = 3;
        static final int SHORT = 4;
        static final int CHARACTER = 5;
        static final int INTEGER = 6;
        static final int LONG = 7;
        static final int FLOAT = 8;
        static final int DOUBLE = 9;
        static final int STRING = 10;
        static final int BYTES = 11;
        static final int INSTANT = 12;
        static final int DURATION = 13;
        static final int UUID = 14;
        static final int BIG_INTEGER = 15;
        static final int BIG_DECIMAL = 16;
        static final int OPTIONAL = 17;
        static final int LIST = 18;
        static final int SET = 19;
        static final int MAP = 20;
        static final int ENUM = 21;
        static final int RECORD = 22;

        private Tag() {}
    }
}
