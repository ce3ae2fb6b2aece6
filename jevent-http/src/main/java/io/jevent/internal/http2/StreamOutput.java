// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http2;

import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.WaitList;
import io.jevent.internal.netty.Pace;
import io.jevent.internal.netty.ReadingPace;
import io.jevent.internal.netty.WaitPoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/*
 * The head and the last chunk are held until the next one, so that a whole response takes two frames, and its end none of
 * its own. Invariant: bytes are taken from the handler only if the windows of the stream and of the connection, and the
 * channel, have room for them; so a client that reads nothing makes the handler wait, and the codec queues next to nothing.
 */
/** The output of a stream, and the greenlet that waits while the client reads too slowly. */
final class StreamOutput extends WaitPoint {

    /** The largest frame, which every client accepts (RFC 9113, 4.2), in bytes. */
    private static final int FRAME = 16 * 1024;

    private final MultiplexedConnection connection;
    private final FrameOutput frames;
    private final Http2Exchange exchange;
    private final Pace pace;
    private @Nullable ReadingPace reading;
    private @Nullable Http2Headers head;
    private @Nullable ByteBuf data;
    private boolean waited;

    /** Whether the greenlet that waits, or has waited last, is the handler's. */
    private boolean handlerWaits;

    private @Nullable Throwable failure;

    StreamOutput(MultiplexedConnection connection, Http2Exchange exchange) {
        super(connection.loop());
        this.connection = connection;
        this.exchange = exchange;
        frames = connection.output();
        pace = connection.engine().settings().response().begin();
    }

    /** Holds the head of the response. */
    void head(Http2Headers fields) {
        head = fields;
    }

    /** Sends 100 (Continue). */
    void sendContinue() {
        sendInterim(new DefaultHttp2Headers(false, 1).status("100"));
    }

    /** Sends an interim response. */
    void sendInterim(Http2Headers fields) {
        if (isOpen()) {
            frames.writeHeaders(exchange.stream(), fields, false);
            frames.flush();
        }
    }

    /** Sends bytes of the body; blocks while the client reads too slowly. */
    void write(byte[] bytes, int from, int length) throws IOException {
        frames.writes(1);
        try {
            int done = 0;
            while (true) {
                int n = Math.min(awaitRoom(), Math.min(length - done, FRAME));
                take(bytes, from + done, n);
                done += n;
                if (done == length) {
                    return;
                }
                pass(false);
                yieldToOthers();
            }
        } finally {
            frames.writes(-1);
        }
    }

    /** Yields if other streams of the connection send too, so that a large response does not delay them. */
    private void yieldToOthers() throws IOException {
        if (frames.hasSeveralWriters()) {
            try {
                CurrentGreenlet.sleep(0);
            } catch (GreenletExit exit) {
                throw exchange.lostOr(exit);
            }
        }
    }

    private void take(byte[] bytes, int from, int length) {
        ByteBuf held = data;
        if (held != null && held.readableBytes() + length > FRAME) {
            pass(false);
            held = null;
        }
        if (held == null) {
            held = frames.channel()
                    .alloc()
                    .directBuffer(DataFrame.ROOM + length, DataFrame.ROOM + FRAME)
                    .setIndex(DataFrame.ROOM, DataFrame.ROOM);
            data = held;
        }
        held.writeBytes(bytes, from, length);
        pace.moved(length);
        if (frames.hold(length)) {
            pass(false);
        }
    }

    /** Passes the held frames to the codec. */
    private void pass(boolean end) {
        Http2Headers fields = head;
        ByteBuf held = data;
        if (!isOpen()) {
            drop();
            return;
        }
        if (fields != null) {
            head = null;
            frames.writeHeaders(exchange.stream(), fields, end && held == null);
        }
        if (held != null) {
            data = null;
            var _ = frames.hold(-held.readableBytes());
            frames.writeData(exchange.stream(), held, end);
        } else if (end && fields == null) {
            frames.writeData(exchange.stream(), Unpooled.EMPTY_BUFFER, true);
        }
    }

