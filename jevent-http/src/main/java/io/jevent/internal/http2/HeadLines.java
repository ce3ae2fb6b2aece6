// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http2;

import io.jevent.internal.http.Octets;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * The fields of HTTP/2 may contain bytes that end a line of HTTP/1.1 (request smuggling by downgrade, RFC 9113, 10.3).
 * Invariant: such a field is never written, so the lines have the same fields as the request.
 */
/**
 * Writes the fields of a request as lines of HTTP/1.1, for {@link io.jevent.internal.http.HeadCheck} and
 * {@link io.jevent.internal.http.RequestHead}. Refuses fields that RFC 9113, 8.2 and 8.3, calls malformed.
 *
 * <p><b>Confinement:</b> not shared.
 */
final class HeadLines {

    private static final AsciiString PROTOCOL = AsciiString.cached(":protocol");
    private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
    private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");
    private static final AsciiString GET = AsciiString.cached("GET");
    private static final AsciiString KEY = AsciiString.cached("sec-websocket-key");

    /** The lines of the same request in HTTP/1.1 that HTTP/2 leaves out; the key has no use there, RFC 8441, 5. */
    private static final AsciiString HANDSHAKE = AsciiString.cached(String.join(
            "\r\n", "connection: Upgrade", "upgrade: websocket", "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==", ""));

    private static final AsciiString VERSION = AsciiString.cached(" HTTP/1.1\r\n");
    private static final AsciiString HOST = AsciiString.cached("host");
    private static final AsciiString COOKIE = AsciiString.cached("cookie");
    private static final AsciiString TE = AsciiString.cached("te");
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");
    private static final AsciiString COLON = AsciiString.cached(": ");
    private static final AsciiString CRUMB = AsciiString.cached("; ");
    private static final AsciiString LINE_END = AsciiString.cached("\r\n");

    /** The fields that belong to a connection of HTTP/1.1, RFC 9113, 8.2.2. */
    private static final AsciiString[] OF_CONNECTION = {
        AsciiString.cached("connection"),
        AsciiString.cached("keep-alive"),
        AsciiString.cached("proxy-connection"),
        AsciiString.cached("transfer-encoding"),
        AsciiString.cached("upgrade")
    };

    private final int stream;
    private final byte[] lines;
    private int size;

    private HeadLines(int stream, int most) {
        this.stream = stream;
        lines = new byte[most];
    }

    /** Returns the head of a request, from the request line to the empty line. */
    static byte[] request(int stream, Http2Headers fields) throws Http2Exception {
        var head = new HeadLines(stream, room(fields) + HANDSHAKE.length());
        CharSequence method = head.required(fields.method(), ":method");
        boolean connect = isConnect(fields);
        if (connect) {
            method = GET;
        }
        CharSequence path = head.required(fields.path(), ":path");
        var _ = head.required(fields.scheme(), ":scheme");
        head.add(head.checkedValue(method))
                .add(' ')
                .add(head.checkedValue(path))
                .add(VERSION);
        CharSequence authority = fields.authority();
        if (authority != null) {
            head.addLine(HOST, authority);
        }
        head.addFields(fields, authority);
        if (connect) {
            head.add(HANDSHAKE);
        }
        return head.end();
    }

    /** Returns whether a request is for a WebSocket on its stream, RFC 8441. */
    static boolean isConnect(Http2Headers fields) {
        CharSequence protocol = fields.get(PROTOCOL);
        return protocol != null
                && CONNECT.contentEquals(fields.method())
                && WEBSOCKET.contentEqualsIgnoreCase(protocol);
    }

    /** Returns the lines of a trailer section, with the empty line. */
    static byte[] trailers(int stream, Http2Headers fields) throws Http2Exception {
        var trailers = new HeadLines(stream, room(fields));
        trailers.addFields(fields, null);
        return trailers.end();
    }

    private static int room(Http2Headers fields) {
        int room = VERSION.length() + LINE_END.length() + 2;
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            room += field.getKey().length() + field.getValue().length() + 4;
        }
        return room;
    }

    private void addFields(Http2Headers fields, @Nullable CharSequence authority) throws Http2Exception {
        boolean cookies = false;
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            AsciiString name = AsciiString.of(field.getKey());
            if (name.isEmpty() || name.byteAt(0) != ':') {
                checkName(name, field.getValue());
                if (COOKIE.contentEquals(name)) {
                    cookies = true;
                } else if (authority == null || !HOST.contentEquals(name)) {
                    if (!KEY.contentEquals(name) || !isConnect(fields)) {
                        addLine(name, field.getValue());
                    }
                } else if (!AsciiString.contentEqualsIgnoreCase(authority, field.getValue())) {
                    throw malformed("host is not :authority");
                }
            }
        }
        if (cookies) {
            addCookies(fields);
        }
    }

    /** Joins the parts into which a client may split a cookie header, RFC 9113, 8.2.3. */
    private void addCookies(Http2Headers fields) throws Http2Exception {
        add(COOKIE);
        AsciiString separator = COLON;
        for (CharSequence crumb : fields.getAll(COOKIE)) {
            add(separator).add(checkedValue(crumb));
            separator = CRUMB;
        }
        add(LINE_END);
    }

    private void addLine(AsciiString name, CharSequence value) throws Http2Exception {
        add(name).add(COLON).add(checkedValue(value)).add(LINE_END);
    }

    private HeadLines add(AsciiString text) {
        System.arraycopy(text.array(), text.arrayOffset(), lines, size, text.length());
        size += text.length();
        return this;
    }

    private HeadLines add(char octet) {
        lines[size++] = (byte) octet;
        return this;
    }

    private byte[] end() {
        add(LINE_END);
        return size == lines.length ? lines : Arrays.copyOf(lines, size);
    }

    private CharSequence required(@Nullable CharSequence value, String name) throws Http2Exception {
        if (value == null || value.isEmpty()) {
            throw malformed("no " + name);
        }
        return value;
    }

    private void checkName(AsciiString name, CharSequence value) throws Http2Exception {
        for (int i = 0; i < name.length(); i++) {
            byte octet = name.byteAt(i);
            if (!Octets.isToken(octet) || (octet >= 'A' && octet <= 'Z')) {
                throw malformed("an invalid header name");
            }
        }
        for (AsciiString forbidden : OF_CONNECTION) {
            if (forbidden.contentEquals(name)) {
                throw malformed("a header of HTTP/1.1: " + name);
            }
        }
        if (name.isEmpty() || (TE.contentEquals(name) && !TRAILERS.contentEqualsIgnoreCase(value))) {
            throw malformed(name.isEmpty() ? "an empty header name" : "a TE other than trailers");
        }
    }

    private AsciiString checkedValue(CharSequence text) throws Http2Exception {
        AsciiString value = AsciiString.of(text);
        int length = value.length();
        for (int i = 0; i < length; i++) {
            if (!Octets.isValue(value.byteAt(i))) {
                throw malformed("a forbidden character in a header");
            }
        }
        if (length > 0 && (Octets.isBlank(value.byteAt(0)) || Octets.isBlank(value.byteAt(length - 1)))) {
            throw malformed("white space around the value of a header");
        }
        return value;
    }

    private Http2Exception malformed(String why) {
        return Http2Exception.streamError(stream, Http2Error.PROTOCOL_ERROR, why);
    }
}
