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
 * A chunk of at most CHUNK bytes is copied into the hub's own buffer, written and flushed. Usually the kernel takes all
 * of it at once, and the send is complete. Otherwise the rest stays in the channel, an empty buffer with a promise (the
 * marker) is written behind it, and the greenlet waits for that promise before it writes the next chunk.
 * Invariant: a channel buffers at most one chunk.
 *
 * Netty reports a failed write without its own promise in the same way as a failed read (exceptionCaught). A failure
 * that is reported while this class writes belongs to the output, and so does one that the promise reports again. A
 * failed write ends the output and leaves the input as it is, so the last bytes of the peer can be read.
 */
/** The output of a stream, and the greenlet that waits until the kernel takes it. */
public final class StreamOutput extends WaitPoint {

    private static final long FILE_CHUNK = 1024 * 1024;
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final NettyLoop loop;
    private final StreamChannel stream;
    private boolean shut;
    private boolean writing;
    private boolean markerInFlight;
    private @Nullable Throwable failure;

    /** The greenlet that is in the middle of a send. */
    private @Nullable RawGreenlet sender;

    /** The last write to the TLS layer, which may hold it back. */
    private @Nullable ChannelFuture encrypted;

    private long sent;

    StreamOutput(NettyLoop loop, StreamChannel stream) {
        super(loop);
        this.loop = loop;
        this.stream = stream;
    }

    /** Returns whether a failure that is reported now belongs to the output. */
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

    /** Called when Netty has shut the output down. */
    void end() {
        shut = true;
        signal(null);
    }

    /**
     * Returns whether the output has ended.
     *
     * @return true after {@link #shutdown} or a failed send
     */
    public boolean hasEnded() {
        return shut;
    }

    /**
     * Returns how many bytes were given to this socket to send.
     *
     * @return the number of bytes
     */
    public long sent() {
        return sent;
    }

    /**
     * Sends all bytes of a buffer.
     *
     * @param source the bytes
     * @param nanos the longest time for all of them
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
                write(source);
            }
        } finally {
            sender = null;
        }
    }

    private void write(ByteBuffer source) throws IOException {
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

    /** Returns whether the channel buffers bytes that the kernel has not taken. */
    boolean hasPending() {
        ChannelFuture last = encrypted;
        if (last != null && !last.isDone()) {
            return true;
        }
        ChannelOutboundBuffer pending = stream.channel().unsafe().outboundBuffer();
        return pending != null && !pending.isEmpty();
    }

    /**
     * Waits until the kernel has taken all pending bytes; returns false if the time passed first, or the peer is too
     * slow.
     */
    private boolean awaitDrained(@Nullable Deadline deadline, @Nullable ReadingPace pace) throws IOException {
        sender = CurrentGreenlet.get();
        mark();
        while (markerInFlight && hasPending()) {
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

    /** Writes the marker, so that {@link #drained} is called when the kernel has taken all pending bytes. */
    private void mark() {
        if (!markerInFlight) {
            markerInFlight = true;
            ChannelFuture last = encrypted;
            if (last == null || last.isDone()) {
                TlsLayer tls = stream.tls();
                last = tls == null ? stream.channel().writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.mark();
            }
            last.addListener(this::drained);
        }
    }

    private void drained(Future<?> flushed) {
        markerInFlight = false;
        Throwable cause = flushed.cause();
        takeFailure(flushed);
        if (cause != null) {
            stream.input().withdrawFailure(cause);
        }
        signal(null);
    }

    /**
     * Sends a part of a file.
     *
     * @param file the file, which stays open
     * @param position the position of the first byte in the file
     * @param count the number of bytes
     * @param nanos the longest time for all of them
     * @return the number of bytes sent; less than {@code count} if the file ends earlier
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
     * Sends a part of a file over an unencrypted connection, unless the peer reads too slowly.
     *
     * @param file the file, which stays open
     * @param position the position of the first byte in the file
     * @param count the number of bytes
     * @param pace the minimum rate of the peer
     * @return the number of bytes sent; less than {@code count} if the file ends earlier
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
                writeFile(region);
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

    /** Sends a part of a file over an encrypted connection: encryption needs the bytes in memory. */
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

    private void writeFile(BorrowedRegion region) throws IOException {
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

    /** Reserves the output for the calling greenlet, after the kernel has taken all pending bytes. */
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
    protected boolean wouldNotBlock() {
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
