// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import java.util.Arrays;

/** Decodes DEFLATE (RFC 1951) message by message, and records how far references reach back. */
final class DistanceDecoder {

    private static final int[] LENGTHS = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258
    };
    private static final int[] LENGTH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    private static final int[] DISTANCES = {
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577
    };
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    private static final int MAX_BITS = 15;

    private byte[] out = new byte[1024];
    private int size;
    private byte[] in = {};
    private int bit;
    private int longest;

    /** A canonical Huffman code: the number of codes of each length, and the symbols in order. */
    @SuppressWarnings("ArrayRecordComponent") // codes are never compared
    private record Code(int[] counts, int[] symbols) {

        static Code of(int[] lengths, int from, int to) {
            int[] counts = new int[MAX_BITS + 1];
            for (int i = from; i < to; i++) {
                counts[lengths[i]]++;
            }
            int[] next = new int[MAX_BITS + 2];
            for (int i = 1; i <= MAX_BITS; i++) {
                next[i + 1] = next[i] + counts[i];
            }
            int[] symbols = new int[to - from];
            for (int i = from; i < to; i++) {
                if (lengths[i] != 0) {
                    symbols[next[lengths[i]]++] = i - from;
                }
            }
            return new Code(counts, symbols);
        }
    }

    /** Decodes a message, to which the end of its flush is added. */
    byte[] decode(byte[] payload) {
        in = Arrays.copyOf(payload, payload.length + 4);
        in[payload.length + 2] = -1;
        in[payload.length + 3] = -1;
        bit = 0;
        int from = size;
        while (bit < 8 * in.length) {
            block();
        }
        return Arrays.copyOfRange(out, from, size);
    }

    /** Returns the longest distance so far. */
    int longest() {
        return longest;
    }

    private int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, bit++) {
            value |= (in[bit >> 3] >> (bit & 7) & 1) << i;
        }
        return value;
    }

    private void block() {
        bits(1);
        switch (bits(2)) {
            case 0 -> stored();
            case 1 -> fixed();
            case 2 -> dynamic();
            default -> throw new IllegalStateException("not a type of a block");
        }
    }

    private void stored() {
        bit = (bit + 7) & ~7;
        int length = bits(16);
        if (length != (~bits(16) & 0xffff)) {
            throw new IllegalStateException("wrong length of a stored block");
        }
        for (int i = 0; i < length; i++) {
            put((byte) bits(8));
        }
    }

    private void fixed() {
        int[] lengths = new int[288 + 30];
        Arrays.fill(lengths, 0, 144, 8);
        Arrays.fill(lengths, 144, 256, 9);
        Arrays.fill(lengths, 256, 280, 7);
        Arrays.fill(lengths, 280, 288, 8);
        Arrays.fill(lengths, 288, lengths.length, 5);
        data(Code.of(lengths, 0, 288), Code.of(lengths, 288, lengths.length));
    }

    private void dynamic() {
        int literals = bits(5) + 257;
        int distances = bits(5) + 1;
        int count = bits(4) + 4;
        int[] first = new int[ORDER.length];
        for (int i = 0; i < count; i++) {
            first[ORDER[i]] = bits(3);
        }
        Code code = Code.of(first, 0, first.length);
        int[] lengths = new int[literals + distances];
        int i = 0;
        while (i < lengths.length) {
            int symbol = symbol(code);
            int times = switch (symbol) {
                case 16 -> 3 + bits(2);
                case 17 -> 3 + bits(3);
                case 18 -> 11 + bits(7);
                default -> 1;
            };
            int length = symbol < 16 ? symbol : symbol == 16 ? lengths[i - 1] : 0;
            Arrays.fill(lengths, i, i + times, length);
            i += times;
        }
        data(Code.of(lengths, 0, literals), Code.of(lengths, literals, lengths.length));
    }

    private int symbol(Code code) {
        int value = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= MAX_BITS; length++) {
            value |= bits(1);
            int count = code.counts[length];
            if (value - count < first) {
                return code.symbols[index + value - first];
            }
            index += count;
            first = (first + count) << 1;
            value <<= 1;
        }
        throw new IllegalStateException("not a code");
    }

    private void data(Code literals, Code distances) {
        for (int symbol = symbol(literals); symbol != 256; symbol = symbol(literals)) {
            if (symbol < 256) {
                put((byte) symbol);
            } else {
                int length = LENGTHS[symbol - 257] + bits(LENGTH_BITS[symbol - 257]);
                int code = symbol(distances);
                copy(length, DISTANCES[code] + bits(Math.max(0, code / 2 - 1)));
            }
        }
    }

    private void copy(int length, int distance) {
        longest = Math.max(longest, distance);
        for (int i = 0; i < length; i++) {
            put(out[size - distance]);
        }
    }

    private void put(byte value) {
        if (size == out.length) {
            out = Arrays.copyOf(out, 2 * size);
        }
        out[size++] = value;
    }
}
