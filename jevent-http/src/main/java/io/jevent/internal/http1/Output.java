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
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/*
 * Responses share one buffer until a flush: by the connection before it waits for the next request, by the hub at the end of
 * its turn (so that neither a handler that continues after its response nor a slow next request delays a response), or by
 * a chunk that must be sent at once. So a batch of requests costs one system call.
 */
/** The output of a connection, and the greenlet that waits while the client reads too slowly. */
final class Output extends WaitPoint {

    /** The size of the buffer at which it is passed to the channel, in bytes. */
    static final int CHUNK = 64 * 1024;

    private final HttpConnection connection;
    private final Channel channel;
    private final HubHttpState hubState;
    private @Nullable ReadingPace reading;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf buffer;
    private boolean listed;
    private @Nullable Throwable failure;

    Output(NettyLoop loop, HttpConnection connection, HubHttpState hubState) {
        super(loop);
        this.connection = connection;
        this.hubState = hubState;
        channel = connection.channel();
    }

    private ReadingPace reading() {
        ReadingPace measured = reading;
        if (measured == null) {
            measured = new ReadingPace(
                    hubState.hub(), channel, connection.engine().settings().response());
            reading = measured;
        }
        return measured;
    }

    void attach(ChannelHandlerContext to) {
        context = to;
    }

    /** Adds bytes. Never blocks. */
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

    /** Adds any number of bytes; blocks while the client reads too slowly. */
    void addAll(byte[] bytes, int from, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int n = Math.min(length - done, CHUNK);
            add(bytes, from + done, n);
            done += n;
            if (done < length) {
                awaitRoom();
            }
        }
    }

    /** Passes the buffer to the channel. */
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

    /** Schedules a flush for the end of the hub's turn. */
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

    /** Called when the channel's writability has changed, or its pending bytes were sent. */
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

    /** Blocks while the channel holds too much (backpressure). */
    void awaitRoom() throws IOException {
        check();
        while (!channel.isWritable()) {
            awaitProgress();
        }
    }

    /** Blocks until the kernel has accepted everything. */
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
        ReadingPace pace = reading();
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

    /** Creates the exception of a method that sends, when nothing more can be sent. */
    IOException lost(Throwable cause) {
        failed(cause);
        var lost = new SocketException("the client cannot be sent anything more: " + connection);
        lost.initCause(cause);
        return lost;
    }

    /** Returns whether the kernel has accepted everything. */
    boolean isSent() {
        return buffer == null && pending() == 0;
    }

    private long pending() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }

    /** Sends a part of a file; blocks while the client reads too slowly. */
    void sendFile(FileChannel file, long position, long count) throws IOException {
        awaitSent();
        if (connection.isSecure()) {
            copyFile(file, position, count);
            return;
        }
        try {
            if (connection.stream().output().sendFile(file, position, count, reading()) < count) {
                throw shortened();
            }
        } catch (GreenletExit exit) {
            throw connection.lostOr(exit);
        }
    }

    /** Sends a part of a file through the memory of this program, since TLS must encrypt it. */
    private void copyFile(FileChannel file, long position, long count) throws IOException {
        var bytes = ByteBuffer.allocate((int) Math.min(count, CHUNK));
        long done = 0;
        while (done < count) {
            bytes.clear().limit((int) Math.min(count - done, CHUNK));
            int n = file.read(bytes, position + done);
            if (n < 0) {
                throw shortened();
            }
            add(bytes.array(), 0, n);
            flush();
            awaitRoom();
            done += n;
        }
    }

    private EOFException shortened() {
        return new EOFException("the file became shorter while it was sent: " + connection);
    }

    /** Drops the bytes that were added and not sent. */
    void drop() {
        ByteBuf b = buffer;
        if (b != null) {
            buffer = null;
            hubState.giveBack(b);
        }
    }

    @Override
    protected boolean wouldNotBlock() {
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
