// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Deadline;
import io.jevent.hub.WaitList;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/*
 * The channel reads ahead (autoRead) until HIGH bytes of buffers are unread, then it pauses until fewer than LOW
 * remain. Requesting each read separately would cost two more system calls per read.
 * Invariant: the unread buffers hold at most HIGH bytes and one more buffer. A reader takes bytes that are here without
 * a switch. Nothing is added while it runs, so it has to wait after HIGH bytes at the latest.
 */
/** The input of a stream, and the greenlet that waits for it. */
public final class StreamInput extends WaitPoint {

    private static final int HIGH = 96 * 1024;
    private static final int LOW = 48 * 1024;
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final NettyLoop loop;
    private final StreamChannel stream;
    private final ReceiveBuffer received = new ReceiveBuffer();
    private boolean paused;
    private boolean ended;
    private boolean shutDown;
    private @Nullable Throwable failure;
    private @Nullable Runnable whenNews;

    StreamInput(NettyLoop loop, StreamChannel stream) {
        super(loop);
        this.loop = loop;
        this.stream = stream;
    }

    void append(ByteBuf buffer) {
        if (!stream.isOpen() || ended || !buffer.isReadable()) {
            buffer.release();
            return;
        }
        received.add(buffer);
        if (!paused && received.held() >= HIGH) {
            paused = true;
            stream.channel().config().setAutoRead(false);
        }
        tellNews();
    }

    private void tellNews() {
        signal(null);
        Runnable told = whenNews;
        if (told != null) {
            whenNews = null;
            told.run();
        }
    }

    /**
     * Calls back once, in the hub's turn, when bytes arrive or the input ends.
     *
     * @param action the callback, which must not block; null for none
     */
    public void whenNews(@Nullable Runnable action) {
        whenNews = action;
    }

