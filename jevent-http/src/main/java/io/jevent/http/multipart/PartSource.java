// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.multipart;

import io.jevent.http.HttpException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * The buffer holds bytes from position to end. Invariant: the first `content` of them belong to the part that is read; the
 * bytes behind them may begin the delimiter. It begins with CR LF, so that the first delimiter looks like the others.
 */
/**
 * Splits a body at its delimiters, RFC 2046, 5.1.1: CR LF, two hyphens and the boundary.
 *
 * <p><b>Confinement:</b> not shared.
 */
final class PartSource {

    private static final int SIZE = 16 * 1024;

    private final InputStream body;
    private final byte[] delimiter;

    /** How far to move when the byte under the delimiter's end is this one (Horspool's search). */
    private final int[] skips = new int[256];

    private final byte[] buffer = new byte[SIZE];
    private int position;
    private int end;
    private int content;
    private boolean atDelimiter;

    PartSource(InputStream body, String boundary) {
        this.body = body;
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        Arrays.fill(skips, delimiter.length);
        for (int i = 0; i < delimiter.length - 1; i++) {
            skips[delimiter[i] & 0xff] = delimiter.length - 1 - i;
        }
        buffer[end++] = '\r';
        buffer[end++] = '\n';
    }

    /** Reads content of the part; returns -1 at its end. */
    int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (content == 0) {
            if (atDelimiter) {
                return -1;
            }
            search();
        }
        int n = Math.min(length, content);
        System.arraycopy(buffer, position, target, offset, n);
        take(n);
        return n;
    }

    private void take(int n) {
        position += n;
        content -= n;
    }

    /** Skips the rest of the part, and the delimiter after it; returns false if that was the last one. */
    boolean nextPart() throws IOException {
        while (!atDelimiter || content > 0) {
            if (content > 0) {
                take(content);
            } else {
                search();
            }
        }
        atDelimiter = false;
        position += delimiter.length;
        require(2);
        if (buffer[position] == '-' && buffer[position + 1] == '-') {
            return false;
        }
        while (buffer[position] == ' ' || buffer[position] == '\t') {
            position++;
            require(2);
        }
        if (buffer[position] != '\r' || buffer[position + 1] != '\n') {
            throw PartHeaders.malformed("there is text after a delimiter");
        }
        return true;
    }

    /** Reads the head of a part, up to its empty line. The end of line before it is still in the buffer. */
    PartHeaders head(int most) throws IOException {
        int length = 2;
        while (true) {
            require(length + 2);
            if (length > most) {
                throw new HttpException(413, "the headers of a part are longer than " + most + " bytes");
            }
            int at = position + length;
            if (buffer[at - 2] == '\r' && buffer[at - 1] == '\n' && buffer[at] == '\r' && buffer[at + 1] == '\n') {
                break;
            }
            length++;
        }
        byte[] lines = Arrays.copyOfRange(buffer, position, position + length);
        position += length + 2;
        return new PartHeaders(lines);
    }

    /** Returns the rest of the part if it is short and in the buffer already; null otherwise. */
    byte @Nullable [] readRest(int most) throws IOException {
        while (content == 0 && !atDelimiter) {
            search();
        }
        if (!atDelimiter || content > most) {
            return null;
        }
        byte[] rest = Arrays.copyOfRange(buffer, position, position + content);
        take(content);
        return rest;
    }

    /** Looks for the delimiter, and reads more if neither it nor content is in the buffer. */
    private void search() throws IOException {
        int at = find();
        if (at >= 0) {
            content = at - position;
            atDelimiter = true;
            return;
        }
        content = Math.max(0, end - position - delimiter.length + 1);
        if (content == 0) {
            fill();
        }
    }

    private int find() {
        int last = delimiter.length - 1;
        for (int at = position + last; at < end; at += skips[buffer[at] & 0xff]) {
            if (buffer[at] == delimiter[last] && Arrays.equals(buffer, at - last, at, delimiter, 0, last)) {
                return at - last;
            }
        }
        return -1;
    }

    private void require(int bytes) throws IOException {
        while (end - position < bytes) {
            fill();
        }
    }

    private void fill() throws IOException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, end - position);
            end -= position;
            position = 0;
        }
        int n = body.read(buffer, end, SIZE - end);
        if (n < 0) {
            throw PartHeaders.malformed("it ends before its last delimiter");
        }
        end += n;
    }

    /** Reads what follows the last delimiter, and drops it. */
    void skipRest() throws IOException {
        while (body.read(buffer, 0, SIZE) >= 0) {
            // RFC 2046 allows an epilogue
        }
    }
}
