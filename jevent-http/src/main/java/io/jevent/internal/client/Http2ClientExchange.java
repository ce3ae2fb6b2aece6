// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.hub.WaitList;
import io.jevent.internal.http.HeaderList;
import io.jevent.internal.netty.WaitPoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/*
 * Invariants: the unread bytes of the response are bytes of the windows of the stream and of the connection, which the
 * server gets back only when they were read; bytes of the request are given to the codec only if the windows and the
 * channel have room for them.
 */
/** An exchange in HTTP/2: a stream. */
final class Http2ClientExchange extends ClientExchange {

    private static final int FRAME = 16 * 1024;
    private static final int SMALL = 256;
    private static final int MAX_INTERIM = 20;

    private final Http2Connection connection;
    private final Outgoing request;
    private final CallClock clock;
    private final Changes changes;
    private final ArrayDeque<ResponseHead> heads = new ArrayDeque<>(2);
    private int interim;

    /** The number of the stream; 0 until the head is sent. */
    private int id;

    private boolean headSeen;
    private boolean begun;
    private long toSend;
    private @Nullable ByteBuf data;
    private HeaderList trailers = new HeaderList();
    private boolean requestEnded;
    private boolean responseEnded;
    private boolean over;
    private @Nullable Throwable failure;

    /** The wait point of the greenlets that send and receive. */
    private final class Changes extends WaitPoint {

        Changes() {
            super(connection.loop());
        }

        @Override
        protected boolean wouldNotBlock() {
            return over || failure != null || !heads.isEmpty() || data != null || responseEnded;
        }

        @Override
        public String wokenBy() {
            return "the server";
        }

        @Override
        public String toString() {
            return Http2ClientExchange.this.toString();
        }
    }

    Http2ClientExchange(Http2Connection connection, Outgoing request, CallClock clock) {
        this.connection = connection;
        this.request = request;
        this.clock = clock;
        changes = new Changes();
        toSend = request.length();
    }

    int id() {
        return id;
    }

    @Override
    public ClientConnection connection() {
        return connection;
    }

    @Override
    public void begin() {
        // the head is sent with the first bytes of the body, or with the end
    }

    private @Nullable Http2Stream stream() {
        return connection.codec().connection().stream(id);
    }

    private void sendHead(boolean end) throws IOException {
        requireOpen();
        id = connection.number(this);
        begun = true;
        Http2Headers fields = Http2Fields.of(request, connection.pool().origin().secure());
        connection
                .codec()
                .encoder()
                .writeHeaders(
                        connection.context(),
                        id,
                        fields,
                        0,
                        end,
                        connection.channel().newPromise())
                .addListener(written -> {
                    if (!written.isSuccess()) {
                        fail(Http2Connection.malformed(written.cause()));
                    }
                });
        connection.flushSoon();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        if (!begun) {
            sendHead(false);
        }
        int length = bytes.remaining();
        if (request.length() >= 0 && length > toSend) {
            throw new IOException("too many bytes in request body: the publisher announced " + request.length());
        }
        toSend -= request.length() >= 0 ? length : 0;
        while (bytes.hasRemaining()) {
            int n = Math.min(Math.min(bytes.remaining(), FRAME), awaitRoom());
            ByteBuf frame = connection.channel().alloc().directBuffer(n);
            ByteBuffer part = bytes.slice(bytes.position(), n);
            frame.writeBytes(part);
            bytes.position(bytes.position() + n);
            connection.budget().earn(io.jevent.internal.http2.FrameBudget.DATA);
            var _ = connection
                    .codec()
                    .encoder()
                    .writeData(
                            connection.context(),
                            id,
                            frame,
                            0,
                            false,
                            connection.channel().newPromise());
            writePending();
        }
        connection.flushSoon();
    }

    private void writePending() {
        try {
            connection.codec().encoder().flowController().writePendingBytes();
        } catch (Http2Exception e) {
            connection.broken(e);
        }
    }

    /** Blocks until bytes may be sent; returns how many. */
    private int awaitRoom() throws IOException {
        long limit = connection.settings().betweenNanos;
        while (true) {
            requireOpen();
            Http2Stream open = stream();
            if (open == null || !open.state().localSideOpen()) {
                throw new IOException("the server does not take the rest of the request: " + this);
            }
            int room = connection.channel().isWritable() ? room(open) : 0;
            if (room > 0) {
                return room;
            }
            connection.flush();
            if (!connection.channel().isWritable() || room(open) <= 0) {
                awaitChange(limit, "sending the request");
            }
        }
    }

    private int room(Http2Stream open) {
        var windows = connection.codec().encoder().flowController();
        int all = windows.windowSize(connection.codec().connection().connectionStream());
        return Math.min(windows.windowSize(open), all);
    }

    private void awaitChange(long limit, String doing) throws IOException {
        if (WaitList.timedOut(changes.await(clock.left(limit)))) {
            throw clock.late(doing, limit, new SocketTimeoutException(doing + ": " + this));
        }
    }

    void changed() {
        changes.signal(null);
    }

    @Override
    public void flush() throws IOException {
        if (!begun) {
            sendHead(false);
        }
        connection.flush();
    }

