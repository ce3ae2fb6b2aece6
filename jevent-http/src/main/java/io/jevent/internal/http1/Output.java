// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.WaitList;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.internal.netty.ReadingPace;
import io.jevent.internal.netty.WaitPoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/*
 * Answers are put into one buffer until somebody flushes: the connection before it waits for the next request, the hub at
 * the end of its turn (a handler that goes on after its answer, or further requests that take long, keep nobody
 * waiting), or a piece of an answer that is to leave at once. So a batch of requests costs one system call.
 */
/** What a connection has to send, and the greenlet that waits until the client has read some of it. */
final class Output extends WaitPoint {

    /** The most that is gathered before it is handed to the channel. */
    static final int CHUNK = 64 * 1024;

    private final HttpConnection connection;
    private final Channel channel;
    private final HubHttpState hubState;
    private final ReadingPace pace;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf buffer;
    private boolean listed;
    private @Nullable Throwable failure;

    Output(NettyLoop loop, HttpConnection connection, HubHttpState hubState) {
        super(loop);
        this.connection = connection;
        this.hubState = hubState;
        channel = connection.channel();
        pace = new ReadingPace(
                loop.hub(), channel, connection.engine().settings().response());
    }

    ReadingPace pace() {
        return pace;
    }

    void attach(ChannelHandlerContext to) {
        context = to;
    }

    /** Adds bytes; never waits. */
    void add(byte[] bytes, int from, int length) {
        int done = 0;
        while (done < length) {
            ByteBuf b = buffer;
            if (b == null) {
                b = hubState.takeBuffer(channel.alloc(), length);
                buffer = b;
            }
            int n = Math.min(length - done, CHUNK - b.readableBytes());
            b.writeBytes(bytes, from + done, n);
            done += n;
            if (b.readableBytes() == CHUNK) {
                flush();
            }
        }
    }

    /** Adds bytes of any number, waiting for the client now and then. */
    void addPatiently(byte[] bytes, int from, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int n = Math.min(length - done, CHUNK);
            add(bytes, from + done, n);
            done += n;
            if (done < length) {
                awaitRoom();
            }
        }
    }

    /** Sends what was added. */
    void flush() {
        ByteBuf b = buffer;
        if (b == null) {
            return;
        }
        buffer = null;
        ChannelHandlerContext to = context;
        if (failure == null && to != null) {
            var _ = to.writeAndFlush(b.retain(), channel.voidPromise());
        }
        hubState.giveBack(b);
    }

    /** Sees to it that what was added is sent before the hub waits, whatever the greenlet does. */
    void flushSoon() {
        if (!listed) {
            listed = true;
            hubState.sendSoon(this);
        }
    }

    void flushInTurn() {
        listed = false;
        flush();
    }

    /** The channel takes less or more than before, or nothing any more. */
    void changed() {
        signal(null);
    }

    void failed(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        signal(null);
    }

    boolean isBroken() {
        return failure != null;
    }

    /** Waits while the client reads more slowly than the answer is made. */
    void awaitRoom() throws IOException {
        check();
        while (!channel.isWritable()) {
            awaitProgress();
        }
    }

    /** Waits until the kernel has taken everything. */
    void awaitSent() throws IOException {
        flush();
        check();
        if (pending() == 0) {
            return;
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> changed());
        while (pending() > 0) {
            awaitProgress();
        }
    }

    private void awaitProgress() throws IOException {
        Object notice;
        try {
            notice = await(pace.begin());
        } catch (GreenletExit exit) {
            throw connection.lostOr(exit);
        }
        check();
        if (pace.isOver(WaitList.timedOut(notice))) {
            var stalled = new SocketTimeoutException("the client " + pace.failure() + ": " + connection);
            failed(stalled);
            throw stalled;
        }
        connection.outputGoesOn();
    }

    private void check() throws IOException {
        Throwable cause = failure;
        if (cause != null) {
            throw lost(cause);
        }
    }

    /** Makes what a method that sends throws when nothing more can be sent. */
    IOException lost(Throwable cause) {
        failed(cause);
        var lost = new SocketException("the client cannot be sent anything more: " + connection);
        lost.initCause(cause);
        return lost;
    }

    private long pending() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }

    /** Drops what was added and not sent. */
    void drop() {
        ByteBuf b = buffer;
        if (b != null) {
            buffer = null;
            hubState.giveBack(b);
        }
    }

    @Override
    protected boolean isReady() {
        return failure != null || channel.isWritable();
    }

    @Override
    public String wokenBy() {
        return "the client reading";
    }

    @Override
    public String toString() {
        return "output of " + connection;
    }
}
