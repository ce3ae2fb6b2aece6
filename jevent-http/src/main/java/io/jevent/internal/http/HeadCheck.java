// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import org.jspecify.annotations.Nullable;

/*
 * A proxy in front of the server must not understand these bytes differently (request smuggling, RFC 9112, 11.2). So
 * everything outside the grammar is refused, also where RFC 9112 allows a server to guess: a bare LF, a folded line, a
 * repeated length. Invariant: a head that passes is unambiguous.
 */
/**
 * Checks the head of a request byte by byte, and extracts the headers that frame the message. A head of HTTP/2 is
 * written as lines of HTTP/1.1 first, so that one check holds for all versions.
 *
 * <p><b>Confinement:</b> hub-confined; used for one head after the other.
 */
public final class HeadCheck {

    /** The maximum number of digits of a length. */
    private static final int MAX_LENGTH_DIGITS = 18;

    private static final Refusal FOLDED = Refusal.bad("a folded header line");
    private static final Refusal LINE_END = Refusal.bad("a line that does not end with CR LF");
    private static final Refusal REQUEST_LINE = Refusal.bad("not a request line");
    private static final Refusal TARGET = Refusal.bad("an invalid request target");
    private static final Refusal NAME = Refusal.bad("an invalid header name");
    private static final Refusal VALUE = Refusal.bad("a forbidden character in a header");
    private static final Refusal NO_HOST = Refusal.bad("no Host");
    private static final Refusal HOST = Refusal.bad("an invalid Host");
    private static final Refusal HOSTS = Refusal.bad("more than one Host");
    private static final Refusal LENGTH = Refusal.bad("an invalid Content-Length");
    private static final Refusal LENGTHS = Refusal.bad("more than one Content-Length");
    private static final Refusal CODING = Refusal.bad("a Transfer-Encoding other than chunked");
    private static final Refusal BOTH = Refusal.bad("both Content-Length and Transfer-Encoding");
    private static final Refusal CODING_10 = Refusal.bad("a Transfer-Encoding in HTTP/1.0");
    private static final Refusal OLD_SOCKET = Refusal.bad("the keys of an obsolete WebSocket draft");
    private static final Refusal VERSION = new Refusal(505, "this server supports only HTTP/1.0 and HTTP/1.1");
    private static final Refusal EXPECTATION = new Refusal(417, "an unknown expectation");
    private static final Refusal CONNECT = new Refusal(501, "this server does not support CONNECT");
    private static final Refusal MANY = new Refusal(431, "too many header lines");

    private byte[] bytes = new byte[0];
    private int methodEnd;
    private int targetEnd;
    private int firstLine;
    private int minor;
    private long length;
    private boolean lengthSeen;
    private boolean chunked;
    private boolean hostSeen;
    private boolean close;
    private boolean persist;
    private boolean expect;
    private boolean upgrade;

    /** Creates a check that was not used yet. */
    public HeadCheck() {
        super();
    }

    /**
     * Checks a head.
     *
     * @param head the bytes, from the request line to the empty line
     * @param maxHeaders the maximum number of header lines
     * @return the reason of a refusal; null if the check passes
     */
    public @Nullable Refusal check(byte[] head, int maxHeaders) {
        int size = head.length;
        bytes = head;
        lengthSeen = false;
        chunked = false;
        hostSeen = false;
        close = false;
        persist = false;
        expect = false;
        upgrade = false;
        int line = endOfLine(0, size);
        if (line < 0) {
            return LINE_END;
        }
        Refusal refusal = requestLine(line);
        int from = line + 2;
        firstLine = from;
        int count = 0;
        while (refusal == null) {
            int end = endOfLine(from, size);
            if (end < 0) {
                return LINE_END;
            }
            if (end == from) {
                return whole();
            }
            refusal = ++count > maxHeaders ? MANY : header(from, end, false);
            from = end + 2;
        }
        return refusal;
    }

    /**
     * Checks the first line of a head whose rest has not arrived yet.
     *
     * @param first the bytes of the line with its end
     * @return the reason of a refusal; null if the check passes
     */
    public @Nullable Refusal checkLine(byte[] first) {
        bytes = first;
        int line = endOfLine(0, first.length);
        return line < 0 ? LINE_END : requestLine(line);
    }

