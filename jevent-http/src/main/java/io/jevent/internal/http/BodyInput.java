// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request.
 *
 * <p><b>Confinement:</b> hub-confined; one greenlet at a time.
 */
final class BodyInput extends InputStream {

    /** How much of a body that nobody wants is read, so that the connection can go on. */
    private static final int MAX_SKIPPED = 256 * 1024;

    private final HttpConnection connection;
    private final Exchange exchange;
    private final HeaderList trailers = new HeaderList();
    private @Nullable ByteBuf piece;
    private long taken;
    private boolean last;
    private boolean asked;

    BodyInput(HttpConnection connection, Exchange exchange, boolean exists) {
        this.connection = connection;
        this.exchange = exchange;
        last = !exists;
    }

    static void copy(HttpHeaders from, HeaderList to) {
        Iterator<Map.Entry<CharSequence, CharSequence>> lines = from.iteratorCharSequence();
        while (lines.hasNext()) {
            Map.Entry<CharSequence, CharSequence> line = lines.next();
            to.append(line.getKey().toString(), line.getValue().toString());
        }
    }

    HeaderList trailers() {
        return trailers;
    }

    /** Whether everything was read. */
    boolean isAtEnd() {
        return last && piece == null;
    }

    /** Whether anybody has tried to read it. */
    boolean wasAskedFor() {
        return asked;
    }

    /** Reads what is left without a look at it; false if that is too much. */
    boolean skip() throws IOException {
        asked = true;
        int skipped = 0;
        while (fill()) {
            ByteBuf bytes = Objects.requireNonNull(piece);
            skipped += bytes.readableBytes();
            release();
            if (skipped > MAX_SKIPPED) {
                return false;
            }
        }
        return true;
    }

    /** Sees to it that there is a piece; false at the end. */
    private boolean fill() throws IOException {
        while (piece == null) {
            if (last) {
                return false;
            }
            if (!asked) {
                asked = true;
                exchange.askForBody();
            }
            HttpContent content = connection.nextContent(taken);
            if (content.decoderResult().isFailure()) {
                content.release();
                exchange.answer().closeAfter();
                throw new BadBodyException(
                        Refusal.bad("an invalid chunk"), content.decoderResult().cause());
            }
            take(content);
        }
        return true;
    }

    private void take(HttpContent content) throws BadBodyException {
        if (content instanceof LastHttpContent end) {
            last = true;
            copy(end.trailingHeaders(), trailers);
        }
        ByteBuf bytes = content.content();
        taken += bytes.readableBytes();
        if (bytes.isReadable()) {
            piece = bytes;
        } else {
            content.release();
        }
        if (taken > connection.engine().settings().limits().body()) {
            release();
            exchange.answer().closeAfter();
            throw new BadBodyException(new Refusal(413, "the body is too large"), null);
        }
    }

    private void release() {
        ByteBuf bytes = piece;
        if (bytes != null) {
            piece = null;
            bytes.release();
        }
    }

    /** Lets go of what was not read. */
    void discard() {
        release();
    }

    @Override
    public int read() throws IOException {
        if (!fill()) {
            return -1;
        }
        ByteBuf bytes = Objects.requireNonNull(piece);
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
        if (!fill()) {
            return -1;
        }
        ByteBuf bytes = Objects.requireNonNull(piece);
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
        ByteBuf bytes = piece;
        return bytes == null ? 0 : bytes.readableBytes();
    }
}
