// SPDX-License-Identifier: Apache-2.0
package io.jevent.ipc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Encodes messages as bytes and decodes them.
 *
 * @param <M> the type of the messages
 * @gevent the {@code encoder} and {@code decoder} of {@code gipc.pipe}; there the default is pickle, here there is
 *     none: Java serialization has to be chosen, with the accepted classes
 * @since 0.1
 */
public interface Codec<M> {

    /**
     * Encodes a message.
     *
     * @param message the message
     * @return its bytes
     * @throws IOException if it cannot be encoded
     */
    byte[] encode(M message) throws IOException;

    /**
     * Decodes a message.
     *
     * @param bytes its bytes
     * @return the message
     * @throws IOException if the bytes are no message
     */
    M decode(byte[] bytes) throws IOException;

    /**
     * Sends bytes as they are.
     *
     * @return the codec
     */
    static Codec<byte[]> bytes() {
        return new Codec<>() {
            @Override
            public byte[] encode(byte[] message) {
                return message;
            }

            @Override
            public byte[] decode(byte[] bytes) {
                return bytes;
            }
        };
    }

    /**
     * Sends text, in UTF-8.
     *
     * @return the codec
     */
    static Codec<String> text() {
        return new Codec<>() {
            @Override
            public byte[] encode(String message) {
                return message.getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public String decode(byte[] bytes) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
        };
    }

    /**
     * Sends objects by Java serialization. Accepts objects of {@code type} and of {@code parts}, strings, numbers,
     * collections, times, and arrays of these; refuses any other class before it creates an object.
     *
     * @param <M> the type of the messages
     * @param type that type; its subclasses are among the parts
     * @param parts further accepted classes
     * @return the codec
     */
    static <M extends Serializable> Codec<M> serialized(Class<M> type, Class<?>... parts) {
        String own = Stream.concat(Stream.of(type), Arrays.stream(parts))
                .map(Class::getName)
                .collect(Collectors.joining(";"));
        ObjectInputFilter filter = ObjectInputFilter.Config.createFilter(
                "maxdepth=100;" + own + ";java.lang.*;java.util.*;java.time.*;java.math.*;!*");
        return new Codec<>() {
            @Override
            public byte[] encode(M message) throws IOException {
                var bytes = new ByteArrayOutputStream();
                try (var objects = new ObjectOutputStream(bytes)) {
                    objects.writeObject(message);
                }
                return bytes.toByteArray();
            }

            @Override
            public M decode(byte[] bytes) throws IOException {
                try (var objects = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
                    objects.setObjectInputFilter(filter);
                    return type.cast(objects.readObject());
                } catch (ClassNotFoundException | ClassCastException e) {
                    var invalid =
                            new InvalidObjectException("the message is no " + type.getName() + ": " + e.getMessage());
                    invalid.initCause(e);
                    throw invalid;
                }
            }
        };
    }
}
