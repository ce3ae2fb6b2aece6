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
 * The channel reads ahead (autoRead) until HIGH bytes of buffers wait to be read, then it pauses until less than LOW are
 * left: asking for each single read would cost two system calls more for each. So memory is bounded by HIGH and one more
 * buffer, and a reader that finds something here takes it without a switch; as nothing is added while it runs, it has to
 * wait at the latest after HIGH bytes.
 */
/** What a stream receives, and the greenlet that waits for it. */
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

    StreamInput(NettyLoop loop, StreamChannel stream) {
        super(loop);
        this.loop = loop;
        this.stream = stream;
    }

    void came(ByteBuf buffer) {
        if (!stream.isOpen() || ended || !buffer.isReadable()) {
            buffer.release();
            return;
        }
        received.add(buffer);
        if (!paused && received.held() >= HIGH) {
            paused = true;
            stream.channel().config().setAutoRead(false);
        }
        signal(null);
    }

    void failed(Throwable cause) {
        failure = cause;
        end();
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** What was taken for a failure of the input is one of the output. */
    void notFailed(Throwable cause) {
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
        signal(null);
    }

    /** Nothing more will come; what has come can still be read. */
    void gone() {
        received.moveToHeap();
        end();
    }

    void drop() {
        received.clear();
    }

    /**
     * Takes all that has come and was not read, for a layer that comes in between; goes on reading.
     *
     * @return a buffer that the caller has to release; null if nothing has come
     */
    public @Nullable ByteBuf takeAll() {
        ByteBuf all = received.takeAll();
        resume();
        return all;
    }

    /**
     * Whether the peer will send nothing more.
     *
     * @return true from the end of the stream on
     */
    public boolean hasEnded() {
        return ended;
    }

    /** Fails if nothing can come any more. */
    void requireInput() throws IOException {
        if (failure != null) {
            throw Failures.of(stream, failure);
        }
        if (ended && received.isEmpty()) {
            throw new SocketException("the input has ended: " + stream);
        }
    }

    /**
     * Whether this end asked for nothing more; the peer's end does not count.
     *
     * @return true after {@link #shutdown}
     */
    public boolean isShutDown() {
        return shutDown;
    }

    /**
     * Reads what has come, waiting if nothing has.
     *
     * @param target where to
     * @param offset where it begins
     * @param length the most to read
     * @param nanos the longest wait
     * @return how much was read; -1 at the end
     * @throws IOException if the connection failed, is closed, or the time passed
     */
    public int read(byte[] target, int offset, int length, long nanos) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!awaitSomething(nanos)) {
            return -1;
        }
        int n = received.take(target, offset, length);
        resume();
        return n;
    }

    /**
     * Reads what has come, waiting if nothing has.
     *
     * @param target where to
     * @param nanos the longest wait
     * @return how much was read; -1 at the end
     * @throws IOException if the connection failed, is closed, or the time passed
     */
    public int read(ByteBuffer target, long nanos) throws IOException {
        if (!target.hasRemaining()) {
            return 0;
        }
        if (!awaitSomething(nanos)) {
            return -1;
        }
        int n = received.take(target);
        resume();
        return n;
    }

    /**
     * Reads some of what has come, waiting if nothing has.
     *
     * @param max the most to read
     * @param nanos the longest wait
     * @return what was read; empty at the end
     * @throws IOException if the connection failed, is closed, or the time passed
     */
    public byte[] readSome(int max, long nanos) throws IOException {
        if (max == 0 || !awaitSomething(nanos)) {
            return new byte[0];
        }
        byte[] bytes = received.takeSome(max);
        resume();
        return bytes;
    }

    /**
     * How much can be read without a wait.
     *
     * @return bytes
     */
    public int available() {
        return received.bytes();
    }

    /**
     * How much memory is held for what nobody has read.
     *
     * @return bytes
     */
    public int held() {
        return received.held();
    }

    /** Goes on reading ahead; at most {@link #HIGH} bytes and one more buffer are held. */
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
        return !received.isEmpty() || waitForInput(nanos);
    }

    private boolean waitForInput(long nanos) throws IOException {
        refuseSecond(stream, "read from");
        Deadline deadline = nanos == FOR_EVER ? null : new Deadline(nanos);
        while (true) {
            if (!stream.isOpen()) {
                throw Failures.closed(stream);
            }
            if (!received.isEmpty()) {
                return true;
            }
            if (failure != null) {
                throw Failures.of(stream, failure);
            }
            if (ended) {
                return false;
            }
            Object notice = await(deadline == null ? FOR_EVER : deadline.left());
            if (WaitList.timedOut(notice)) {
                throw Failures.timedOut("read", stream, nanos, null);
            }
            if (notice != null) {
                throw Failures.interrupted(notice);
            }
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
    protected boolean isReady() {
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
