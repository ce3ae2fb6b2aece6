// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.jevent.hub.Hub;
import io.jevent.hub.WaitList;
import io.jevent.internal.http.BadBodyException;
import io.jevent.internal.http.BodyChunk;
import io.jevent.internal.http.Exchange;
import io.jevent.internal.http.Limits;
import io.jevent.internal.http.Refusal;
import io.jevent.internal.http.RequestHead;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.internal.netty.Pace;
import io.jevent.internal.netty.WaitPoint;
import io.netty.channel.Channel;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/*
 * Invariant: the decoded items and the head of the request in flight take at most MAX_DECODED bytes together, or there is
 * one item more, which the greenlet has asked for. All other input stays bytes in the decoder; above MAX_BYTES of them,
 * nothing more is read from the client (backpressure).
 */
/** The queue of decoded items of a connection, and the greenlet that waits for the next one. */
final class Incoming extends WaitPoint {

    /** The memory up to which items are decoded ahead of the demand, in bytes. */
    private static final int MAX_DECODED = 16 * 1024;

    /** The number of bytes in the decoder above which nothing more is read. */
    private static final int MAX_BYTES = 16 * 1024;

    private final HttpConnection connection;
    private final Hub hub;
    private final Channel channel;
    private final StrictDecoder decoder;
    private final ArrayDeque<Object> queue = new ArrayDeque<>(4);

    /** The memory of the items that are queued or in use, in bytes. */
    private int held;

    /** Whether the greenlet has found the queue empty since the last item was added. */
    private boolean wanted;

    private boolean paused;

    Incoming(NettyLoop loop, HttpConnection connection, Channel channel, Limits limits, HubHttpState hubState) {
        super(loop);
        this.connection = connection;
        hub = loop.hub();
        this.channel = channel;
        decoder = new StrictDecoder(limits, hubState, this::admits);
    }

    StrictDecoder decoder() {
        return decoder;
    }

    private boolean admits(int weight) {
        return held + weight <= MAX_DECODED || (wanted && queue.isEmpty());
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

    /** Takes the next item, which counts until {@link #taken}; returns null if more input is needed. */
    @Nullable
    Object poll() {
        Object item = queue.poll();
        return item == null ? decodeNext() : item;
    }

    private @Nullable Object decodeNext() {
        wanted = true;
        try {
            decoder.resumeDecoding();
        } catch (Exception e) {
            connection.failed(e);
        }
        regulate();
        return queue.poll();
    }

    /** Takes the next item if it is a chunk of a body, as {@link #poll} does. */
    private @Nullable BodyChunk pollChunk() {
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

    /**
     * Takes the next chunk of a body and blocks until there is one; it counts until {@link #taken}.
     *
     * @param reading the exchange whose handler reads, and whose end ends the wait; null to skip the rest of a body
     * @param position the number of bytes before the chunk
     * @param pace how long the client may take
     */
    BodyChunk nextChunk(@Nullable Exchange reading, long position, Pace pace) throws IOException {
        boolean late = false;
        while (true) {
            if (reading != null) {
                reading.requireOpen();
            }
            BodyChunk chunk = pollChunk();
            if (chunk != null) {
                pace.moved(chunk.bytes().readableBytes());
                return chunk;
            }
            if (connection.inputHasEnded()) {
                throw new BadBodyException(
                        Refusal.bad("unexpected end of file while reading request at position " + position), null);
            }
            if (late) {
                throw new BadBodyException(new Refusal(408, "the client " + pace.failure("sent")), null);
            }
            refuseSecond(connection, "read the body from");
            connection.output().flush();
            long begun = hub.now();
            late = WaitList.timedOut(await(pace.left()));
            pace.waited(hub.now() - begun);
        }
    }

    /** Ends the use of an item, so that it does not count any more. */
    void taken(int weight) {
        held -= weight;
    }

    /** Returns whether a chunk of the body has arrived. */
    boolean hasChunk() {
        return queue.peek() instanceof BodyChunk || (queue.isEmpty() && decoder.isHeldBack());
    }

    /** Returns whether all input was taken. */
    boolean isEmpty() {
        return queue.isEmpty() && !decoder.isHeldBack();
    }

    /** Pauses or resumes reading, depending on the bytes in the decoder. */
    void regulate() {
        boolean enough = decoder.isHeldBack() && decoder.waiting() >= MAX_BYTES;
        if (enough != paused) {
            paused = enough;
            channel.config().setAutoRead(!enough);
        }
    }

    /** Drops the items in the queue. */
    void clear() {
        for (Object item = queue.poll(); item != null; item = queue.poll()) {
            held -= weightOf(item);
            if (item instanceof BodyChunk chunk) {
                chunk.bytes().release();
            }
        }
    }

    /** Drops the items in the queue, and all further input. */
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
    protected boolean wouldNotBlock() {
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
