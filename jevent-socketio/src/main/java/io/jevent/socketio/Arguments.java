// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.http.json.JsonCodec;
import io.jevent.http.json.JsonException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of an event or of an acknowledgement: JSON values and bytes.
 *
 * <p><b>Confinement:</b> thread-safe if the values are not changed.
 *
 * @since 0.1
 */
public final class Arguments {

    private final List<@Nullable Object> values;
    private final JsonCodec codec;

    Arguments(List<@Nullable Object> values, JsonCodec codec) {
        this.values = values;
        this.codec = codec;
    }

    /**
     * Counts the arguments.
     *
     * @return the number
     */
    public int size() {
        return values.size();
    }

    /**
     * Returns an argument as the JSON library reads it when no type is known: a map, a list, a text, a number, a
     * boolean or null; or a {@code byte[]}, which may also be inside a map or a list.
     *
     * @param index its index, from 0
     * @return the value
     * @throws JsonException if there are fewer arguments
     */
    public @Nullable Object get(int index) {
        if (index >= values.size()) {
            throw new JsonException("there is no argument " + index + ", only " + values.size(), null);
        }
        return values.get(index);
    }

    /**
     * Returns an argument as an object of a class, for example a record.
     *
     * @param <T> the type of the object
     * @param index its index, from 0
     * @param type the class
     * @return the object
     * @throws JsonException if there are fewer arguments, or this one is null or does not fit the class
     */
    public <T> T get(int index, Class<T> type) {
        Object value = get(index);
        return type.isInstance(value) ? type.cast(value) : codec.decode(codec.encode(value), type);
    }

    /**
     * Returns an argument that is a text.
     *
     * @param index its index, from 0
     * @return the text
     * @throws JsonException if there are fewer arguments, or this one is not a text
     */
    public String text(int index) {
        return (String) require(index, String.class, "a text");
    }

    /**
     * Returns an argument that is binary.
     *
     * @param index its index, from 0
     * @return the bytes, which are not copied
     * @throws JsonException if there are fewer arguments, or this one is not binary
     */
    public byte[] bytes(int index) {
        return (byte[]) require(index, byte[].class, "binary");
    }

    private Object require(int index, Class<?> type, String kind) {
        Object value = get(index);
        if (value == null || !type.isInstance(value)) {
            throw new JsonException("the argument " + index + " is not " + kind, null);
        }
        return value;
    }

    @Override
    public String toString() {
        return values.size() + " arguments";
    }
}
