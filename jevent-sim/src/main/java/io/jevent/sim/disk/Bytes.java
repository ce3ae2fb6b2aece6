// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes of a file, which grow. */
final class Bytes {

    private byte[] bytes = new byte[0];
    private int size;

    int size() {
        return size;
    }

    /** Reads bytes that are there. */
    void read(int position, ByteBuffer into, int count) {
        into.put(bytes, position, count);
    }

    /** Writes bytes; a gap before them is filled with zeros. */
    void write(int position, byte[] source, int count) {
        int end = Math.addExact(position, count);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, (int) Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L)));
        }
        System.arraycopy(source, 0, bytes, position, count);
        size = Math.max(size, end);
    }

    void truncate(int length) {
        if (length < size) {
            Arrays.fill(bytes, length, size, (byte) 0);
            size = length;
        }
    }

    void setTo(Bytes other) {
        bytes = Arrays.copyOf(other.bytes, other.size);
        size = other.size;
    }
}
