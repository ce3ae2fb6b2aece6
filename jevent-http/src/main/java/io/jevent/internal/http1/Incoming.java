// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.jevent.internal.http.BodyChunk;
import io.jevent.internal.http.Limits;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.internal.netty.WaitPoint;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/*
 * Invariant: the items that were decoded, and the head of the request that is served, take MOST bytes together, or there
 * is one item more, which the greenlet has asked for. All else that has come is bytes in the decoder. When these are many,
 * nothing more is read from the client.
 */
/** The items that were decoded from a connection and not taken yet, and the greenlet that waits for the next one. */
final class Incoming extends WaitPoint {

    /** The memory up to which items are decoded ahead of the demand. */
    private static final int MOST = 16 * 1024;

    /** When so many bytes wait to be decoded, nothing more is read. */
    private static final int MOST_BYTES = 16 * 1024;

    private final HttpConnection connection;
    private final Channel channel;
    private final StrictDecoder decoder;
    private final ArrayDeque<Object> queue = new ArrayDeque<>(4);

    /** The memory of the items that are queued or in use. */
    private int held;

    /** Whether the greenlet has found the queue empty since the last item came. */
    private boolean wanted;

    private boolean paused;

    Incoming(NettyLoop loop, HttpConnection connection, Channel channel, Limits limits, HubHttpState hubState) {
        super(loop);
        this.connection = connection;
        this.channel = channel;
        decoder = new StrictDecoder(limits, hubState, this::admits);
    }

    StrictDecoder decoder() {
        return decoder;
    }

    private boolean admits(int weight) {
        return held + weight <= MOST || (wanted && queue.isEmpty());
    }

    void add(Object item) {
        queue.add(item);
        held += weightOf(item);
        wanted = false;
        signal(null);
    }

    private static int weightOf(Object item) {
        return switch (item) {
            case RequestHead head -> head.weight();
            case BodyChunk chunk -> chunk.weight();
            default -> 0;
        };
    }

    /** Takes the next item, which counts until {@link #taken}; null if more has to be read for it. */
    @Nullable
    Object poll() {
        Object item = queue.poll();
        return item == null ? decodeNext() : item;
    }

    private @Nullable Object decodeNext() {
        wanted = true;
        try {
            decoder.goOn();
        } catch (Exception e) {
            connection.failed(e);
        }
        regulate();
        return queue.poll();
    }

    /** Takes the next item if it is a part of a body, as {@link #poll}. */
    @Nullable
    BodyChunk pollChunk() {
        if (queue.isEmpty()) {
            Object next = decodeNext();
            if (next != null) {
                queue.addFirst(next);
            }
        }
        if (queue.peek() instanceof BodyChunk chunk) {
            queue.remove();
            return chunk;
        }
        return null;
    }

    /** Ends the use of an item. */
    void taken(int weight) {
        held -= weight;
    }

    /** Whether something of a body has come. */
    boolean hasChunk() {
        return queue.peek() instanceof BodyChunk || (queue.isEmpty() && decoder.isHeldBack());
    }

    /** Whether everything that came was taken. */
    boolean isEmpty() {
        return queue.isEmpty() && !decoder.isHeldBack();
    }

    /** Reads on, or stops that, by what waits to be decoded. */
    void regulate() {
        boolean enough = decoder.isHeldBack() && decoder.waiting() >= MOST_BYTES;
        if (enough != paused) {
            paused = enough;
            channel.config().setAutoRead(!enough);
        }
    }

    /** Drops the items that were not taken. */
    void clear() {
        for (Object item = queue.poll(); item != null; item = queue.poll()) {
            held -= weightOf(item);
            if (item instanceof BodyChunk chunk) {
                chunk.bytes().release();
            }
        }
    }

    /** Drops the items that were not taken, and all that comes from now on. */
    void discard() {
        clear();
        try {
            decoder.discard();
        } catch (Exception e) {
            connection.failed(e);
        }
        regulate();
    }

    @Override
    protected boolean isReady() {
        return connection.hasEnded() || !queue.isEmpty();
    }

    @Override
    public String wokenBy() {
        return "the client sending";
    }

    @Override
    public String toString() {
        return "input of " + connection;
    }
}