    /** Sends the held frames, and blocks while the channel is full. */
    void flush() throws IOException {
        pass(false);
        frames.flush();
        awaitWritable();
    }

    /** Ends the response. Never blocks. */
    void end(@Nullable Http2Headers trailers) {
        pass(trailers == null);
        if (trailers != null && isOpen()) {
            frames.writeHeaders(exchange.stream(), trailers, true);
        }
        frames.flushSoon();
    }

    private boolean isOpen() {
        return failure == null && exchange.stream().state().localSideOpen();
    }

    boolean isBroken() {
        return failure != null;
    }

    void failed(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        waited = isWaitedForByHandler();
        signal(null);
    }

    /** Returns whether the handler waits here, and not another greenlet that sends for it, such as one with pings. */
    boolean isWaitedForByHandler() {
        return handlerWaits && isWaitedFor();
    }

    /** Returns whether the handler waited here when the output failed. */
    boolean wasWaitedForByHandler() {
        return waited;
    }

    /** Drops the held frames. */
    void drop() {
        head = null;
        ByteBuf held = data;
        if (held != null) {
            data = null;
            var _ = frames.hold(-held.readableBytes());
            held.release();
        }
    }

    /** Blocks while the channel holds too much (backpressure). */
    void awaitWritable() throws IOException {
        check();
        while (!frames.channel().isWritable()) {
            awaitProgress();
        }
    }

    /** Blocks until the channel has got the whole response. */
    void awaitPassed() throws IOException {
        frames.flush();
        while (failure == null && frames.hasQueued(exchange.stream())) {
            awaitProgress();
        }
    }

    /** Blocks until bytes may be sent; returns how many. */
    private int awaitRoom() throws IOException {
        while (true) {
            check();
            int room = frames.channel().isWritable() ? window() : 0;
            if (room > 0) {
                return room;
            }
            pass(false);
            frames.flush();
            if (!frames.channel().isWritable() || window() <= 0) {
                awaitProgress();
            }
        }
    }

    private int window() {
        ByteBuf held = data;
        int mine = held == null ? 0 : held.readableBytes();
        return Math.min(frames.window(exchange.stream()) - mine, frames.window());
    }

    private void awaitProgress() throws IOException {
        boolean full = !frames.channel().isWritable();
        ReadingPace measured = full ? reading() : null;
        long begun = connection.hub().now();
        handlerWaits = exchange.isServedHere();
        Object notice;
        try {
            notice = await(measured != null ? measured.begin() : pace.left());
        } catch (GreenletExit exit) {
            throw exchange.lostOr(exit);
        }
        check();
        boolean late = WaitList.timedOut(notice);
        if (measured == null) {
            pace.waited(connection.hub().now() - begun);
            if (late) {
                throw stalled(pace.failure("read"));
            }
        } else if (measured.isOver(late)) {
            connection.abort();
            throw stalled(measured.failure());
        }
        if (connection.inputHasEnded()) {
            exchange.inputEnded();
        }
    }

    private ReadingPace reading() {
        ReadingPace measured = reading;
        if (measured == null) {
            measured = new ReadingPace(
                    connection.hub(),
                    frames.channel(),
                    connection.engine().settings().response());
            reading = measured;
        }
        return measured;
    }

    private SocketTimeoutException stalled(String why) {
        var stalled = new SocketTimeoutException("the client " + why + ": " + exchange);
        failed(stalled);
        if (!handlerWaits) {
            exchange.clientLeft();
        }
        return stalled;
    }

    private void check() throws IOException {
        Throwable cause = failure;
        if (cause != null) {
            throw lost(cause);
        }
    }

    /** Creates the exception of a method that sends, when nothing more can be sent. */
    IOException lost(Throwable cause) {
        failed(cause);
        var lost = new SocketException("the client cannot be sent anything more: " + exchange);
        lost.initCause(cause);
        return lost;
    }

    @Override
    protected boolean wouldNotBlock() {
        return failure != null || (frames.channel().isWritable() && window() > 0);
    }

    @Override
    public String wokenBy() {
        return "the client reading";
    }

    @Override
    public String toString() {
        return "output of " + exchange;
    }
}
