// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.cluster.Encoder.Tag;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link Encoder} wrote: a tag, then the value. A record is its class name and the values by the names of
 * its components, so that a version with more or fewer components reads it. Lengths are checked against what came, so
 * no message takes more memory than a small multiple of its size.
 */
final class Decoder {

    private final AllowList allowed;
    private final ByteBuffer in;
    private int depth;

    private Decoder(AllowList allowed, byte[] bytes) {
        this.allowed = allowed;
        this.in = ByteBuffer.wrap(bytes);
    }

    /**
     * Decodes an object.
     *
     * @throws MessageRefusedException if it is none, or holds a class that is not allowed
     */
    static @Nullable Object decode(byte[] bytes, AllowList allowed) {
        var decoder = new Decoder(allowed, bytes);
        try {
            Object value = decoder.read();
            if (decoder.in.hasRemaining()) {
                throw new MessageRefusedException("a message is longer than its content");
            }
            return value;
        } catch (BufferUnderflowException | NumberFormatException | DateTimeException | ArithmeticException e) {
            throw new MessageRefusedException("a message is damaged: " + e);
        }
    }

    private @Nullable Object read() {
        depth++;
        if (depth > Encoder.DEEPEST) {
            throw new MessageRefusedException("a message is nested deeper than " + Encoder.DEEPEST + " objects");
        }
        int tag = in.get();
        Object value = switch (tag) {
            case Tag.NULL -> null;
            case Tag.FALSE -> false;
            case Tag.TRUE -> true;
            case Tag.BYTE -> in.get();
            case Tag.SHORT -> in.getShort();
            case Tag.CHARACTER -> in.getChar();
            case Tag.INTEGER -> in.getInt();
            case Tag.LONG -> in.getLong();
            case Tag.FLOAT -> in.getFloat();
            case Tag.DOUBLE -> in.getDouble();
            case Tag.STRING -> text();
            case Tag.BYTES -> bytes();
            default -> readOther(tag);
        };
        depth--;
        return value;
    }

    private Object readOther(int tag) {
        return switch (tag) {
            case Tag.INSTANT -> Instant.ofEpochSecond(in.getLong(), in.getInt());
            case Tag.DURATION -> Duration.ofSeconds(in.getLong(), in.getInt());
            case Tag.UUID -> new UUID(in.getLong(), in.getLong());
            case Tag.BIG_INTEGER -> new BigInteger(text());
            case Tag.BIG_DECIMAL -> new BigDecimal(text());
            case Tag.OPTIONAL -> Optional.ofNullable(read());
            case Tag.LIST -> list();
            case Tag.SET -> set();
            case Tag.MAP -> map();
            case Tag.ENUM -> constant();
            case Tag.RECORD -> record();
            default -> throw new MessageRefusedException("a message has a value of unknown kind " + tag);
        };
    }

    /** Each element takes a byte at least. */
    private int count() {
        int n = in.getInt();
        if (n < 0 || n > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return n;
    }

    private List<@Nullable Object> list() {
        int n = count();
        var list = new ArrayList<@Nullable Object>();
        for (int i = 0; i < n; i++) {
            list.add(read());
        }
        return Collections.unmodifiableList(list);
    }

    private Set<@Nullable Object> set() {
        int n = count();
        var set = new LinkedHashSet<@Nullable Object>();
        for (int i = 0; i < n; i++) {
            set.add(read());
        }
        return Collections.unmodifiableSet(set);
    }

    private Map<@Nullable Object, @Nullable Object> map() {
        int n = count();
        var map = new LinkedHashMap<@Nullable Object, @Nullable Object>();
        for (int i = 0; i < n; i++) {
            Object key = read();
            map.put(key, read());
        }
        return Collections.unmodifiableMap(map);
    }

    private Object constant() {
        Class<?> type = type();
        String name = text();
        Object[] constants = type.getEnumConstants();
        if (constants != null) {
            for (Object constant : constants) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
        }
        throw new MessageRefusedException("this node's " + type.getName() + " has no constant " + name);
    }

    private Object record() {
        Class<?> type = type();
        if (!type.isRecord()) {
            throw new MessageRefusedException(type.getName() + " is no record");
        }
        RecordShape shape = RecordShape.of(type);
        @Nullable Object[] values = shape.blank();
        int n = count();
        for (int i = 0; i < n; i++) {
            if (i < values.length && isNext(shape.encodedName(i))) {
                values[i] = read();
            } else {
                String name = text(); // another version of the record
                shape.put(values, name, read());
            }
        }
        return shape.create(values);
    }

    /** Skips these bytes if they come next. */
    private boolean isNext(byte[] wanted) {
        int at = in.position();
        int end = at + wanted.length;
        if (end > in.limit() || !Arrays.equals(in.array(), at, end, wanted, 0, wanted.length)) {
            return false;
        }
        in.position(end);
        return true;
    }

    private Class<?> type() {
        String name = text();
        Class<?> type = allowed.find(name);
        if (type == null) {
            throw new MessageRefusedException(
                    "this node does not know the class " + name + ", or has not allowed it: ClusterOptions.allow");
        }
        return type;
    }

    private String text() {
        int length = count();
        var text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    private byte[] bytes() {
        var bytes = new byte[count()];
        in.get(bytes);
        return bytes;
    }
}
