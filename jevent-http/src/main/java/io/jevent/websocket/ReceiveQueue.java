// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.hub.Deadline;
import io.jevent.hub.WaitList;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.internal.netty.WaitPoint;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/*
 * Frames that are not processed ahead, and messages, wait here for a greenlet.
 *
 * Invariant: the frames and messages here take at most MAX_DECODED bytes together, or there is one message more, for which a
 * greenlet waited. All other input stays bytes in the frame decoder; above MAX_BYTES of them, and if no greenlet waits,
 * nothing more is read from the peer (backpressure). A message is assembled and inflated when a greenlet receives it.
 */
/** The queue of frames and messages that were not received yet, and the greenlet that waits for the next one. */
final class ReceiveQueue extends WaitPoint {

    /** The memory up to which frames are decoded while no greenlet waits, in bytes. */
    private static final int MAX_DECODED = 16 * 1024;

    /** The number of bytes in the decoder above which nothing more is read while no greenlet waits. */
    private static final int MAX_BYTES = 16 * 1024;

    /** The memory of a frame's or a message's objects, its place in the queue included, in bytes. */
    private static final int OVERHEAD = 256;

    private static final long FOR_EVER = Long.MAX_VALUE;

    private final WebSocketConnection connection;
    private final NettyLoop loop;
    private final Channel channel;
    private final ArrayDeque<Message> messages = new ArrayDeque<>(2);
    private final ArrayDeque<WebSocketFrame> frames = new ArrayDeque<>(0);
    private @Nullable StrictFrameDecoder decoder;
    private int held;
    private boolean paused;
    private boolean ended;

    /** Whether the greenlet that took the last message has not asked for another one yet. */
    private boolean busy;

    ReceiveQueue(WebSocketConnection connection, NettyLoop loop, Channel channel) {
        super(loop);
        this.connection = connection;
        this.loop = loop;
        this.channel = channel;
    }

    void setDecoder(StrictFrameDecoder frameDecoder) {
        decoder = frameDecoder;
    }

    /** Returns whether a further frame may be decoded. */
    boolean admits() {
        return held < MAX_DECODED || isWaitedFor();
    }

    void add(Message message) {
        messages.add(message);
        held += weightOf(message);
        signal(null);
    }

    /** Queues a frame until a greenlet receives. */
    void keep(WebSocketFrame frame) {
        frames.add(frame);
        held += weightOf(frame);
        signal(null);
    }

    /** Pauses or resumes reading, depending on the bytes in the decoder. */
    void regulate() {
        StrictFrameDecoder bytes = decoder;
        boolean enough = bytes != null && !connection.isDeaf() && !isWaitedFor() && bytes.waiting() >= MAX_BYTES;
        if (enough != paused) {
            paused = enough;
            channel.config().setAutoRead(!enough);
        }
    }

    /** Decodes input as far as there is demand; returns whether there was any. */
    private boolean decodeMore() {
        StrictFrameDecoder bytes = decoder;
        if (bytes == null || !bytes.isHeldBack()) {
            return false;
        }
        resumeDecoding(bytes);
        return !frames.isEmpty() || !messages.isEmpty();
    }

    /** Decodes input that waits for demand. */
    void resumeDecoding() {
        StrictFrameDecoder bytes = decoder;
        if (bytes != null) {
            resumeDecoding(bytes);
            regulate();
        }
    }

    private void resumeDecoding(StrictFrameDecoder bytes) {
        try {
            bytes.resumeDecoding();
        } catch (Exception e) {
            connection.failed(e);
        }
    }

    private static int weightOf(Message message) {
        return OVERHEAD
                + switch (message) {
                    case Message.Text(String text) -> 2 * text.length();
                    case Message.Binary(byte[] bytes) -> bytes.length;
                };
    }

    private static int weightOf(WebSocketFrame frame) {
        return OVERHEAD + frame.content().readableBytes();
    }

    /** Returns whether reading is paused. */
    boolean isPaused() {
        return paused;
    }

    /** Returns whether frames are queued that were not processed. */
    boolean hasFrames() {
        return !frames.isEmpty();
    }

    /** Takes the next message, and blocks until there is one; returns null at the end. */
    @Nullable
    Message take(long nanos) throws SocketTimeoutException {
        Deadline deadline = null;
        busy = false;
        while (true) {
            Message message = next();
            if (message != null) {
                busy = true;
                return message;
            }
            if (ended) {
                connection.respondToClose();
                return null;
            }
            refuseSecond(connection, "receive from");
            resumeReading();
            if (deadline == null && nanos != FOR_EVER) {
                deadline = new Deadline(nanos);
            }
            if (WaitList.timedOut(await(deadline == null ? FOR_EVER : deadline.left()))) {
                throw new SocketTimeoutException(
                        "receive timed out after " + Duration.ofNanos(nanos) + ": " + connection);
            }
        }
    }

    /** Resumes reading, since a greenlet now waits for input. */
    private void resumeReading() {
        if (paused) {
            paused = false;
            channel.config().setAutoRead(true);
        }
    }

    private @Nullable Message next() {
        loop.consumeBudget();
        while (messages.isEmpty() && (!frames.isEmpty() || decodeMore())) {
            WebSocketFrame frame = frames.poll();
            if (frame != null) {
                held -= weightOf(frame);
                connection.process(frame);
            }
        }
        Message message = messages.poll();
        if (message != null) {
            held -= weightOf(message);
        }
        return message;
    }

    /**
     * Returns whether all messages were received, and the greenlet that received the last one has asked for another.
     */
    boolean isDone() {
        return !busy && messages.isEmpty() && frames.isEmpty();
    }

    /** Ends the input; queued messages can still be received. */
    void end() {
        ended = true;
        signal(null);
    }

    /** Drops the queue, except a close. */
    void dropToClose() {
        WebSocketFrame last = frames.pollLast();
        clear();
        if (last instanceof CloseWebSocketFrame) {
            connection.process(last);
        } else if (last != null) {
            last.release();
        }
    }

    /** Drops the queue. */
    void clear() {
        messages.clear();
        busy = false;
        for (WebSocketFrame frame = frames.poll(); frame != null; frame = frames.poll()) {
            frame.release();
        }
        held = 0;
    }

    @Override
    protected boolean wouldNotBlock() {
        return ended || !messages.isEmpty() || !frames.isEmpty();
    }

    @Override
    public String wokenBy() {
        return "the peer sending";
    }

    @Override
    public String toString() {
        return "input of " + connection;
    }
}