    /**
     * Checks the trailer section of a body. Its lines have no meaning for the connection.
     *
     * @param lines the bytes, up to and including the empty line
     * @param maxHeaders the maximum number of lines
     * @return the reason of a refusal; null if the check passes
     */
    public @Nullable Refusal checkTrailers(byte[] lines, int maxHeaders) {
        bytes = lines;
        int from = 0;
        for (int count = 0; count <= maxHeaders; count++) {
            int end = endOfLine(from, lines.length);
            if (end < 0) {
                return LINE_END;
            }
            Refusal refusal = end == from ? null : header(from, end, true);
            if (end == from || refusal != null) {
                return refusal;
            }
            from = end + 2;
        }
        return MANY;
    }

    /** Returns the index of the CR that ends a line; -1 if the line does not end with CR LF. */
    private int endOfLine(int from, int size) {
        for (int i = from; i < size; i++) {
            if (bytes[i] == '\n') {
                return -1;
            }
            if (bytes[i] == '\r') {
                return i + 1 < size && bytes[i + 1] == '\n' ? i : -1;
            }
        }
        return -1;
    }

    private @Nullable Refusal requestLine(int end) {
        int i = 0;
        while (i < end && Octets.isToken(bytes[i])) {
            i++;
        }
        int method = i;
        if (method == 0 || i == end || bytes[i] != ' ') {
            return REQUEST_LINE;
        }
        int target = ++i;
        while (i < end && Octets.isTarget(bytes[i])) {
            i++;
        }
        if (i == target || i == end || bytes[i] != ' ') {
            return i == end || i == target ? REQUEST_LINE : TARGET;
        }
        methodEnd = method;
        targetEnd = i;
        Refusal refusal = version(i + 1, end);
        return refusal != null ? refusal : target(method, target, i);
    }

    private @Nullable Refusal version(int from, int end) {
        boolean wellFormed = end - from == 8
                && bytes[from] == 'H'
                && bytes[from + 1] == 'T'
                && bytes[from + 2] == 'T'
                && bytes[from + 3] == 'P'
                && bytes[from + 4] == '/'
                && Octets.isDigit(bytes[from + 5])
                && bytes[from + 6] == '.'
                && Octets.isDigit(bytes[from + 7]);
        if (!wellFormed) {
            return REQUEST_LINE;
        }
        minor = bytes[from + 7] - '0';
        return bytes[from + 5] == '1' ? null : VERSION;
    }

    /** Checks the request target, RFC 9112, 3.2: a path, an absolute URI, or the asterisk of OPTIONS. */
    private @Nullable Refusal target(int method, int from, int end) {
        if (Octets.same(bytes, 0, method, "connect")) {
            return CONNECT;
        }
        if (bytes[from] == '/') {
            return escapes(from, end);
        }
        if (bytes[from] == '*') {
            return end == from + 1 && Octets.same(bytes, 0, method, "options") ? null : TARGET;
        }
        int authority = Octets.same(bytes, from, Math.min(end, from + 7), "http://")
                ? from + 7
                : Octets.same(bytes, from, Math.min(end, from + 8), "https://") ? from + 8 : -1;
        if (authority < 0) {
            return TARGET;
        }
        int path = authority;
        while (path < end && bytes[path] != '/' && bytes[path] != '?') {
            path++;
        }
        return Hosts.isAuthority(bytes, authority, path) ? escapes(path, end) : TARGET;
    }

