// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.internal.netty.NettyLoop;
import io.jevent.socket.StreamSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/*
 * Invariant: the connection is in the pool only if the last exchange has ended completely in both directions, and nothing
 * has arrived since. Bytes that arrive without a request close it: they are never taken for the next response.
 */
/** A connection in HTTP/1.1: one exchange at a time. */
final class Http1Connection extends ClientConnection {

    private static final int INPUT = 8 * 1024;
    private static final int OUTPUT = 1024;

    private final ByteBuf in = Unpooled.buffer(INPUT);
    private final ByteBuf out = Unpooled.buffer(OUTPUT);
    private @Nullable Http1Exchange current;
    private boolean closed;

    Http1Connection(OriginPool pool, StreamSocket socket) {
        super(pool, socket);
        var pipeline = stream().channel().pipeline();
        NettyLoop.current()
                .inTurn(() -> pipeline.addBefore(pipeline.context(stream()).name(), null, new IdleWatch()));
    }

    /** Closes the connection when something arrives while no exchange is in flight. */
    private final class IdleWatch extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.fireChannelRead(message);
            unexpected();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            context.fireUserEventTriggered(event);
            if (event instanceof ChannelInputShutdownEvent) {
                unexpected();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            context.fireChannelInactive();
            unexpected();
        }

        private void unexpected() {
            if (current == null && !closed) {
                close();
                pool().removed(Http1Connection.this);
            }
        }
    }

    @Override
    ClientExchange exchange(Outgoing request, CallClock clock) throws IOException {
        if (current != null) {
            throw new IllegalStateException("the connection is in use: " + this);
        }
        if (!isHealthy()) {
            close();
            pool().removed(this);
            throw new UnprocessedException("the server closed a kept connection: " + this, null);
        }
        counted();
        var exchange = new Http1Exchange(this, request, clock);
        current = exchange;
        return exchange;
    }

    ByteBuf in() {
        return in;
    }

    ByteBuf out() {
        return out;
    }

    /** Reads more bytes into the input buffer; returns false at the end of the input. */
    boolean fill(long nanos) throws IOException {
        if (!in.isReadable()) {
            in.clear();
        } else if (in.writableBytes() == 0) {
            in.discardReadBytes();
        }
        in.ensureWritable(1);
        int n = stream()
                .input()
                .read(in.array(), in.arrayOffset() + in.writerIndex(), in.capacity() - in.writerIndex(), nanos);
        if (n < 0) {
            return false;
        }
        in.writerIndex(in.writerIndex() + n);
        return true;
    }

    /** Ends the exchange in flight. */
    void ended(boolean reusable) {
        current = null;
        boolean clean = !in.isReadable()
                && stream().input().available() == 0
                && !stream().input().hasEnded()
                && !stream().output().hasEnded();
        if (reusable && clean && !closed && !isTooOld()) {
            if (in.capacity() > INPUT) {
                in.capacity(INPUT);
            }
            in.clear();
            pool().returned(this);
        } else {
            close();
            pool().removed(this);
        }
    }

    @Override
    boolean hasRoom() {
        return current == null && isHealthy();
    }

    @Override
    boolean isHealthy() {
        return !closed
                && stream().isOpen()
                && !stream().input().hasEnded()
                && stream().input().available() == 0;
    }

    @Override
    int inFlight() {
        return current == null ? 0 : 1;
    }

    @Override
    public boolean isHttp2() {
        return false;
    }

    @Override
    void close() {
        closed = true;
        socket().close();
    }
}
