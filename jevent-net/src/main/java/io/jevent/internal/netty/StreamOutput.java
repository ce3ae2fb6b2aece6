// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Deadline;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.WaitList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/*
 * A piece of at most CHUNK bytes is copied into the hub's own buffer, written and flushed. Mostly the kernel takes all of
 * it at once, and that is all. If not, the rest stays in the channel, an empty buffer with a promise is put behind it,
 * and the greenlet waits for that promise; the next piece comes only then. So a channel holds back one piece at most.
 *
 * Netty tells a failed write without a promise of its own in the same way as a failed read (exceptionCaught). Those that
 * come while this class writes belong to the output; so do those that the promise tells again. A failed write shuts the
 * output down and leaves the input as it is: what the peer said last can be read.
 */
/** What a stream sends, and the greenlet that waits until that is on its way. */
public final class StreamOutput extends WaitPoint {

    private static final long FILE_CHUNK = 1024 * 1024;
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final NettyLoop loop;
    private final StreamChannel stream;
    private boolean shut;
    private boolean writing;
    private boolean markerUnderWay;
    private @Nullable Throwable failure;

    /** Who is in the middle of sending. */
    private @Nullable RawGreenlet sender;

    /** The last that was given to a TLS layer, which may keep it back. */
    private @Nullable ChannelFuture encrypted;

    private long sent;

    StreamOutput(NettyLoop loop, StreamChannel stream) {
        super(loop);
        this.loop = loop;
        this.stream = stream;
    }

    /** Whether a failure that comes now is one of the output. */
    boolean isWriting() {
        return writing;
    }