    void failed(Throwable cause) {
        failure = cause;
        end();
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Withdraws a failure that was attributed to the input but belongs to the output. */
    void withdrawFailure(Throwable cause) {
        if (failure == cause) {
            failure = null;
            ended = !stream.channel().isActive() || isShut();
        }
    }

    private boolean isShut() {
        return stream.channel() instanceof DuplexChannel duplex && duplex.isInputShutdown();
    }

    void end() {
        ended = true;
        tellNews();
    }

    /** Called when the channel is closed; the bytes that have arrived can still be read. */
    void channelClosed() {
        received.moveToHeap();
        end();
    }

    void discard() {
        received.clear();
    }

    /**
     * Takes all unread bytes, for a layer that is inserted below, and resumes reading.
     *
     * @return a buffer that the caller must release; null if there are no bytes
     */
    public @Nullable ByteBuf takeAll() {
        ByteBuf all = received.takeAll();
        resume();
        return all;
    }

    /**
     * Returns whether the input has ended.
     *
     * @return true from the end of the stream on
     */
    public boolean hasEnded() {
        return ended;
    }

    /** Throws if no more bytes can arrive. */
    void requireInput() throws IOException {
        if (failure != null) {
            throw Failures.of(stream, failure);
        }
        if (ended && received.isEmpty()) {
            throw new SocketException("the input has ended: " + stream);
        }
    }

    /**
     * Returns whether this end shut the input down; the peer's end does not count.
     *
     * @return true after {@link #shutdown}
     */
    public boolean isShutDown() {
        return shutDown;
    }

    /**
     * Reads the bytes that have arrived, waiting for at least one.
     *
     * @param target the array to read into
     * @param offset the index of the first byte in the array
     * @param length the largest number of bytes to read
     * @param nanos the longest wait
     * @return the number of bytes read; -1 at the end of the stream
     * @throws IOException if the connection failed, is closed, or the time passed
     */
    public int read(byte[] target, int offset, int length, long nanos) throws IOException {
        if (length == 0) {
            return 0;
        }
        return take(awaitSomething(nanos), target, offset, length);
    }

    private int take(boolean something, byte[] target, int offset, int length) {
        if (!something) {
            return -1;
        }
        int n = received.take(target, offset, length);
        resume();
        return n;
    }

    /**
     * Reads the bytes that have arrived, waiting for at least one.
     *
     * @param target the buffer to read into
     * @param nanos the longest wait
     * @return the number of bytes read; -1 at the end of the stream
     * @throws IOException if the connection failed, is closed, or the time passed
     */
    public int read(ByteBuffer target, long nanos) throws IOException {
        if (!target.hasRemaining()) {
            return 0;
        }
        return take(awaitSomething(nanos), target);
    }

    private int take(boolean something, ByteBuffer target) {
        if (!something) {
            return -1;
        }
        int n = received.take(target);
        resume();
        return n;
    }

    /**
     * Reads some of the bytes that have arrived, waiting for at least one.
     *
     * @param max the largest number of bytes to read
     * @param nanos the longest wait
     * @return the bytes; empty at the end of the stream
     * @throws IOException if the connection failed, is closed, or the time passed
     */
    public byte[] readSome(int max, long nanos) throws IOException {
        return max == 0 ? new byte[0] : takeSome(awaitSomething(nanos), max);
    }

    private byte[] takeSome(boolean something, int max) {
        if (!something) {
            return new byte[0];
        }
        byte[] bytes = received.takeSome(max);
        resume();
        return bytes;
    }

    /**
     * Returns how many bytes can be read without blocking.
     *
     * @return the number of bytes
     */
    public int available() {
        return received.bytes();
    }

    /**
     * Returns the memory that unread bytes take.
     *
     * @return the number of bytes
     */
    public int held() {
        return received.held();
    }

    /** Resumes reading ahead if fewer than {@link #LOW} bytes are held. */
    private void resume() {
        if (paused && received.held() < LOW) {
            paused = false;
            if (!ended) {
                stream.channel().config().setAutoRead(true);
            }
        }
    }

    private boolean awaitSomething(long nanos) throws IOException {
        loop.check(stream);
        if (!received.isEmpty()) {
            return true;
        }
        return waitForInput(nanos); // not joined by ||, which would branch after the switch
    }

    private boolean waitForInput(long nanos) throws IOException {
        refuseSecond(stream, "read from");
        Deadline deadline = nanos == FOR_EVER ? null : new Deadline(nanos);
        if (hasNews()) {
            return !received.isEmpty();
        }
        return afterWait(await(nanos), nanos, deadline);
    }

    /** Whether a read need not wait; throws if it must fail. */
    private boolean hasNews() throws IOException {
        if (!stream.isOpen()) {
            throw Failures.closed(stream);
        }
        if (!received.isEmpty()) {
            return true;
        }
        if (failure != null) {
            throw Failures.of(stream, failure);
        }
        return ended;
    }

    /**
     * Goes on after a wait; a method of its own, so that the frame of a parked greenlet executes no code after the
     * switch that the compiler has never seen run.
     */
    private boolean afterWait(@Nullable Object firstNotice, long nanos, @Nullable Deadline deadline)
            throws IOException {
        Object notice = firstNotice;
        while (true) {
            if (WaitList.timedOut(notice)) {
                throw Failures.timedOut("read", stream, nanos, null);
            }
            if (notice != null) {
                throw Failures.interrupted(notice);
            }
            if (hasNews()) {
                return !received.isEmpty();
            }
            notice = await(deadline == null ? FOR_EVER : deadline.left());
        }
    }

    void shutdown(String notice) {
        if (shutDown) {
            return;
        }
        ended = true;
        shutDown = true;
        received.clear();
        signal(notice);
        if (stream.channel() instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownInput();
        }
    }

    @Override
    protected boolean wouldNotBlock() {
        return !stream.isOpen() || ended || !received.isEmpty();
    }

    @Override
    public String wokenBy() {
        return "input";
    }

    @Override
    public String toString() {
        return "input of " + stream;
    }
}
