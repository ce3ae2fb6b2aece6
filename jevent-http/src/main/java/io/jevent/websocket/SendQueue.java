// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.hub.Attachments;
import io.jevent.hub.DirectCallback;
import io.jevent.hub.Hub;
import io.jevent.hub.Mutex;
import io.jevent.hub.Timer;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import io.jevent.internal.netty.Pace;
import io.jevent.internal.netty.ReadingPace;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * A message is passed to the channel whole, or not at all. So the messages of several greenlets cannot mix, and a greenlet
 * that is killed while it waits leaves no partial message. Senders wait in a queue while the channel holds more than Netty's
 * high water mark. When there is room, the first is woken; it then has the right to pass its message to the channel, and
 * wakes the next one if there is still room.
 *
 * All messages of one turn of the hub are flushed at its end, in one system call.
 */
/** The output of a WebSocket, and the greenlets that wait while the peer reads too slowly. */
final class SendQueue implements WaitTarget {

    private final WebSocketConnection connection;
    private final Hub hub;
    private final Channel channel;
    private final boolean masks;
    private final ReadingPace pace;
    private final Mutex mutex = new Mutex();
    private final WaitList senders = WaitList.perhapsWokenFromOutside(mutex);
    private final Flusher flusher;
    private boolean listed;
    private @Nullable ChannelHandlerContext context;

    /** The bytes of shared frames that were not flushed yet, and that a TLS layer may hold. */
    private int unflushed;

    private @Nullable Timer stall;

    /** The payload of the pong to the last ping that arrived while the channel was full. */
    private byte @Nullable [] pong;

    SendQueue(WebSocketConnection connection, Hub hub, Channel channel, boolean masks, long stallNanos) {
        this.connection = connection;
        this.masks = masks;
        this.hub = hub;
        this.channel = channel;
        pace = new ReadingPace(hub, channel, new Pace.Rule(0, 0, stallNanos));
        flusher = Attachments.of(hub).get(Flusher.class, () -> new Flusher(hub));
    }

    void attach(ChannelHandlerContext to) {
        context = to;
    }

    /** Blocks until it is the caller's turn to pass a message to the channel, and there is room. */
    void awaitTurn(long nanos) throws SocketTimeoutException {
        if (hasRoom()) {
            return;
        }
        flush();
        if (hasRoom()) {
            return;
        }
        Waiter waiter;
        mutex.lock();
        try {
            waiter = senders.enter(nanos);
        } finally {
            mutex.unlock();
        }
        if (WaitList.timedOut(WaitList.await(waiter, this, nanos))) {
            throw new SocketTimeoutException("send timed out after " + Duration.ofNanos(nanos)
                    + ", and nothing of the message was sent: " + connection);
        }
    }

    private boolean hasRoom() {
        return channel.isWritable() && senders.isEmpty();
    }

    /** Passes a frame to the channel. Never blocks. */
    void write(WebSocketFrame frame) {
        writeBytes(FrameEncoder.encode(frame, masks, channel.alloc()));
    }

    /** Sends a pong. While the peer does not read, only the pong to the last ping is kept, RFC 6455, 5.5.3. */
    void pong(ByteBuf content) {
        if (channel.isWritable()) {
            write(new PongWebSocketFrame(content.retain()));
        } else {
            pong = ByteBufUtil.getBytes(content);
        }
    }

    private void sendPong() {
        byte[] content = pong;
        if (content != null && connection.isOpen()) {
            pong = null;
            write(new PongWebSocketFrame(Unpooled.wrappedBuffer(content)));
        }
    }

    /** Passes the bytes of a frame to the channel. Never blocks. */
    void writeEncoded(ByteBuf frame) {
        unflushed += frame.readableBytes();
        writeBytes(frame);
    }

    private void writeBytes(ByteBuf frame) {
        ChannelHandlerContext to = context;
        if (to == null) {
            throw new IllegalStateException("no pipeline yet: " + connection);
        }
        var _ = to.write(frame, channel.voidPromise());
        written();
    }

    /** Returns whether this number of further bytes may be queued. */
    boolean hasRoomFor(int bytes, int limit) {
        if (pending() + unflushed + bytes <= limit) {
            return true;
        }
        flush();
        return pending() + bytes <= limit;
    }

    /** Flushes at the latest at the end of the hub's turn, and wakes the next sender. */
    private void written() {
        if (!channel.isWritable()) {
            flush();
        } else if (!listed) {
            listed = true;
            flusher.add(this);
        }
        if (channel.isWritable()) {
            wakeNext();
        }
    }

    private void flushInTurn() {
        listed = false;
        flush();
    }

    /** Flushes the channel, and watches the peer's progress if the kernel does not accept everything. */
    void flush() {
        unflushed = 0;
        channel.flush();
        if (stall == null && pending() > 0) {
            awaitProgress();
        }
    }

    private void checkProgress() {
        stall = null;
        if (pending() == 0 || connection.hasEnded()) {
            return;
        }
        if (pace.isOver(true)) {
            connection.giveUp("the peer " + pace.failure());
        } else {
            awaitProgress();
        }
    }

    private void awaitProgress() {
        long limit = connection.hasEnded() ? Long.MAX_VALUE : pace.begin();
        if (limit != Long.MAX_VALUE) {
            stall = hub.schedule(Duration.ofNanos(limit), this::checkProgress);
        }
    }

    /** Returns the number of bytes that the kernel has not accepted yet. */
    long pending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Called when the channel's writability has changed. */
    void changed() {
        if (channel.isWritable()) {
            sendPong();
            wakeNext();
        }
    }

    private void wakeNext() {
        if (senders.isEmpty()) {
            return;
        }
        Waiter first;
        mutex.lock();
        try {
            first = senders.poll();
        } finally {
            mutex.unlock();
        }
        if (first != null) {
            WaitList.wake(first, null);
        }
    }

    /** Ends the output: wakes all senders. */
    void end() {
        pong = null;
        Timer timer = stall;
        if (timer != null) {
            stall = null;
            timer.cancel();
        }
        Waiter chain;
        mutex.lock();
        try {
            chain = senders.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
    }

    @Override
    public String wokenBy() {
        return "the peer reading";
    }

    @Override
    public String toString() {
        return "output of " + connection;
    }

    /** The outputs of a hub that are flushed at the end of its turn. */
    private static final class Flusher implements DirectCallback {

        private final Hub hub;
        private List<SendQueue> unsent = new ArrayList<>();
        private List<SendQueue> spare = new ArrayList<>();

        Flusher(Hub hub) {
            this.hub = hub;
        }

        void add(SendQueue output) {
            if (unsent.isEmpty()) {
                var _ = hub.runCallback(this);
            }
            unsent.add(output);
        }

        @Override
        public void run() {
            List<SendQueue> all = unsent;
            unsent = spare;
            all.forEach(SendQueue::flushInTurn);
            all.clear();
            spare = all;
        }
    }
}
