// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.hub.Attachments;
import io.jevent.hub.Hub;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.zip.Deflater;

/*
 * The JDK's Deflater always has a window of 32 KiB. A smaller one is kept by full flushes: a reference never reaches back
 * over a full flush, so with one after at most 2^bits bytes of input, every distance is less than 2^bits.
 *
 * Invariant: `since` is the number of bytes since the last full flush or reset, and is less than 2^bits between two messages.
 */
/**
 * Compresses messages, RFC 7692, 7.2.1. A context, if it is retained from one message to the next, takes 256 KiB
 * outside of the heap.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class Deflation {

    /** The end of a flush, which is not sent. */
    private static final int TAIL = 4;

    /** The space for output with which the deflater is called at least; a flush needs 7 bytes. */
    private static final int LEAST_SPACE = 256;

    private final Deflater deflater = new Deflater(Deflate.LEVEL, true);
    private final boolean takeover;
    private int since;
    private boolean ended;

    private Deflation(boolean takeover) {
        this.takeover = takeover;
    }

    /** Creates the compression of a connection whose messages refer to earlier ones. */
    static Deflation withContext() {
        return new Deflation(true);
    }

    /** Returns the compression of all connections of a hub that compress each message alone. */
    static Deflation of(Hub hub) {
        return Attachments.of(hub).get(Deflation.class, () -> {
            var deflation = new Deflation(false);
            Attachments.of(hub).onClose(deflation::end);
            return deflation;
        });
    }

    /**
     * Compresses a message.
     *
     * @param message the message
     * @param bits the window as a power of two
     * @param allocator where the result is allocated
     * @return the compressed bytes, which belong to the caller
     */
    ByteBuf deflate(byte[] message, int bits, ByteBufAllocator allocator) {
        if (!takeover) {
            forget();
        }
        ByteBuf target = allocator.directBuffer(Math.max(LEAST_SPACE, message.length / 4));
        try {
            // A reference within 2^15 bytes needs no help: zlib's own window is no larger.
            int window = bits == DeflateTerms.MOST_BITS ? Integer.MAX_VALUE : 1 << bits;
            int from = 0;
            do {
                int length = Math.min(message.length - from, window - since);
                since = window == Integer.MAX_VALUE ? 0 : since + length;
                boolean full = since == window;
                deflater.setInput(message, from, length);
                flush(full ? Deflater.FULL_FLUSH : Deflater.SYNC_FLUSH, target);
                since = full ? 0 : since;
                from += length;
            } while (from < message.length);
            return target.writerIndex(target.writerIndex() - TAIL);
        } catch (Throwable t) {
            target.release();
            throw t;
        }
    }

    private void flush(int mode, ByteBuf target) {
        int space;
        int n;
        do {
            target.ensureWritable(LEAST_SPACE);
            space = target.writableBytes();
            n = deflater.deflate(target.nioBuffer(target.writerIndex(), space), mode);
            target.writerIndex(target.writerIndex() + n);
        } while (n == space);
    }

    /** Forgets earlier messages: the next one refers to none of them. */
    void forget() {
        deflater.reset();
        since = 0;
    }

    /** Frees the memory outside of the heap. */
    void end() {
        ended = true;
        deflater.end();
    }

    boolean hasEnded() {
        return ended;
    }
}