    /** Checks that each percent sign precedes two hexadecimal digits, and that none encodes NUL. */
    private @Nullable Refusal escapes(int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == '%') {
                if (i + 2 >= end || !Octets.isHex(bytes[i + 1]) || !Octets.isHex(bytes[i + 2])) {
                    return TARGET;
                }
                if (bytes[i + 1] == '0' && bytes[i + 2] == '0') {
                    return TARGET;
                }
            }
        }
        return null;
    }

    private @Nullable Refusal header(int from, int end, boolean trailer) {
        if (Octets.isBlank(bytes[from])) {
            return FOLDED;
        }
        int colon = from;
        while (colon < end && Octets.isToken(bytes[colon])) {
            colon++;
        }
        if (colon == from || colon == end || bytes[colon] != ':') {
            return NAME;
        }
        int value = colon + 1;
        for (int i = value; i < end; i++) {
            if (!Octets.isValue(bytes[i])) {
                return VALUE;
            }
        }
        int last = end;
        while (value < last && Octets.isBlank(bytes[value])) {
            value++;
        }
        while (last > value && Octets.isBlank(bytes[last - 1])) {
            last--;
        }
        return trailer ? null : meaning(from, colon, value, last);
    }

    /** Evaluates the headers that frame the message, name its host, and control the connection. */
    private @Nullable Refusal meaning(int from, int colon, int value, int end) {
        return switch (colon - from) {
            case 4 -> Octets.same(bytes, from, colon, "host") ? host(value, end) : null;
            case 6 -> Octets.same(bytes, from, colon, "expect") ? expect(value, end) : null;
            case 10 -> Octets.same(bytes, from, colon, "connection") ? connection(value, end) : null;
            case 14 -> Octets.same(bytes, from, colon, "content-length") ? length(value, end) : null;
            case 17 -> Octets.same(bytes, from, colon, "transfer-encoding") ? coding(value, end) : null;
            case 18 -> isKeyOfDraft(from, colon) ? OLD_SOCKET : null;
            default -> null;
        };
    }

    /**
     * Returns whether it is a key of an obsolete WebSocket draft: a request with both of them has eight bytes of body.
     */
    private boolean isKeyOfDraft(int from, int colon) {
        return Octets.same(bytes, from, colon, "sec-websocket-key1")
                || Octets.same(bytes, from, colon, "sec-websocket-key2");
    }

    private @Nullable Refusal host(int from, int end) {
        if (hostSeen) {
            return HOSTS;
        }
        hostSeen = true;
        return Hosts.isAuthority(bytes, from, end) ? null : HOST;
    }

    private @Nullable Refusal expect(int from, int end) {
        if (!Octets.same(bytes, from, end, "100-continue")) {
            return EXPECTATION;
        }
        expect = true;
        return null;
    }

    private @Nullable Refusal connection(int from, int end) {
        int word = from;
        for (int i = from; i <= end; i++) {
            if (i == end || bytes[i] == ',') {
                int a = word;
                int b = i;
                while (a < b && Octets.isBlank(bytes[a])) {
                    a++;
                }
                while (b > a && Octets.isBlank(bytes[b - 1])) {
                    b--;
                }
                close |= Octets.same(bytes, a, b, "close");
                persist |= Octets.same(bytes, a, b, "keep-alive");
                upgrade |= Octets.same(bytes, a, b, "upgrade");
                word = i + 1;
            }
        }
        return null;
    }

    private @Nullable Refusal length(int from, int end) {
        if (lengthSeen) {
            return LENGTHS;
        }
        lengthSeen = true;
        length = 0;
        if (from == end || end - from > MAX_LENGTH_DIGITS) {
            return LENGTH;
        }
        for (int i = from; i < end; i++) {
            if (!Octets.isDigit(bytes[i])) {
                return LENGTH;
            }
            length = length * 10 + bytes[i] - '0';
        }
        return null;
    }

    private @Nullable Refusal coding(int from, int end) {
        if (chunked || !Octets.same(bytes, from, end, "chunked")) {
            return CODING;
        }
        chunked = true;
        return null;
    }

    private @Nullable Refusal whole() {
        if (!hostSeen && minor > 0) {
            return NO_HOST;
        }
        if (chunked && lengthSeen) {
            return BOTH;
        }
        return chunked && minor == 0 ? CODING_10 : null;
    }

    /** Returns the index after the method; the target begins after a space. */
    int methodTo() {
        return methodEnd;
    }

    int targetTo() {
        return targetEnd;
    }

    /** Returns the index of the first header line, or of the empty line. */
    int headersFrom() {
        return firstLine;
    }

    long bodyLength() {
        return chunked ? RequestHead.CHUNKED : lengthSeen ? length : RequestHead.NO_BODY;
    }

    boolean keepAlive() {
        return !close && (minor > 0 || persist);
    }

    boolean expectsContinue() {
        return expect && minor > 0;
    }

    boolean wantsUpgrade() {
        return upgrade && minor > 0;
    }

    boolean isHttp10() {
        return minor == 0;
    }
}
