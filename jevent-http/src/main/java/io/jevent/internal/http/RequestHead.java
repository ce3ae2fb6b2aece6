// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request that passed the check, with the results of the check. Its header lines stay bytes until one is
 * requested.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class RequestHead {

    /** The length of a body that is not known before its end. */
    public static final long CHUNKED = -2;

    /** The length if there is no body. */
    public static final long NO_BODY = -1;

    private static final String GET = "GET";

    /** The memory of a head's objects, its place in the queue included, in bytes. */
    private static final int OVERHEAD = 256;

    /** The method. */
    public final String method;

    /** The target as the client sent it. */
    public final String target;

    /** The length of the body, or {@link #CHUNKED} or {@link #NO_BODY}. */
    public final long bodyLength;

    /** The client may send another request on the connection. */
    public final boolean keepAlive;

    /** The client waits for 100 (Continue) before it sends the body. */
    public final boolean expectsContinue;

    /** The version is HTTP/1.0. */
    public final boolean isHttp10;

    /** The client offers to switch to another protocol after this request. */
    public final boolean wantsUpgrade;

    /** The head, from the request line to the empty line. */
    private final byte[] bytes;

    private final int firstLine;

    /**
     * Creates a head.
     *
     * @param bytes the head, from the request line to the empty line; not copied
     * @param check the check that this head has just passed
     */
    public RequestHead(byte[] bytes, HeadCheck check) {
        this.bytes = bytes;
        firstLine = check.headersFrom();
        method = Octets.same(bytes, 0, check.methodTo(), GET) && bytes[0] == 'G'
                ? GET
                : text(bytes, 0, check.methodTo());
        target = text(bytes, check.methodTo() + 1, check.targetTo());
        bodyLength = check.bodyLength();
        keepAlive = check.keepAlive();
        expectsContinue = check.expectsContinue();
        isHttp10 = check.isHttp10();
        wantsUpgrade = check.wantsUpgrade();
    }

    /**
     * Returns the memory that a head takes, with its strings.
     *
     * @param size the length of the head in bytes
     * @return bytes
     */
    public static int weight(int size) {
        return OVERHEAD + 2 * size;
    }

    /**
     * Returns the memory that this head takes, with its strings.
     *
     * @return bytes
     */
    public int weight() {
        return weight(bytes.length);
    }

    /**
     * Returns whether a body follows.
     *
     * @return true if so
     */
    public boolean hasBody() {
        return bodyLength > 0 || bodyLength == CHUNKED;
    }

    /**
     * Returns the first value of a header.
     *
     * @param name its name, in any case
     * @return the value, or null
     */
    public @Nullable String header(String name) {
        int line = firstLine;
        while (bytes[line] != '\r') {
            int colon = indexOf(bytes, ':', line);
            int end = indexOf(bytes, '\r', colon);
            if (Octets.same(bytes, line, colon, name)) {
                return value(bytes, colon, end);
            }
            line = end + 2;
        }
        return null;
    }

    /**
     * Adds all header lines to a list.
     *
     * @param list the list
     */
    public void copyTo(HeaderList list) {
        copyLines(bytes, firstLine, list);
    }

    /**
     * Adds lines that were checked before, up to the empty line.
     *
     * @param bytes the lines
     * @param from the index of the first one
     * @param list the list
     */
    public static void copyLines(byte[] bytes, int from, HeaderList list) {
        int line = from;
        while (bytes[line] != '\r') {
            int colon = indexOf(bytes, ':', line);
            int end = indexOf(bytes, '\r', colon);
            list.append(text(bytes, line, colon), value(bytes, colon, end));
            line = end + 2;
        }
    }

    private static int indexOf(byte[] bytes, char octet, int from) {
        int i = from;
        while (bytes[i] != octet) {
            i++;
        }
        return i;
    }

    private static String value(byte[] bytes, int colon, int end) {
        int from = colon + 1;
        int to = end;
        while (from < to && Octets.isBlank(bytes[from])) {
            from++;
        }
        while (to > from && Octets.isBlank(bytes[to - 1])) {
            to--;
        }
        return text(bytes, from, to);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
