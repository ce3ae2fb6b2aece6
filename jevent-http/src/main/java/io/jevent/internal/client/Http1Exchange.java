// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.internal.client.ResponseFraming.Kind;
import io.jevent.internal.http.HeaderList;
import io.jevent.internal.http1.ChunkFraming;
import io.jevent.internal.http1.LineScan;
import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An exchange in HTTP/1.1. */
final class Http1Exchange extends ClientExchange {

    private static final int HOLD = 16 * 1024;
    private static final int MAX_CHUNK = 64 * 1024;
    private static final int MAX_TRAILERS = 16 * 1024;
    private static final byte[] END_OF_LINE = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

    private final Http1Connection connection;
    private final Outgoing request;
    private final CallClock clock;
    private final LineScan scan = new LineScan();
    private long toSend;
    private boolean requestEnded;
    private boolean responseEnded;
    private boolean over;
    private boolean anyInput;
    private @Nullable Throwable failure;
    private @Nullable ResponseFraming framing;
    private @Nullable ChunkFraming chunks;
    private long left;
    private HeaderList trailers = new HeaderList();

    Http1Exchange(Http1Connection connection, Outgoing request, CallClock clock) {
        this.connection = connection;
        this.request = request;
        this.clock = clock;
        toSend = request.length();
        scan.begin();
    }

    @Override
    public ClientConnection connection() {
        return connection;
    }

    @Override
    public void begin() throws IOException {
        ByteBuf out = connection.out().clear();
        boolean absolute = connection.pool().origin().plainProxy();
        text(out, request.method());
        out.writeByte(' ');
        text(out, absolute ? "http://" + request.authority() + request.target() : request.target());
        text(out, " HTTP/1.1\r\n");
        line(out, "Host", request.authority());
        HeaderList headers = request.headers();
        for (int i = 0; i < headers.size(); i++) {
            line(out, headers.name(i), headers.value(i));
        }
        if (toSend < 0) {
            line(out, "Transfer-Encoding", "chunked");
        } else if (toSend > 0 || isBodyUsual()) {
            line(out, "Content-Length", Long.toString(toSend));
        }
        if (request.expectContinue() && request.body() != null) {
            line(out, "Expect", "100-continue");
        }
        out.writeBytes(END_OF_LINE);
    }

    private boolean isBodyUsual() {
        return switch (request.method()) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
    }

    private static void text(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }

    private static void line(ByteBuf out, String name, String value) {
        text(out, name);
        out.writeByte(':').writeByte(' ');
        text(out, value);
        out.writeBytes(END_OF_LINE);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        if (length == 0) {
            return;
        }
        requireOpen();
        ByteBuf out = connection.out();
        if (request.length() < 0) {
            text(out, Integer.toHexString(length));
            out.writeBytes(END_OF_LINE);
            put(out, bytes);
            out.writeBytes(END_OF_LINE);
        } else {
            if (length > toSend) {
                throw new IOException("too many bytes in request body: the publisher announced " + request.length());
            }
            toSend -= length;
            put(out, bytes);
        }
    }

    private void put(ByteBuf out, ByteBuffer bytes) throws IOException {
        if (out.readableBytes() + bytes.remaining() <= HOLD) {
            out.writeBytes(bytes);
        } else {
            flush();
            send(bytes);
        }
    }

    @Override
    public void flush() throws IOException {
        ByteBuf out = connection.out();
        if (!over && out.isReadable()) {
            send(ByteBuffer.wrap(out.array(), out.arrayOffset() + out.readerIndex(), out.readableBytes()));
            out.clear();
        }
    }

    private void send(ByteBuffer bytes) throws IOException {
        requireOpen();
        long limit = connection.settings().betweenNanos;
        try {
            connection.stream().output().send(bytes, clock.left(limit));
        } catch (SocketTimeoutException e) {
            throw clock.late("sending the request", limit, e);
        }
    }

    @Override
    public void finish() throws IOException {
        if (over) {
            return;
        }
        if (request.length() < 0) {
            connection.out().writeBytes(LAST_CHUNK);
        } else if (toSend > 0) {
            throw new IOException("too few bytes in request body: " + toSend + " of " + request.length()
                    + " are missing from the publisher");
        }
        flush();
        requestEnded = true;
        endIfComplete();
    }

    @Override
    public boolean hasResponse() {
        return connection.in().isReadable() || connection.stream().input().available() > 0;
    }

    @Override
    public @Nullable ResponseHead awaitHead(long nanos) throws IOException {
        ByteBuf in = connection.in();
        int most = connection.settings().maxHeaderBytes;
        try {
            while (!scan.findEmptyLine(in)) {
                if (in.readableBytes() > most) {
                    throw new ProtocolException("the head of the response has more than " + most + " bytes");
                }
                requireOpen();
                if (!connection.fill(clock.left(nanos))) {
                    throw ended();
                }
                anyInput = true;
            }
        } catch (SocketTimeoutException e) {
            if (clock.left(1) > 0) {
                return null;
            }
            throw clock.late("waiting for the response of " + connection.pool().origin(), nanos, e);
        } catch (IOException e) {
            throw translated(e);
        }
        return parse(in);
    }

