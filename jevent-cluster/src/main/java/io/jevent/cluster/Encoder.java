// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
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

    private final AllowList allowed;
    private final DataOutputStream out;
    private int depth;

    private Encoder(AllowList allowed, OutputStream out) {
        this.allowed = allowed;
        this.out = new DataOutputStream(out);
    }

    /**
     * Encodes an object.
     *
     * @throws MessageRefusedException if it is larger than {@code limit} bytes or holds an object that is not allowed
     */
    static byte[] encode(@Nullable Object value, AllowList allowed, int limit) {
        var bytes = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(int b) {
                check(1);
                super.write(b);
            }

            @Override
            public synchronized void write(byte[] from, int offset, int length) {
                check(length);
                super.write(from, offset, length);
            }

            private void check(int more) {
                if (size() + more > limit) {
                    throw new MessageRefusedException("a message is larger than the limit of " + limit
                            + " bytes; send it in parts, or raise maxMessageSize on all nodes");
                }
            }
        };
        try {
            new Encoder(allowed, bytes).write(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(@Nullable Object value) throws IOException {
        depth++;
        if (depth > DEEPEST) {
            throw new MessageRefusedException("a message is nested deeper than " + DEEPEST + " objects");
        }
        switch (value) {
            case null -> out.writeByte(Tag.NULL);
            case Boolean b -> out.writeByte(b ? Tag.TRUE : Tag.FALSE);
            case Byte n -> tagged(Tag.BYTE).writeByte(n);
            case Short n -> tagged(Tag.SHORT).writeShort(n);
            case Character c -> tagged(Tag.CHARACTER).writeChar(c);
            case Integer n -> tagged(Tag.INTEGER).writeInt(n);
            case Long n -> tagged(Tag.LONG).writeLong(n);
            case Float n -> tagged(Tag.FLOAT).writeFloat(n);
            case Double n -> tagged(Tag.DOUBLE).writeDouble(n);
            case String s -> {
                tagged(Tag.STRING);
                text(s);
            }
            case byte[] b -> {
                tagged(Tag.BYTES).writeInt(b.length);
                out.write(b);
            }
            default -> writeOther(value);
        }
        depth--;
    }

    private void writeOther(Object value) throws IOException {
        switch (value) {
            case Instant i -> {
                tagged(Tag.INSTANT).writeLong(i.getEpochSecond());
                out.writeInt(i.getNano());
            }
            case Duration d -> {
                tagged(Tag.DURATION).writeLong(d.getSeconds());
                out.writeInt(d.getNano());
            }
            case UUID u -> {
                tagged(Tag.UUID).writeLong(u.getMostSignificantBits());
                out.writeLong(u.getLeastSignificantBits());
            }
            case BigInteger n -> {
                tagged(Tag.BIG_INTEGER);
                text(n.toString());
            }
            case BigDecimal n -> {
                tagged(Tag.BIG_DECIMAL);
                text(n.toString());
            }
            case Optional<?> o -> {
                tagged(Tag.OPTIONAL);
                write(o.orElse(null));
            }
            case List<?> l -> writeAll(Tag.LIST, l);
            case Set<?> s -> writeAll(Tag.SET, s);
            case Map<?, ?> m -> {
                tagged(Tag.MAP).writeInt(m.size());
                for (Map.Entry<?, ?> entry : m.entrySet()) {
                    write(entry.getKey());
                    write(entry.getValue());
                }
            }
            default -> writeAllowed(value);
        }
    }

    private void writeAll(int tag, Collection<?> values) throws IOException {
        tagged(tag).writeInt(values.size());
        for (Object value : values) {
            write(value);
        }
    }

    private void writeAllowed(Object value) throws IOException {
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        if (!allowed.contains(type)) {
            throw new MessageRefusedException(
                    "the class " + type.getName() + " may not be sent; it must be a record or an enum that was allowed:"
                            + " ClusterOptions.allow(" + type.getSimpleName() + ".class)");
        }
        if (value instanceof Enum<?> constant) {
            tagged(Tag.ENUM);
            text(type.getName());
            text(constant.name());
            return;
        }
        RecordShape shape = RecordShape.of(type);
        tagged(Tag.RECORD);
        text(type.getName());
        out.writeInt(shape.size());
        for (int i = 0; i < shape.size(); i++) {
            text(shape.name(i));
            write(shape.get(value, i));
        }
    }

    private DataOutputStream tagged(int tag) throws IOException {
        out.writeByte(tag);
        return out;
    }

    private void text(String s) throws IOException {
        byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
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
