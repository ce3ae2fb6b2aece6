// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http2;

import io.jevent.internal.http.DateClock;
import io.jevent.internal.http.HeaderList;
import io.jevent.internal.http.WireResponse;
import io.jevent.socket.StreamSocket;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A response in HTTP/2, RFC 9113, 8.
 *
 * <p><b>Confinement:</b> hub-confined; one greenlet at a time.
 */
final class Http2Response extends WireResponse {

    /** The headers that HTTP/2 has no use for, RFC 9113, 8.2.2. */
    private static final Set<String> OF_CONNECTION =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    /** The names that most responses have, in the form in which they are sent. */
    private static final Map<String, AsciiString> KNOWN = Map.of(
            "Content-Type", AsciiString.cached("content-type"),
            "Content-Length", AsciiString.cached("content-length"),
            "Date", AsciiString.cached("date"),
            "Cache-Control", AsciiString.cached("cache-control"),
            "ETag", AsciiString.cached("etag"),
            "Last-Modified", AsciiString.cached("last-modified"),
            "Server", AsciiString.cached("server"),
            "Vary", AsciiString.cached("vary"));

    private static final AsciiString DATE = AsciiString.cached("date");
    private static final AsciiString LENGTH = AsciiString.cached("content-length");
    private static final AsciiString[] STATUSES = new AsciiString[600];

    /** The size of a field beside its name and value, RFC 9113, 6.5.2. */
    private static final int FIELD = 32;

    private static final int CHUNK = 16 * 1024;

    private static final int OK = 200;

    static {
        for (int status = 100; status < STATUSES.length; status++) {
            STATUSES[status] = AsciiString.cached(Integer.toString(status));
        }
    }

    private final Http2Exchange exchange;

    Http2Response(Http2Exchange exchange, boolean toHead) {
        super(exchange, toHead);
        this.exchange = exchange;
    }

    @Override
    protected void sendHead(long length, boolean hasBody, boolean announced) {
        var fields = new DefaultHttp2Headers(false, headers().size() + 4);
        fields.status(STATUSES[status()]);
        boolean dated = addAll(headers(), fields);
        if (!dated) {
            add(fields, DATE, DateClock.of(exchange.hub()).date());
        }
        if (hasBody && length >= 0 && !announced) {
            add(fields, LENGTH, Long.toString(length));
        }
        exchange.output().head(fields);
    }

    @Override
    public void sendInterim(int code, HeaderList lines) {
        requireUnsent();
        var fields = new DefaultHttp2Headers(false, lines.size() + 1);
        fields.status(STATUSES[code]);
        for (int i = 0; i < lines.size(); i++) {
            fields.add(sent(lines.name(i)), new AsciiString(lines.value(i)));
        }
        exchange.output().sendInterim(fields);
    }

    /** Adds header lines but for those of a connection; returns whether there is a date. */
    private boolean addAll(HeaderList lines, Http2Headers fields) {
        boolean dated = false;
        for (int i = 0; i < lines.size(); i++) {
            AsciiString name = sent(lines.name(i));
            if (!OF_CONNECTION.contains(name.toString())) {
                dated |= name.contentEquals(DATE);
                add(fields, name, lines.value(i));
            }
        }
        return dated;
    }

    private void add(Http2Headers fields, AsciiString name, String value) {
        fields.add(name, new AsciiString(value));
        count(name.length() + value.length() + FIELD);
    }

    private static AsciiString sent(String name) {
        AsciiString known = KNOWN.get(name);
        return known != null ? known : new AsciiString(name.toLowerCase(Locale.ROOT));
    }

    @Override
    protected void sendContent(byte[] bytes, int from, int length) throws IOException {
        exchange.output().write(bytes, from, length);
    }

    /** Copies the file through the memory of this program, since its frames are mixed with those of other streams. */
    @Override
    protected void sendFileContent(FileChannel file, long position, long count) throws IOException {
        var bytes = ByteBuffer.allocate((int) Math.min(count, CHUNK));
        long done = 0;
        while (done < count) {
            bytes.clear().limit((int) Math.min(count - done, CHUNK));
            int n = file.read(bytes, position + done);
            if (n < 0) {
                throw new EOFException("the file became shorter while it was sent: " + exchange);
            }
            exchange.output().write(bytes.array(), 0, n);
            done += n;
        }
    }

    @Override
    public void flush() throws IOException {
        exchange.output().flush();
    }

    @Override
    protected void sendEnd(@Nullable HeaderList trailers) {
        DefaultHttp2Headers fields = null;
        if (trailers != null && trailers.size() > 0 && !isToHead()) {
            fields = new DefaultHttp2Headers(false, trailers.size());
            var _ = addAll(trailers, fields);
        }
        exchange.output().end(fields);
    }

    /** Does nothing: the end of a stream needs no end of the connection. */
    @Override
    public void closeAfter() {
        // the other streams go on
    }

    /** Accepts an extended CONNECT, RFC 8441, which has no use for the headers of the handshake in HTTP/1.1. */
    @Override
    public StreamSocket upgrade() throws IOException {
        requireUnsent();
        if (!exchange.isConnect()) {
            throw new IllegalStateException("HTTP/2 has no upgrade to another protocol (RFC 9113, 8.6), but for"
                    + " WebSockets whose client asks for one (RFC 8441): " + exchange);
        }
        StreamSocket.Pair ends = StreamSocket.pair(); // first, since it may switch: the server may stop meanwhile
        headers().remove("Sec-WebSocket-Accept");
        switchProtocols(OK);
        sendHead(-1, true, false);
        exchange.openTunnel(ends);
        exchange.output().flush();
        return ends.second();
    }
}
