// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.json;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Converts objects to JSON and back, with a library such as Jackson or Gson.
 *
 * <p>A program that has one of these on its class path, or its own codec as a service, needs to configure nothing: see
 * {@link #installed()}.
 *
 * <p><b>Confinement:</b> thread-safe: all hubs share it.
 *
 * @audience SPI
 * @since 0.1
 */
public interface JsonCodec {

    /**
     * Writes an object as JSON.
     *
     * @param value the object, or null
     * @return the JSON text in UTF-8
     * @throws JsonException if the library cannot write it
     */
    byte[] encode(@Nullable Object value);

    /**
     * Reads an object from JSON.
     *
     * @param json a JSON text in UTF-8, which may be malformed
     * @param type the type of the object, for example a class, or a generic type such as {@code List<String>}
     * @return the object, or null if the text is {@code null}
     * @throws JsonException if the text is malformed, has anything after the value, or does not fit the type
     */
    @Nullable
    Object decode(byte[] json, Type type);

    /**
     * Reads an object from JSON.
     *
     * @param <T> the type of the object
     * @param json a JSON text in UTF-8, which may be malformed
     * @param type the class of the object
     * @return the object
     * @throws JsonException if the text is malformed, has anything after the value, does not fit the type, or is
     *     {@code null}
     */
    default <T> T decode(byte[] json, Class<T> type) {
        Object value = decode(json, (Type) type);
        if (value == null) {
            throw new JsonException("the JSON is null where an object is needed", null);
        }
        @SuppressWarnings("unchecked") // the class may be of a primitive type, which has no cast
        T typed = (T) value;
        return typed;
    }

    /**
     * Returns the codec that the program has: the first service of this type, or else that of Jackson
     * ({@code jackson-databind}), or else that of Gson.
     *
     * @return the codec, always the same
     * @throws IllegalStateException if there is none
     */
    static JsonCodec installed() {
        return InstalledCodec.get();
    }
}
