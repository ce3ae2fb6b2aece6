// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.jevent.internal.http.BodyChunk;
import io.jevent.internal.http.HeaderList;
import io.jevent.internal.http.Limits;
import io.jevent.internal.http.Refusal;
import io.jevent.internal.http.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * The data of small chunks is copied together, so that it takes its own size and no object for each chunk. Large data is a
 * slice of the input buffer. A slice retains the whole buffer, so it is only used for a large part of it.
 */
/**
 * Decodes the body of a request, whose framing its head has announced.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class BodyDecoder {

    /** The number of bytes below which data is copied. */
    private static final int COPIED = 16 * 1024;

    /** Trailers cannot change where the message ended, RFC 9110, 6.5.1. */
    private static final List<String> FRAMING_FIELDS = List.of("Content-Length", "Transfer-Encoding", "Trailer");

    private static final Refusal CHUNK = Refusal.bad("an invalid chunk");

    private final Limits limits;
    private final HubHttpState hubState;
    private final ChunkFraming framing = new ChunkFraming();
    private final LineScan trailers = new LineScan();
    private boolean chunked;

    /** The number of bytes left of a body of known length. */
    private long left;

    BodyDecoder(Limits limits, HubHttpState hubState) {
        this.limits = limits;
        this.hubState = hubState;
    }

    void begin(long bodyLength) {
        chunked = bodyLength == RequestHead.CHUNKED;
        left = chunked ? 0 : bodyLength;
        framing.begin();
        trailers.begin();
    }

    /** Decodes the next chunks, none if there is too little input; returns whether the body has ended. */
    boolean decode(ByteBuf in, List<Object> out) {
        if (chunked) {
            return decodeChunks(in, out);
        }
        int n = (int) Math.min(left, in.readableBytes());
        if (n > 0) {
            left -= n;
            out.add(BodyChunk.of(
                    n < COPIED ? Unpooled.copiedBuffer(in.readSlice(n)) : in.readRetainedSlice(n), left == 0));
        }
        return left == 0;
    }

    private boolean decodeChunks(ByteBuf in, List<Object> out) {
        ByteBuf data = null;
        while (in.isReadable()) {
            framing.read(in);
            int n = Math.min(framing.left(), in.readableBytes());
            if (n == 0) {
                break;
            }
            if (data == null && n >= COPIED) {
                framing.took(n);
                out.add(BodyChunk.of(in.readRetainedSlice(n), false));
                return false;
            }
            if (data == null) {
                data = Unpooled.buffer(Math.min(in.readableBytes(), COPIED), COPIED);
            }
            n = Math.min(n, data.maxWritableBytes());
            if (n == 0) {
                break;
            }
            data.writeBytes(in, n);
            framing.took(n);
        }
        if (data != null) {
            out.add(BodyChunk.of(data, false));
        }
        return end(in, out);
    }

    private boolean end(ByteBuf in, List<Object> out) {
        BodyChunk end = framing.isBad() ? BodyChunk.bad(CHUNK) : framing.isAtEnd() ? trailers(in) : null;
        if (end == null) {
            return false;
        }
        out.add(end);
        return true;
    }

    /** Decodes the trailer section, if it has arrived completely. It has the same limits as the header lines. */
    private @Nullable BodyChunk trailers(ByteBuf in) {
        boolean whole = trailers.findEmptyLine(in);
        if (trailers.scanned() > limits.headerBytes()) {
            return BodyChunk.bad(CHUNK);
        }
        if (!whole) {
            return null;
        }
        byte[] lines = new byte[trailers.scanned()];
        in.readBytes(lines);
        Refusal refusal = hubState.check().checkTrailers(lines, limits.headers());
        if (refusal != null) {
            return BodyChunk.bad(refusal);
        }
        var list = new HeaderList();
        RequestHead.copyLines(lines, 0, list);
        FRAMING_FIELDS.forEach(list::remove);
        return BodyChunk.end(list, lines.length);
    }
}
