// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import java.util.Arrays;

/**
 * A message that came through a {@link WebSocket}: text or bytes.
 *
 * <p><b>Confinement:</b> immutable, but for the array of {@link Binary}.
 */
public sealed interface Message {

    /**
     * A message of text.
     *
     * @param text the text
     */
    record Text(String text) implements Message {}

    /**
     * A message of bytes.
     *
     * @param bytes the bytes, which are the receiver's own
     */
    @SuppressWarnings("ArrayRecordComponent") // equals and hashCode look at what is in it
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
