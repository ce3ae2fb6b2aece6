// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.internal.client.BodyPump;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A body in memory. */
final class ByteSource implements BodyPump.Source {

    private byte @Nullable [] bytes;

    ByteSource(byte[] bytes) {
        this.bytes = bytes.length == 0 ? null : bytes;
    }

    @Override
    public @Nullable ByteBuffer next() {
        byte[] all = bytes;
        bytes = null;
        return all == null ? null : ByteBuffer.wrap(all);
    }

    @Override
    public void close() {
        bytes = null;
    }
}