    @Override
    public void finish() throws IOException {
        if (over || requestEnded) {
            return;
        }
        if (request.length() > 0 && toSend > 0) {
            throw new IOException("too few bytes in request body: " + toSend + " of " + request.length()
                    + " are missing from the publisher");
        }
        if (!begun) {
            sendHead(true);
        } else {
            requireOpen();
            var _ = connection
                    .codec()
                    .encoder()
                    .writeData(
                            connection.context(),
                            id,
                            Unpooled.EMPTY_BUFFER,
                            0,
                            true,
                            connection.channel().newPromise());
            connection.flushSoon();
        }
        requestEnded = true;
        endIfComplete();
    }

    @Override
    public boolean hasResponse() {
        return headSeen;
    }

    /** Takes a header block; returns whether it is the final head or the trailers. */
    boolean headers(Http2Headers fields, boolean end) {
        try {
            if (headSeen) {
                trailers = Http2Fields.trailers(fields);
            } else {
                ResponseHead head = Http2Fields.head(fields);
                headSeen = !head.isInterim();
                if (head.isInterim() && (end || ++interim > MAX_INTERIM)) {
                    throw new ProtocolException("the server sends no final response");
                }
                heads.add(head);
            }
        } catch (ProtocolException e) {
            abort(e);
            return false;
        }
        if (end) {
            responseEnded = true;
        }
        changed();
        return headSeen;
    }

    void data(ByteBuf payload, boolean end) {
        int length = payload.readableBytes();
        if (length > 0) {
            ByteBuf all = data;
            if (all == null) {
                all = Unpooled.buffer(Math.max(length, SMALL));
                data = all;
            }
            all.writeBytes(payload);
        }
        if (end) {
            responseEnded = true;
        }
        changed();
    }

    void reset(Http2Error error) {
        if (responseEnded) {
            requestEnded = true; // the server needs no more of the request, RFC 9113, 8.1
            changed();
        } else if (error == Http2Error.REFUSED_STREAM) {
            fail(new UnprocessedException("the server has not processed the request: REFUSED_STREAM", null));
        } else {
            fail(new IOException("the server has reset the stream: " + error + ": " + this));
        }
    }

    @Override
    public @Nullable ResponseHead awaitHead(long nanos) throws IOException {
        while (true) {
            ResponseHead next = heads.poll();
            if (next != null) {
                return next;
            }
            requireOpen();
            if (WaitList.timedOut(changes.await(clock.left(nanos)))) {
                if (clock.left(1) > 0) {
                    return null;
                }
                String doing =
                        "waiting for the response of " + connection.pool().origin();
                throw clock.late(doing, nanos, new SocketTimeoutException(doing));
            }
        }
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        while (true) {
            ByteBuf all = data;
            if (all != null) {
                data = null;
                consumed(all.readableBytes());
                return ByteBuffer.wrap(all.array(), all.arrayOffset() + all.readerIndex(), all.readableBytes());
            }
            if (responseEnded) {
                if (!requestEnded) {
                    abort(null);
                }
                endIfComplete();
                return null;
            }
            requireOpen();
            awaitChange(connection.settings().betweenNanos, "waiting for the body of the response");
        }
    }

    private void consumed(int bytes) {
        Http2Stream open = stream();
        if (open == null || !connection.isOpen()) {
            return;
        }
        try {
            if (connection.codec().decoder().flowController().consumeBytes(open, bytes)) {
                connection.flushSoon();
            }
        } catch (Http2Exception e) {
            connection.broken(e);
        }
    }

    private void endIfComplete() {
        if (requestEnded && responseEnded && data == null && heads.isEmpty() && !over) {
            over = true;
            connection.ended(this);
        }
    }

    private void requireOpen() throws IOException {
        Throwable cause = failure;
        if (cause instanceof UnprocessedException) {
            throw new UnprocessedException(String.valueOf(cause.getMessage()), cause);
        }
        if (cause instanceof ProtocolException) {
            var malformed = new ProtocolException(String.valueOf(cause.getMessage()));
            malformed.initCause(cause);
            throw malformed;
        }
        if (cause != null) {
            String words = cause.getMessage() == null ? cause.toString() : cause.getMessage();
            boolean stale = cause instanceof java.net.SocketException && !headSeen && connection.isReused();
            throw stale ? new StaleException(words, cause) : new IOException(words, cause);
        }
        if (over) {
            throw new IOException("the exchange has ended: " + this);
        }
    }

    /** Fails the exchange, whose stream has ended. */
    void fail(Throwable cause) {
        if (over || (responseEnded && requestEnded)) {
            return;
        }
        if (failure == null) {
            failure = cause;
        }
        over = true;
        data = null;
        changed();
        connection.ended(this);
    }

    @Override
    public void abort(@Nullable Throwable cause) {
        if (over) {
            return;
        }
        if (failure == null) {
            failure = cause;
        }
        over = true;
        data = null;
        if (begun && connection.isOpen() && stream() != null) {
            var _ = connection
                    .codec()
                    .resetStream(
                            connection.context(),
                            id,
                            Http2Error.CANCEL.code(),
                            connection.channel().newPromise());
            connection.flushSoon();
        }
        changed();
        connection.ended(this);
    }

    @Override
    public HeaderList trailers() {
        return trailers;
    }

    @Override
    public String toString() {
        return "stream " + id + " of " + connection;
    }
}
