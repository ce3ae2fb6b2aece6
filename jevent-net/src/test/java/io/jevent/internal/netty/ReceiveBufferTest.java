// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

/** Tests the memory of unread bytes. */
class ReceiveBufferTest {

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

    private ByteBuf one(int octet) {
        return allocator.directBuffer(1).writeByte(octet);
    }

    /** TLS records of one byte each, for example. */
    @Test
    void smallBuffersAreMergedAndCounted() {
        var received = new ReceiveBuffer();
        for (int i = 0; i < 100_000; i++) {
            received.add(one(i));
        }
        assertThat(received.held()).isBetween(100_000, 150_000);
        assertThat(allocator.metric().usedDirectMemory()).isLessThan(150_000);

        var bytes = new byte[100_000];
        assertThat(received.take(bytes, 0, bytes.length)).isEqualTo(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            assertThat(bytes[i]).isEqualTo((byte) i);
        }
        assertThat(received.held()).isZero();
        assertThat(received.isEmpty()).isTrue();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    @Test
    void theCountFallsToZeroHoweverTheBytesAreTaken() {
        var received = new ReceiveBuffer();
        for (int i = 0; i < 10; i++) {
            received.add(allocator.directBuffer(5000).writeZero(5000));
            received.add(one(i));
        }
        received.clear();
        assertThat(received.held()).isZero();
        received.add(one(1));
        received.moveToHeap();
        var _ = received.takeSome(10);
        assertThat(received.held()).isZero();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }
}
