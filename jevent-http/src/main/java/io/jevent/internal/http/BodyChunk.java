// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * A decoded chunk of a request's body.
 *
 * @param bytes the data, which the owner of the chunk must release; empty for an end without data
 * @param weight the memory that the chunk retains, in bytes
 * @param last whether the body ends with it
 * @param trailers the trailer fields; null if there are none
 * @param refusal the reason why the rest of the body cannot be decoded; null if it can
 */
public record BodyChunk(
        ByteBuf bytes,
        int weight,
        boolean last,
        @Nullable HeaderList trailers,
        @Nullable Refusal refusal) {

    /** The memory of a chunk's objects, its place in the queue included, in bytes. */
    public static final int OVERHEAD = 256;

    /**
     * Creates a chunk with data.
     *
     * @param bytes the data
     * @param last whether the body ends with it
     * @return the chunk
     */
    public static BodyChunk of(ByteBuf bytes, boolean last) {
        return new BodyChunk(bytes, OVERHEAD + bytes.capacity(), last, null, null);
    }

    /**
     * Creates the end of a body with trailer fields.
     *
     * @param trailers the fields
     * @param bytes the size of their lines
     * @return the chunk, without data
     */
    public static BodyChunk end(HeaderList trailers, int bytes) {
        return new BodyChunk(Unpooled.EMPTY_BUFFER, OVERHEAD + 2 * bytes, true, trailers, null);
    }

    /**
     * Creates the end of a body that is malformed.
     *
     * @param refusal the reason
     * @return the chunk, without data
     */
    public static BodyChunk bad(Refusal refusal) {
        return new BodyChunk(Unpooled.EMPTY_BUFFER, OVERHEAD, true, null, refusal);
    }
}
