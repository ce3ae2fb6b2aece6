// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.nio.NioDomainSocketChannel;

/*
 * Netty 4.2's channel takes ALLOW_HALF_CLOSURE and does not heed it: AbstractNioByteChannel asks for the configuration of a
 * TCP socket, and this one has another. So it would close itself when the peer ends its output, and the answer be lost. It
 * is here that it learns that there is nothing more to read, and it is not told.
 */
/** Has a Unix domain socket of the JDK go on writing after the end of its input. */
final class NioUnixEnd extends RecvByteBufAllocator.DelegatingHandle {

    private final NioDomainSocketChannel channel;

    @SuppressWarnings("deprecation") // it is what newHandle() returns
    private NioUnixEnd(RecvByteBufAllocator.Handle handle, NioDomainSocketChannel channel) {
        super(handle);
        this.channel = channel;
    }

    /** Does so if it is such a socket; before it is registered. */
    static void install(Channel channel) {
        if (channel instanceof NioDomainSocketChannel unix) {
            RecvByteBufAllocator buffers = unix.config().getRecvByteBufAllocator();
            unix.config().setRecvByteBufAllocator(() -> new NioUnixEnd(buffers.newHandle(), unix));
        }
    }

    @Override
    public void lastBytesRead(int bytes) {
        super.lastBytesRead(Math.max(bytes, 0));
        if (bytes < 0) {
            var _ = channel.shutdownInput();
            channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }
}
