// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A place in a request to {@link ParserSite} for which a client chooses the text.
 *
 * @param name its name in the report of a failure
 * @param texts texts for it
 * @param request makes a request of a text
 */
record PeerText(String name, List<HostileText> texts, UnaryOperator<String> request) {

    private static final String REQUEST_LINES = """
            # HTTP/1.1
            # / HTTP/1.1
            GET # HTTP/1.1
            GET /# HTTP/1.1
            GET /rooms/#/members HTTP/1.1
            GET /files/# HTTP/1.1
            GET /wsgi/# HTTP/1.1
            GET /?# HTTP/1.1
            GET /wsgi/?# HTTP/1.1
            GET http://#/ HTTP/1.1
            GET http://a/# HTTP/1.1
            GET / HTTP/#
            """;

    private static final String HEADERS = """
            #: a
            Cookie: #
            Cookie: session=#
            Accept: #
            Accept-Encoding: #
            Accept-Encoding: gzip;q=#
            Accept-Language: #
            Range: #
            Range: bytes=#
            Range: bytes=0-#
            If-Range: #
            If-Match: #
            If-Match: "a", #
            If-None-Match: #
            If-None-Match: W/"a", #
            If-Modified-Since: #
            If-Modified-Since: Sun, 06 Nov 1994 08:49:37 #
            If-Unmodified-Since: Sun, #
            Connection: #
            Expect: #
            Upgrade: #
            Content-Length: #
            Transfer-Encoding: #
            Transfer-Encoding: chunked, #
            X-Forwarded-For: #
            Last-Event-ID: #
            """;

    private static final String FORM_HEADERS = """
            Origin: #
            Origin: http://#
            Content-Type: #
            Content-Type: application/x-www-form-urlencoded; #
            Content-Encoding: #
            """;

    private static final String WEB_SOCKET_HEADERS = """
            Upgrade: #
            Connection: #
            Origin: #
            Origin: http://#
            Sec-WebSocket-Version: #
            Sec-WebSocket-Protocol: #
            Sec-WebSocket-Extensions: #
            Sec-WebSocket-Extensions: permessage-deflate; #
            Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=#
            """;

    private static final String CLOSE = "\u0088\u0080\0\0\0\0";
    private static final String FORM = "POST /form HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
    private static final String END = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String CHUNKED =
            "POST /body HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String UPGRADE =
            "GET /websocket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n";
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    /** Places for words. */
    static List<PeerText> words() {
        Stream<String> requests = Stream.of(
                        REQUEST_LINES.lines().map(line -> line + "\r\nHost: a\r\nConnection: close\r\n\r\n"),
                        HEADERS.lines()
                                .map(line -> "GET / HTTP/1.1\r\n" + line + "\r\nHost: a\r\nConnection: close\r\n\r\n"),
                        FORM_HEADERS.lines().map(line -> FORM + "Content-Length: 1\r\n" + line + "\r\n\r\na"),
                        WEB_SOCKET_HEADERS.lines().map(line -> UPGRADE + KEY + line + "\r\n\r\n" + CLOSE),
                        Stream.of(
                                "GET / HTTP/1.1\r\nHost: #\r\nConnection: close\r\n\r\n",
                                UPGRADE + "Sec-WebSocket-Key: #\r\n\r\n" + CLOSE,
                                CHUNKED + "#\r\nx\r\n0\r\n\r\n",
                                CHUNKED + "1;#\r\nx\r\n0\r\n\r\n",
                                CHUNKED + "0\r\na: #\r\n\r\n"))
                .flatMap(all -> all);
        var form = new PeerText(
                "form", HostileText.WORDS, text -> FORM + "Content-Length: " + text.length() + "\r\n\r\n" + text);
        return Stream.concat(requests.map(request -> of(HostileText.WORDS, request)), Stream.of(form))
                .toList();
    }

    /** Places for lines, chunks and frames. */
    static List<PeerText> parts() {
        return List.of(
                of(HostileText.LINES, "GET / HTTP/1.1\r\nHost: a\r\n#Connection: close\r\n\r\n"),
                of(HostileText.LINES, "GET /wsgi/ HTTP/1.1\r\nHost: a\r\n#Connection: close\r\n\r\n"),
                of(HostileText.LINES, "POST /form HTTP/1.1\r\nHost: a\r\n#Connection: close\r\n\r\n"),
                of(HostileText.LINES, UPGRADE + KEY + "#\r\n" + CLOSE),
                of(HostileText.LINES, CHUNKED + "0\r\n#\r\n"),
                of(HostileText.CHUNKS, CHUNKED + "#0\r\n\r\n"),
                of(
                        HostileText.FRAMES,
                        UPGRADE + KEY + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n#" + CLOSE));
    }

    /** Places in which a parser may have to wait for the end, and could begin anew with each packet. */
    static List<PeerText> waitedFor() {
        var all = new ArrayList<PeerText>(parts());
        for (String request : new String[] {
            "#" + END,
            "GET /#" + END,
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\na: #\r\n\r\n",
            CHUNKED + "1;#\r\nx\r\n0\r\n\r\n"
        }) {
            all.add(of(HostileText.CHARACTERS, request));
        }
        return all;
    }

    private static PeerText of(List<HostileText> texts, String request) {
        return new PeerText(request.replace("\r\n", " | "), texts, text -> request.replace("#", text));
    }

    @Override
    public String toString() {
        return name;
    }
}
