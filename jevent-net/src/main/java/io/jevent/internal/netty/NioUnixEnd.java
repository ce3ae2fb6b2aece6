// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.nio.NioDomainSocketChannel;

/*
 * Netty 4.2's channel accepts ALLOW_HALF_CLOSURE but ignores it: AbstractNioByteChannel checks the configuration of a
 * TCP socket, and this channel has another class. So the channel would close itself when the peer ends its output, and
 * pending output would be lost. This handle hides the end of the input from the channel and reports it to the pipeline
 * itself.
 */
/** Lets a Unix domain socket of the JDK write after the end of its input (half-closure). */
final class NioUnixEnd extends RecvByteBufAllocator.DelegatingHandle {

    private final NioDomainSocketChannel channel;

    @SuppressWarnings("deprecation") // newHandle() returns this type
    private NioUnixEnd(RecvByteBufAllocator.Handle handle, NioDomainSocketChannel channel) {
        super(handle);
        this.channel = channel;
    }

    /** Installs the handle if {@code channel} is such a socket. Must run before its registration. */
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