    void failed(Throwable cause) {
        failure = cause;
        signal(null);
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Netty will not send anything any more. */
    void end() {
        shut = true;
        signal(null);
    }

    /**
     * Whether nothing can be sent any more.
     *
     * @return true after {@link #shutdown} or a failed send
     */
    public boolean hasEnded() {
        return shut;
    }

    /**
     * How much was given to this socket to be sent.
     *
     * @return bytes
     */
    public long sent() {
        return sent;
    }

    /**
     * Sends all of it.
     *
     * @param source what
     * @param nanos the longest time for all of it
     * @throws IOException if the connection failed, is closed, or the time passed
     */
    public void send(ByteBuffer source, long nanos) throws IOException {
        loop.check(stream);
        loop.consumeBudget();
        beginSend();
        int start = source.position();
        Deadline deadline = nanos == FOR_EVER ? null : new Deadline(nanos);
        try {
            while (true) {
                if (hasPending() && !awaitDrained(deadline, null)) {
                    throw Failures.timedOut("send", stream, nanos, source.position() - start);
                }
                if (!source.hasRemaining()) {
                    return;
                }
                if (source.position() > start) {
                    sender = CurrentGreenlet.get();
                    loop.consumeBudget();
                    requireOutput();
                }
                put(source);
            }
        } finally {
            sender = null;
        }
    }

    private void put(ByteBuffer source) throws IOException {
        int n = Math.min(source.remaining(), NettyLoop.CHUNK);
        ByteBuf buffer = loop.scratch();
        int limit = source.limit();
        source.limit(source.position() + n);
        buffer.writeBytes(source);
        source.limit(limit);
        sent += n;
        TlsLayer tls = stream.tls();
        writing = true;
        try {
            if (tls == null) {
                var _ = stream.channel()
                        .writeAndFlush(buffer.retain(), stream.channel().voidPromise());
            } else {
                sender = CurrentGreenlet.get();
                encrypted = tls.write(buffer.retain());
            }
        } finally {
            writing = false;
            loop.giveBack(buffer);
        }
        takeFailure(encrypted);
        requireOutput();
    }

    private void takeFailure(@Nullable Future<?> write) {
        Throwable cause = write == null ? null : write.cause();
        if (cause != null && !shut && failure == null) {
            TlsLayer tls = stream.tls();
            failure = tls == null ? cause : tls.translate(cause);
        }
    }

    private void beginSend() throws IOException {
        if (sender != null) {
            throw inUse(stream, "write to", sender);
        }
        requireOutput();
    }

    private void requireOutput() throws IOException {
        if (!stream.isOpen()) {
            throw Failures.closed(stream);
        }
        if (failure != null) {
            throw Failures.of(stream, failure);
        }
        if (shut) {
            throw new SocketException("the output was shut down: " + stream);
        }
        if (stream.channel().unsafe().outboundBuffer() == null) {
            throw Failures.of(stream, new ClosedChannelException());
        }
    }

    /** Whether the channel holds something that the kernel has not taken. */
    boolean hasPending() {
        ChannelFuture last = encrypted;
        if (last != null && !last.isDone()) {
            return true;
        }
        ChannelOutboundBuffer pending = stream.channel().unsafe().outboundBuffer();
        return pending != null && !pending.isEmpty();
    }

    /**
     * Waits until the kernel has taken all that is pending; false if the time passed first, or the peer is too slow.
     */
    private boolean awaitDrained(@Nullable Deadline deadline, @Nullable ReadingPace pace) throws IOException {
        sender = CurrentGreenlet.get();
        mark();
        while (markerUnderWay && hasPending()) {
            Object notice = await(pace != null ? pace.begin() : deadline != null ? deadline.left() : FOR_EVER);
            boolean late = WaitList.timedOut(notice);
            if (pace != null ? pace.isOver(late) : late) {
                return false;
            }
            if (notice != null && !late) {
                throw Failures.interrupted(notice);
            }
        }
        requireOutput();
        return true;
    }

    /** Has {@link #drained} called when the kernel has taken all that is pending. */
    private void mark() {
        if (!markerUnderWay) {
            markerUnderWay = true;
            ChannelFuture last = encrypted;
            if (last == null || last.isDone()) {
                TlsLayer tls = stream.tls();
                last = tls == null ? stream.channel().writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.mark();
            }
            last.addListener(this::drained);
        }
    }

    private void drained(Future<?> flushed) {
        markerUnderWay = false;
        Throwable cause = flushed.cause();
        takeFailure(flushed);
        if (cause != null) {
            stream.input().notFailed(cause);
        }
        signal(null);
    }

    /**
     * Sends a part of a file.
     *
     * @param file the file, which stays open
     * @param position where the part begins
     * @param count how long it is
     * @param nanos the longest time for all of it
     * @return how much was sent, less than {@code count} if the file ends before
     * @throws IOException if the connection or the file failed, or the time passed
     */
    public long sendFile(FileChannel file, long position, long count, long nanos) throws IOException {
        loop.check(stream);
        loop.consumeBudget();
        if (stream.tls() != null) {
            return sendCopied(file, position, count, nanos);
        }
        return sendRegions(file, position, count, nanos, null);
    }

    /**
     * Sends a part of a file over a connection that is not encrypted, as long as the peer reads it.
     *
     * @param file the file, which stays open
     * @param position where the part begins
     * @param count how long it is
     * @param pace how slow the peer may be
     * @return how much was sent, less than {@code count} if the file ends before
     * @throws java.net.SocketTimeoutException if the peer is too slow
     * @throws IOException if the connection or the file failed
     */
    public long sendFile(FileChannel file, long position, long count, ReadingPace pace) throws IOException {
        loop.check(stream);
        loop.consumeBudget();
        return sendRegions(file, position, count, FOR_EVER, pace);
    }

    private long sendRegions(FileChannel file, long position, long count, long nanos, @Nullable ReadingPace pace)
            throws IOException {
        beginSend();
        Deadline deadline = nanos == FOR_EVER ? null : new Deadline(nanos);
        long length = Math.min(count, Math.max(0, file.size() - position));
        long done = 0;
        BorrowedRegion region = null;
        try {
            sender = CurrentGreenlet.get();
            while (true) {
                if (hasPending() && !awaitDrained(deadline, pace)) {
                    done -= region == null ? 0 : region.remaining();
                    throw late(nanos, pace, (int) Math.min(Integer.MAX_VALUE, done));
                }
                region = null;
                if (done == length) {
                    return done;
                }
                loop.consumeBudget();
                requireOutput();
                region = new BorrowedRegion(file, position + done, Math.min(length - done, FILE_CHUNK));
                done += region.count();
                putFile(region);
            }
        } finally {
            sender = null;
            if (region != null) {
                sent -= region.takeBack();
            }
        }
    }

    private SocketTimeoutException late(long nanos, @Nullable ReadingPace pace, int done) {
        return pace == null
                ? Failures.timedOut("sendFile", stream, nanos, done)
                : new SocketTimeoutException("the peer " + pace.failure() + ": " + stream);
    }

    /** The bytes have to be encrypted, so they come through memory. */
    private long sendCopied(FileChannel file, long position, long count, long nanos) throws IOException {
        Deadline deadline = nanos == FOR_EVER ? null : new Deadline(nanos);
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, NettyLoop.CHUNK));
        long done = 0;
        while (done < count) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), count - done));
            if (file.read(buffer, position + done) < 0) {
                break;
            }
            buffer.flip();
            int n = buffer.remaining();
            send(buffer, deadline == null ? FOR_EVER : deadline.left());
            done += n;
        }
        return done;
    }

    private void putFile(BorrowedRegion region) throws IOException {
        sent += region.count();
        writing = true;
        try {
            var _ = stream.channel().writeAndFlush(region, stream.channel().voidPromise());
        } finally {
            writing = false;
        }
        requireOutput();
    }

    void shutdown(String notice) {
        if (shut) {
            return;
        }
        shut = true;
        signal(notice);
        TlsLayer tls = stream.tls();
        if (tls == null || tls.isEntered() || hasPending()) {
            shutdownChannel();
        } else {
            tls.finish().addListener(_ -> shutdownChannel());
        }
    }

    private void shutdownChannel() {
        if (stream.channel() instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput();
        }
    }

    /** Keeps the output for the calling greenlet, when all that was sent before is on its way. */
    void reserve(long nanos) throws IOException {
        beginSend();
        try {
            if (hasPending() && !awaitDrained(new Deadline(nanos), null)) {
                throw Failures.timedOut("send", stream, nanos, null);
            }
        } finally {
            sender = null;
        }
        sender = CurrentGreenlet.get();
    }

    void release() {
        sender = null;
    }

    @Override
    protected boolean isReady() {
        return !stream.isOpen() || shut || failure != null || !hasPending();
    }

    @Override
    protected void linked() {
        mark();
    }

    @Override
    public String wokenBy() {
        return "the peer reading";
    }

    @Override
    public String toString() {
        return "output of " + stream;
    }
}
