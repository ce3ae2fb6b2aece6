// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http2;

import io.jevent.hub.Hub;
import io.jevent.hub.WaitList;
import io.jevent.internal.http.BadBodyException;
import io.jevent.internal.http.BodyChunk;
import io.jevent.internal.http.HeaderList;
import io.jevent.internal.http.Refusal;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.internal.netty.Pace;
import io.jevent.internal.netty.WaitPoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/*
 * All data that arrives before the handler asks for it is copied into one buffer, since a frame of one byte would
 * otherwise retain the buffer in which it was received. Invariant: the bytes of the buffer and of the chunk in use are
 * bytes of the windows of the stream and of the connection, which the client gets back only when they were read.
 */
/** The data of a request that was not read yet, and the greenlet that waits for more. */
final class BodyQueue extends WaitPoint {

    private final Http2Exchange exchange;
    private final Hub hub;
    private @Nullable ByteBuf data;
    private boolean ended;
    private boolean lost;
    private @Nullable HeaderList trailers;

    /** The reason why the trailers cannot be read; null if they can. */
    private @Nullable Refusal refusal;

    BodyQueue(NettyLoop loop, Http2Exchange exchange) {
        super(loop);
        this.exchange = exchange;
        hub = loop.hub();
    }

    /** Copies data that has arrived. */
    void add(ByteBuf payload) {
        int length = payload.readableBytes();
        if (length == 0) {
            return;
        }
        ByteBuf all = data;
        if (all == null) {
            all = exchange.connection().output().channel().alloc().directBuffer(length);
            data = all;
        }
        all.writeBytes(payload);
        signal(null);
    }

    /** Ends the body. */
    void end() {
        ended = true;
        signal(null);
    }

    /** Ends the body with trailer fields, or with the reason why they cannot be read. */
    void end(@Nullable HeaderList fields, @Nullable Refusal reason) {
        trailers = fields;
        refusal = reason;
        end();
    }

    /** Drops the data, and fails all further reads: nothing more will arrive. */
    void fail() {
        lost = true;
        drop();
        signal(null);
    }

    /** Releases unread data. */
    void drop() {
        ByteBuf all = data;
        if (all != null) {
            data = null;
            exchange.connection().output().consumed(exchange.stream(), all.readableBytes());
            all.release();
        }
    }

    boolean hasData() {
        return data != null;
    }

    /** Returns whether the client has sent the whole request. */
    boolean hasEnded() {
        return ended;
    }

    /**
     * Takes the data that has arrived and blocks until there is some.
     *
     * @param position the number of bytes before it
     * @param pace how long the client may take
     */
    BodyChunk next(long position, Pace pace) throws IOException {
        boolean late = false;
        while (true) {
            exchange.requireOpen();
            BodyChunk chunk = poll();
            if (chunk != null) {
                pace.moved(chunk.bytes().readableBytes());
                return chunk;
            }
            if (lost || exchange.connection().inputHasEnded()) {
                throw new BadBodyException(
                        Refusal.bad("unexpected end of the request's body at position " + position), null);
            }
            if (late) {
                throw new BadBodyException(new Refusal(408, "the client " + pace.failure("sent")), null);
            }
            refuseSecond(exchange, "read the body of");
            exchange.connection().output().flush();
            long begun = hub.now();
            late = WaitList.timedOut(await(pace.left()));
            pace.waited(hub.now() - begun);
        }
    }

    private @Nullable BodyChunk poll() {
        ByteBuf all = data;
        if (all != null) {
            data = null;
            return new BodyChunk(all, all.readableBytes(), ended && trailers == null && refusal == null, null, null);
        }
        return ended ? new BodyChunk(Unpooled.EMPTY_BUFFER, 0, true, trailers, refusal) : null;
    }

    @Override
    protected boolean wouldNotBlock() {
        return data != null || ended || lost;
    }

    @Override
    public String wokenBy() {
        return "the client sending";
    }

    @Override
    public String toString() {
        return "body of " + exchange;
    }
}
