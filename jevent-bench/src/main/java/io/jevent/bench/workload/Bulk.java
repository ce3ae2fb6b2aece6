// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import java.nio.ByteBuffer;

/**
 * The protocol of a bulk server on its one connection: a request is a letter and a number of bytes. For {@link #TAKE}
 * that many bytes follow, and the server then answers with their number; for {@link #GIVE} the server sends that many,
 * blocks in a row.
 */
public final class Bulk {

    /** The server is to receive. */
    public static final byte TAKE = 'T';

    /** The server is to send. */
    public static final byte GIVE = 'G';

    /** The bytes of a request. */
    public static final int REQUEST = 1 + Long.BYTES;

    /** How much is read and written at once, at most; what is sent has a multiple of it. */
    public static final int BLOCK = 64 * 1024;

    private Bulk() {}

    /** Returns a new block of what is sent, ready to be read. */
    public static ByteBuffer block() {
        var block = ByteBuffer.allocateDirect(BLOCK);
        while (block.hasRemaining()) {
            block.put((byte) (block.position() % 251));
        }
        return block.flip();
    }
}
