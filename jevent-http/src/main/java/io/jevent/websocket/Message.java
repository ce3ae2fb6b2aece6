// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import java.util.Arrays;

/**
 * A message that a {@link WebSocket} has received: text or bytes.
 *
 * <p><b>Confinement:</b> immutable, except the array of {@link Binary}.
 *
 * @since 0.1
 */
public sealed interface Message {

    /**
     * A text message.
     *
     * @param text the text
     * @since 0.1
     */
    record Text(String text) implements Message {}

    /**
     * A binary message.
     *
     * @param bytes the bytes, which the receiver owns
     * @since 0.1
     */
    @SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare its content
    record Binary(byte[] bytes) implements Message {

        @Override
        public boolean equals(Object other) {
            return other instanceof Binary binary && Arrays.equals(bytes, binary.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Binary[" + bytes.length + " bytes]";
        }
    }
}
