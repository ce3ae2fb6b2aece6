// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.internal.netty.Pace;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request.
 *
 * <p><b>Confinement:</b> any thread may read, one at a time: a greenlet of the hub reads on behalf of any other thread.
 * Everything else is hub-confined.
 */
public abstract class BodyInput extends InputStream {

    /** The maximum of a body that is skipped to keep the connection, in bytes. */
    public static final int MAX_SKIPPED = 256 * 1024;

    private final Exchange exchange;
    private final Settings settings;
    private HeaderList trailers = new HeaderList();
    private final Pace pace;
    private @Nullable ByteBuf data;
    private long taken;
    private int weight;

    /** The reason why the rest of the body cannot be read; null if it can. */
    private @Nullable Refusal refusal;

    private boolean last;
    private boolean asked;

    /**
     * Creates a body of which nothing was read.
     *
     * @param exchange the request
     * @param settings how large the body may be, and how slow the client
     */
    protected BodyInput(Exchange exchange, Settings settings) {
        this.exchange = exchange;
        this.settings = settings;
        pace = settings.body().begin();
    }

    /** Asks the client for the body, if it waits for that: RFC 9110, 10.1.1. */
    protected abstract void ask();

    /**
     * Takes the next chunk; blocks until there is one.
     *
     * @param inHandler whether the end of the handler ends the wait
     * @param position the number of bytes before the chunk
     * @param pace how long the client may take
     * @return the chunk, which counts as memory of the input until {@link #taken}
     * @throws IOException if the client sends too slowly or has gone, or the handler has ended
     */
    protected abstract BodyChunk next(boolean inHandler, long position, Pace pace) throws IOException;

    /**
     * Ends the use of a chunk.
     *
     * @param weight the weight of the chunk
     */
    protected abstract void taken(int weight);

    /**
     * Returns the trailer fields.
     *
     * @return the fields; empty before the end of the body
     */
    public final HeaderList trailers() {
        return trailers;
    }

    /**
     * Returns whether the body was read to its end.
     *
     * @return true at the end
     */
    public final boolean isAtEnd() {
        return last && data == null;
    }

    /**
     * Returns whether a read was tried.
     *
     * @return true from the first read on
     */
    public final boolean wasAskedFor() {
        return asked;
    }

    /**
     * Reads the rest of the body and drops it.
     *
     * @return false if there is more than {@link #MAX_SKIPPED}
     * @throws IOException if the rest cannot be read
     */
    public final boolean skip() throws IOException {
        asked = true;
        int skipped = 0;
        while (fill(false)) {
            ByteBuf bytes = Objects.requireNonNull(data);
            skipped += bytes.readableBytes();
            release();
            if (skipped > MAX_SKIPPED) {
                return false;
            }
        }
        return true;
    }

    /**
     * Blocks until there is a chunk.
     *
     * @param inHandler whether the end of the handler ends the wait
     * @return false at the end of the body
     */
    private boolean fill(boolean inHandler) throws IOException {
        while (data == null) {
            if (last) {
                return false;
            }
            if (!asked) {
                asked = true;
                ask();
            }
            requireGood();
            take(next(inHandler, taken, pace));
        }
        return true;
    }

    private void take(BodyChunk chunk) throws BadBodyException {
        refusal = chunk.refusal();
        last = chunk.last() && refusal == null;
        weight = chunk.weight();
        HeaderList lines = chunk.trailers();
        if (lines != null) {
            trailers = lines;
        }
        taken += chunk.bytes().readableBytes();
        data = chunk.bytes();
        if (refusal == null && taken > exchange.maxBody(settings.limits().body())) {
            refusal = new Refusal(413, "the body is too large");
        }
        if (refusal != null || !chunk.bytes().isReadable()) {
            release();
        }
        if (refusal != null) {
            exchange.response().closeAfter();
        }
        requireGood();
    }

    private void requireGood() throws BadBodyException {
        Refusal reason = refusal;
        if (reason != null) {
            throw new BadBodyException(reason, null);
        }
    }

    private void release() {
        ByteBuf bytes = data;
        if (bytes != null) {
            data = null;
            bytes.release();
            taken(weight);
        }
    }

    /** Releases unread data. */
    public final void discard() {
        release();
    }

    private boolean isHere() {
        return exchange.hub().isCurrent();
    }

    /** Reads on behalf of a thread that is not the hub's. */
    void readFor(RemoteRead reader) throws IOException {
        exchange.requireOpen();
        if (!fill(true)) {
            reader.complete(new byte[0]);
            return;
        }
        ByteBuf bytes = Objects.requireNonNull(data);
        int n = Math.min(reader.length(), bytes.readableBytes());
        if (reader.complete(ByteBufUtil.getBytes(bytes, bytes.readerIndex(), n))) {
            bytes.skipBytes(n);
            releaseIfRead(bytes);
        }
    }

    @Override
    public int read() throws IOException {
        if (!isHere()) {
            byte[] one = new RemoteRead(this, exchange.hub(), 1).read();
            return one.length == 0 ? -1 : one[0] & 0xff;
        }
        exchange.requireOpen();
        if (!fill(true)) {
            return -1;
        }
        ByteBuf bytes = Objects.requireNonNull(data);
        int octet = bytes.readUnsignedByte();
        releaseIfRead(bytes);
        return octet;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!isHere()) {
            byte[] some = new RemoteRead(this, exchange.hub(), length).read();
            System.arraycopy(some, 0, target, offset, some.length);
            return some.length == 0 ? -1 : some.length;
        }
        exchange.requireOpen();
        if (!fill(true)) {
            return -1;
        }
        ByteBuf bytes = Objects.requireNonNull(data);
        int n = Math.min(length, bytes.readableBytes());
        bytes.readBytes(target, offset, n);
        releaseIfRead(bytes);
        return n;
    }

    private void releaseIfRead(ByteBuf bytes) {
        if (!bytes.isReadable()) {
            release();
        }
    }

    @Override
    public int available() {
        ByteBuf bytes = isHere() ? data : null;
        return bytes == null ? 0 : bytes.readableBytes();
    }
}
