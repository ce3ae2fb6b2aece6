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
 * A message is handed to the channel whole, or not at all: so those of several greenlets cannot mix, and a greenlet that
 * is killed while it waits to send leaves nothing half done. It waits while the channel holds more than Netty's high
 * mark. Those who wait stand in a list; when there is room the first is woken, which then owns the right to hand over its
 * message, and wakes the next if there is still room.
 *
 * What is written in one turn of the hub leaves at its end, in one system call.
 */
/** What is to be sent, and the greenlets that wait until the peer has read some of it. */
final class Outbox implements WaitTarget {

    private final Session session;
    private final Hub hub;
    private final Channel channel;
    private final ReadingPace pace;
    private final Mutex mutex = new Mutex();
    private final WaitList senders = WaitList.perhapsWokenFromOutside(mutex);
    private final Flusher flusher;
    private boolean listed;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ChannelHandlerContext encoder;

    /** Frames made elsewhere that were not flushed yet; a layer of TLS may hold them. */
    private int unflushed;

    private @Nullable Timer stall;

    /** The answer to the last ping that came while the channel took nothing. */
    private byte @Nullable [] pong;

    Outbox(Session session, Hub hub, Channel channel, long stallNanos) {
        this.session = session;
        this.hub = hub;
        this.channel = channel;
        pace = new ReadingPace(hub, channel, new Pace.Rule(0, 0, stallNanos));
        flusher = Attachments.of(hub).get(Flusher.class, () -> new Flusher(hub));
    }

    void attach(ChannelHandlerContext to) {
        context = to;
    }

    void attachEncoder(ChannelHandlerContext to) {
        encoder = to;
    }

    /** Waits until it is the caller's turn to hand over a message, and there is room. */
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
                    + ", and nothing of the message was sent: " + session);
        }
    }

    private boolean hasRoom() {
        return channel.isWritable() && senders.isEmpty();
    }

    /** Hands a frame over; never waits. */
    void write(WebSocketFrame frame) {
        write(frame, context);
    }

    /** Answers a ping. While the peer does not read, only the answer to the last ping is kept, RFC 6455, 5.5.3. */
    void pong(ByteBuf content) {
        if (channel.isWritable()) {
            write(new PongWebSocketFrame(content.retain()));
        } else {
            pong = ByteBufUtil.getBytes(content);
        }
    }

    private void sendPong() {
        byte[] content = pong;
        if (content != null && session.isOpen()) {
            pong = null;
            write(new PongWebSocketFrame(Unpooled.wrappedBuffer(content)));
        }
    }

    /** Hands over the bytes of a frame; never waits. */
    void writeEncoded(ByteBuf frame) {
        unflushed += frame.readableBytes();
        write(frame, encoder);
    }

    private void write(Object what, @Nullable ChannelHandlerContext to) {
        if (to == null) {
            throw new IllegalStateException("no pipeline yet: " + session);
        }
        var _ = to.write(what, channel.voidPromise());
        written();
    }

    /** Whether so many more bytes may wait. */
    boolean hasRoomFor(int bytes, int limit) {
        if (pending() + unflushed + bytes <= limit) {
            return true;
        }
        flush();
        return pending() + bytes <= limit;
    }

    /** Sees to it that what was written leaves, and that the next one gets its turn. */
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

    /** Sends what was handed over, as far as the kernel takes it. */
    void flush() {
        unflushed = 0;
        channel.flush();
        if (stall == null && pending() > 0) {
            awaitProgress();
        }
    }

    private void lookForProgress() {
        stall = null;
        if (pending() == 0 || session.hasEnded()) {
            return;
        }
        if (pace.isOver(true)) {
            session.giveUp("the peer " + pace.failure());
        } else {
            awaitProgress();
        }
    }

    private void awaitProgress() {
        long limit = session.hasEnded() ? Long.MAX_VALUE : pace.begin();
        if (limit != Long.MAX_VALUE) {
            stall = hub.schedule(Duration.ofNanos(limit), this::lookForProgress);
        }
    }

    /** How many bytes the kernel has not taken yet. */
    long pending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** There is room again. */
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

    /** Nothing can be sent any more. */
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
        return "output of " + session;
    }

    /** Those of a hub that have something to send at the end of the turn. */
    private static final class Flusher implements DirectCallback {

        private final Hub hub;
        private List<Outbox> unsent = new ArrayList<>();
        private List<Outbox> spare = new ArrayList<>();

        Flusher(Hub hub) {
            this.hub = hub;
        }

        void add(Outbox outbox) {
            if (unsent.isEmpty()) {
                var _ = hub.runCallback(this);
            }
            unsent.add(outbox);
        }

        @Override
        public void run() {
            List<Outbox> all = unsent;
            unsent = spare;
            all.forEach(Outbox::flushInTurn);
            all.clear();
            spare = all;
        }
    }
}
