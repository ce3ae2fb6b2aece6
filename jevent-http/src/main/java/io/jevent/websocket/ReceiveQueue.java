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
 * Either messages wait here for a greenlet, or, if nothing is to be done ahead, the frames that have come since. When more
 * than HIGH bytes wait, nothing more is read from the connection until less than LOW are left.
 */
/*
 * Invariant: the frames and messages here take MOST bytes together, or there is one message more, for which a greenlet
 * waited. All else that has come is bytes in the decoder of frames. When these are many, and no greenlet waits, nothing
 * more is read from the peer. A message is put together, and inflated, when a greenlet receives it.
 */
/** The frames and messages that have come and were not received yet, and the greenlet that waits for the next one. */
final class Inbox extends WaitPoint {

    /** The memory up to which frames are decoded while no greenlet waits. */
    private static final int MOST = 16 * 1024;

    /** When so many bytes wait to be decoded, and no greenlet waits for them, nothing more is read. */
    private static final int MOST_BYTES = 16 * 1024;

    /** The objects of a frame or a message, its place in the queue included. */
    private static final int OVERHEAD = 256;

    private static final long FOR_EVER = Long.MAX_VALUE;

    private final Session session;
    private final NettyLoop loop;
    private final Channel channel;
    private final ArrayDeque<Message> messages = new ArrayDeque<>(2);
    private final ArrayDeque<WebSocketFrame> frames = new ArrayDeque<>(0);
    private @Nullable StrictFrames decoder;
    private int held;
    private boolean paused;
    private boolean ended;

    /** Whoever took the last message has not come back yet. */
    private boolean busy;

    Inbox(Session session, NettyLoop loop, Channel channel) {
        super(loop);
        this.session = session;
        this.loop = loop;
        this.channel = channel;
    }

    void decoder(StrictFrames frameDecoder) {
        decoder = frameDecoder;
    }

    /** Whether a further frame may be decoded. */
    boolean admits() {
        return held < MOST || isWaitedFor();
    }

    void add(Message message) {
        messages.add(message);
        held += weightOf(message);
        signal(null);
    }

    /** Keeps a frame until a greenlet receives. */
    void keep(WebSocketFrame frame) {
        frames.add(frame);
        held += weightOf(frame);
        signal(null);
    }

    /** Reads on, or stops that, by what waits to be decoded. */
    void regulate() {
        StrictFrames bytes = decoder;
        boolean enough = bytes != null && !session.isDeaf() && !isWaitedFor() && bytes.waiting() >= MOST_BYTES;
        if (enough != paused) {
            paused = enough;
            channel.config().setAutoRead(!enough);
        }
    }

    /** Decodes what has come, as far as there is room for it; whether there was anything. */
    private boolean decodeMore() {
        StrictFrames bytes = decoder;
        if (bytes == null || !bytes.isHeldBack()) {
            return false;
        }
        goOn(bytes);
        return !frames.isEmpty() || !messages.isEmpty();
    }

    /** Decodes what has come and waits for a demand. */
    void goOn() {
        StrictFrames bytes = decoder;
        if (bytes != null) {
            goOn(bytes);
            regulate();
        }
    }

    private void goOn(StrictFrames bytes) {
        try {
            bytes.goOn();
        } catch (Exception e) {
            session.failed(e);
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

    /** Whether nothing is read since too much waits here. */
    boolean isPaused() {
        return paused;
    }

    /** Whether frames wait that were not dealt with. */
    boolean hasFrames() {
        return !frames.isEmpty();
    }

    /** The next message, waiting for it; null at the end. */
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
                session.answerClose();
                return null;
            }
            refuseSecond(session, "receive from");
            readOn();
            if (deadline == null && nanos != FOR_EVER) {
                deadline = new Deadline(nanos);
            }
            if (WaitList.timedOut(await(deadline == null ? FOR_EVER : deadline.left()))) {
                throw new SocketTimeoutException("receive timed out after " + Duration.ofNanos(nanos) + ": " + session);
            }
        }
    }

    /** The wait that follows is for bytes, however many have come. */
    private void readOn() {
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
                session.dealWith(frame);
            }
        }
        Message message = messages.poll();
        if (message != null) {
            held -= weightOf(message);
        }
        return message;
    }

    /** Whether all that has come was received, and nobody is likely to be dealing with it. */
    boolean isDone() {
        return !busy && messages.isEmpty() && frames.isEmpty();
    }

    /** Nothing more will come; what has come can still be received. */
    void end() {
        ended = true;
        signal(null);
    }

    /** Drops what has come, but for a close. */
    void dropToClose() {
        WebSocketFrame last = frames.pollLast();
        clear();
        if (last instanceof CloseWebSocketFrame) {
            session.dealWith(last);
        } else if (last != null) {
            last.release();
        }
    }

    /** Drops what has come. */
    void clear() {
        messages.clear();
        busy = false;
        for (WebSocketFrame frame = frames.poll(); frame != null; frame = frames.poll()) {
            frame.release();
        }
        held = 0;
    }

    @Override
    protected boolean isReady() {
        return ended || !messages.isEmpty() || !frames.isEmpty();
    }

    @Override
    public String wokenBy() {
        return "the peer sending";
    }

    @Override
    public String toString() {
        return "input of " + session;
    }
}
