// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.internal.http.HeaderList;
import io.jevent.internal.http.Octets;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/*
 * RFC 9112, 4 and 5, without the leniency that lets two parsers see two messages: each line ends with CR LF, a name is a
 * token right before the colon, and there is no folding.
 */
/** Reads the head of a response in HTTP/1.x, and trailer fields. */
final class ResponseParser {

    private static final String VERSION = "HTTP/1.";
    private static final int STATUS_AT = 9;
    private static final int STATUS_END = 12;
    private static final int MAX_SHOWN = 100;

    private final byte[] bytes;
    private int at;
    private final int end;

    /**
     * Creates a parser.
     *
     * @param bytes the array that holds the lines
     * @param from the index of the first line
     * @param end the index after the empty line
     */
    ResponseParser(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    ResponseHead head(int maxHeaders) throws ProtocolException {
        int start = at;
        int stop = endOfLine();
        if (!isStatusLine(start, stop)) {
            throw new ProtocolException("invalid status line: " + shown(start, stop));
        }
        int status = digit(start + STATUS_AT) * 100 + digit(start + STATUS_AT + 1) * 10 + digit(start + STATUS_AT + 2);
        if (status < 100) {
            throw new ProtocolException("invalid status code: " + shown(start, stop));
        }
        boolean http11 = bytes[start + VERSION.length()] != '0';
        return new ResponseHead(status, http11, fields(maxHeaders));
    }

    private boolean isStatusLine(int start, int stop) {
        if (stop - start < STATUS_END || !Octets.same(bytes, start, start + VERSION.length(), VERSION)) {
            return false;
        }
        for (int i = start + STATUS_AT; i < start + STATUS_END; i++) {
            if (!Octets.isDigit(bytes[i])) {
                return false;
            }
        }
        return Octets.isDigit(bytes[start + VERSION.length()])
                && bytes[start + STATUS_AT - 1] == ' '
                && (stop - start == STATUS_END || bytes[start + STATUS_END] == ' ');
    }

    private int digit(int index) {
        return bytes[index] - '0';
    }

    HeaderList fields(int most) throws ProtocolException {
        var fields = new HeaderList();
        while (true) {
            int start = at;
            int stop = endOfLine();
            if (start == stop) {
                return fields;
            }
            if (fields.size() == most) {
                throw new ProtocolException("the response has more than " + most + " header lines");
            }
            int colon = start;
            while (colon < stop && Octets.isToken(bytes[colon])) {
                colon++;
            }
            if (colon == start || colon == stop || bytes[colon] != ':') {
                throw new ProtocolException("invalid header line: " + shown(start, stop));
            }
            fields.append(text(start, colon), value(colon + 1, stop));
        }
    }

    private String value(int start, int stop) throws ProtocolException {
        int from = start;
        int to = stop;
        while (from < to && Octets.isBlank(bytes[from])) {
            from++;
        }
        while (to > from && Octets.isBlank(bytes[to - 1])) {
            to--;
        }
        for (int i = from; i < to; i++) {
            if (!Octets.isValue(bytes[i])) {
                throw new ProtocolException("invalid character in a header: " + shown(from, to));
            }
        }
        return text(from, to);
    }

    /** Moves to the next line, and returns the end of this one. */
    private int endOfLine() throws ProtocolException {
        int i = at;
        while (i < end && bytes[i] != '\n') {
            i++;
        }
        if (i == end || i == at || bytes[i - 1] != '\r') {
            throw new ProtocolException("a line that does not end with CR LF: " + shown(at, i));
        }
        at = i + 1;
        return i - 1;
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private String shown(int from, int to) {
        var shown = new StringBuilder();
        for (int i = from; i < Math.min(to, from + MAX_SHOWN); i++) {
            char c = (char) (bytes[i] & 0xff);
            shown.append(c < ' ' || c > '~' ? '?' : c);
        }
        return shown.toString();
    }
}