    private ResponseHead parse(ByteBuf in) throws ProtocolException {
        if (scan.scanned() > connection.settings().maxHeaderBytes) {
            throw new ProtocolException(
                    "the head of the response has more than " + connection.settings().maxHeaderBytes + " bytes");
        }
        int from = in.arrayOffset() + in.readerIndex();
        var parser = new ResponseParser(in.array(), from, from + scan.scanned());
        ResponseHead head = parser.head(connection.settings().maxHeaders);
        in.skipBytes(scan.scanned());
        scan.begin();
        if (!head.isInterim()) {
            ResponseFraming body = ResponseFraming.of(request.method(), head);
            framing = body;
            left = body.length();
            if (body.kind() == Kind.CHUNKED) {
                chunks = new ChunkFraming();
            }
        }
        return head;
    }

    private IOException ended() {
        var cause = new EOFException("EOF reached while reading");
        if (!anyInput && connection.isReused()) {
            return new StaleException("the server closed a kept connection: " + connection, cause);
        }
        String words = anyInput
                ? "the server closed the connection within the head of the response: "
                : "HTTP/1.1 header parser received no bytes: the server closed the connection: ";
        return new IOException(words + connection, cause);
    }

    /** Converts a failure of the connection; the cause of an abort comes first. */
    private IOException translated(IOException thrown) {
        Throwable cause = failure;
        if (cause != null) {
            return thrownFor(cause);
        }
        boolean lost = connection.stream().isLost(thrown);
        return lost && !anyInput && connection.isReused()
                ? new StaleException("a kept connection has failed: " + thrown.getMessage(), thrown)
                : thrown;
    }

    private static IOException thrownFor(Throwable cause) {
        return new IOException(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        ResponseFraming body = framing;
        if (body == null) {
            throw new IllegalStateException("the head of the response was not read");
        }
        if (responseEnded) {
            return null;
        }
        requireOpen();
        try {
            return switch (body.kind()) {
                case NONE -> end();
                case LENGTH -> ofLength(body.length());
                case CHUNKED -> chunk();
                case CLOSE -> untilClose();
            };
        } catch (SocketTimeoutException e) {
            throw clock.late("waiting for the body of the response", connection.settings().betweenNanos, e);
        } catch (IOException e) {
            throw translated(e);
        }
    }

    private @Nullable ByteBuffer ofLength(long length) throws IOException {
        if (left == 0) {
            return end();
        }
        ByteBuffer bytes = take(left);
        if (bytes == null) {
            throw truncated("fixed content-length: " + length + ", bytes received: " + (length - left));
        }
        left -= bytes.remaining();
        if (left == 0) {
            var _ = end();
        }
        return bytes;
    }

    private @Nullable ByteBuffer chunk() throws IOException {
        ChunkFraming lines = chunks;
        ByteBuf in = connection.in();
        while (lines != null) {
            lines.read(in);
            if (lines.isBad()) {
                throw new ProtocolException("the response has a malformed chunk");
            }
            if (lines.isAtEnd()) {
                readTrailers(in);
                return end();
            }
            int size = lines.left();
            ByteBuffer bytes = size > 0 ? take(size) : null;
            if (bytes != null) {
                lines.took(bytes.remaining());
                return bytes;
            }
            if (size > 0 || !connection.fill(between())) {
                throw truncated("chunked transfer encoding, the last chunk is missing");
            }
        }
        return null;
    }

    private void readTrailers(ByteBuf in) throws IOException {
        scan.begin();
        while (!scan.findEmptyLine(in)) {
            if (in.readableBytes() > MAX_TRAILERS) {
                throw new ProtocolException("the trailers of the response have more than " + MAX_TRAILERS + " bytes");
            }
            if (!connection.fill(between())) {
                throw truncated("chunked transfer encoding, the end of the trailers is missing");
            }
        }
        int from = in.arrayOffset() + in.readerIndex();
        trailers = new ResponseParser(in.array(), from, from + scan.scanned()).fields(connection.settings().maxHeaders);
        in.skipBytes(scan.scanned());
    }

    private @Nullable ByteBuffer untilClose() throws IOException {
        ByteBuffer bytes = take(MAX_CHUNK);
        return bytes == null ? end() : bytes;
    }

    private long between() {
        return clock.left(connection.settings().betweenNanos);
    }

    /** Takes at most {@code most} bytes, blocking until there is one; returns null at the end of the input. */
    private @Nullable ByteBuffer take(long most) throws IOException {
        int max = (int) Math.min(most, MAX_CHUNK);
        ByteBuf in = connection.in();
        if (in.isReadable()) {
            byte[] bytes = new byte[Math.min(max, in.readableBytes())];
            in.readBytes(bytes);
            return ByteBuffer.wrap(bytes);
        }
        byte[] bytes = connection.stream().input().readSome(max, between());
        return bytes.length == 0 ? null : ByteBuffer.wrap(bytes);
    }

    private IOException truncated(String what) {
        return new IOException(
                what + ": the server closed the connection", new EOFException("EOF reached while reading"));
    }

    private @Nullable ByteBuffer end() {
        responseEnded = true;
        if (requestEnded) {
            endIfComplete();
        } else {
            abort(null); // the rest of the request is not sent, so nothing can follow it
        }
        return null;
    }

    private void endIfComplete() {
        ResponseFraming body = framing;
        if (requestEnded && responseEnded && !over && body != null) {
            over = true;
            connection.ended(body.keepsAlive());
        }
    }

    private void requireOpen() throws IOException {
        if (over) {
            Throwable cause = failure;
            throw cause == null ? new IOException("the exchange has ended: " + connection) : thrownFor(cause);
        }
    }

    @Override
    public void abort(@Nullable Throwable cause) {
        if (!over) {
            over = true;
            failure = cause;
            connection.ended(false);
        }
    }

    @Override
    public HeaderList trailers() {
        return trailers;
    }
}
