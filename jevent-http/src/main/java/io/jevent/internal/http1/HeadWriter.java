// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.jevent.internal.http.HeaderList;
import java.nio.charset.StandardCharsets;

/**
 * Writes the head of a response into an array.
 *
 * <p><b>Confinement:</b> not shared.
 */
final class HeadWriter {

    static final byte[] CLOSE = bytes("Connection: close\r\n");
    static final byte[] KEEP_ALIVE = bytes("Connection: keep-alive\r\n");
    static final byte[] CHUNKED = bytes("Transfer-Encoding: chunked\r\n");
    static final byte[] LENGTH = bytes("Content-Length: ");

    private static final int MAX_DIGITS = 20;

    private final byte[] target;
    private int size;

    HeadWriter(byte[] target) {
        this.target = target;
    }

    static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the size of header lines in bytes. */
    static int room(HeaderList headers) {
        int room = 0;
        for (int i = 0; i < headers.size(); i++) {
            room += headers.name(i).length() + headers.value(i).length() + 4;
        }
        return room;
    }

    int size() {
        return size;
    }

    byte[] bytes() {
        return target;
    }

    HeadWriter add(byte[] bytes) {
        System.arraycopy(bytes, 0, target, size, bytes.length);
        size += bytes.length;
        return this;
    }

    /** Adds the low bytes of the characters, which were checked to be Latin-1. */
    @SuppressWarnings("deprecation")
    private void add(String latin1) {
        int length = latin1.length();
        latin1.getBytes(0, length, target, size);
        size += length;
    }

    HeadWriter add(HeaderList headers) {
        for (int i = 0; i < headers.size(); i++) {
            add(headers.name(i));
            target[size++] = ':';
            target[size++] = ' ';
            add(headers.value(i));
            lineEnd();
        }
        return this;
    }

    HeadWriter lineEnd() {
        target[size++] = '\r';
        target[size++] = '\n';
        return this;
    }

    HeadWriter addNumber(long number) {
        size = digits(number, target, size);
        return this;
    }

    /** Writes a non-negative number; returns the index after it. */
    static int digits(long number, byte[] target, int at) {
        int length = 1;
        for (long n = number; n >= 10; n /= 10) {
            length++;
        }
        long left = number;
        for (int i = at + length - 1; i >= at; i--) {
            target[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        return at + length;
    }

    /** Returns the maximum size of the server's own header lines in bytes. */
    static int roomOfRest() {
        return 4 * MAX_DIGITS + 128;
    }
}
