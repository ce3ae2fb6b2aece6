// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/*
 * Netty's channels drop an empty datagram. Netty's sockets send it, but return 0 both for "sent" and for "no room". UDP
 * may lose a datagram for want of room; a Unix domain socket must not, so for it this class calls sendto(2), which
 * tells the two cases apart.
 */
/** Sends datagrams of length zero past Netty. */
final class EmptyDatagrams {

    /** The constants of Linux, the only system with Netty's epoll. */
    private static final short AF_UNIX = 1;

    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int EAGAIN = 11;

    private EmptyDatagrams() {}

    /**
     * Sends an empty datagram to the peer of a channel of the JDK, which sends none once it is connected: a second
     * channel at the same address sends it. Datagrams that other senders send to the second channel meanwhile are lost;
     * the connected one would not have received them.
     *
     * @param connected a channel with a peer
     */
    static void sendToPeer(java.nio.channels.DatagramChannel connected) throws IOException {
        var here = (InetSocketAddress) connected.getLocalAddress();
        boolean shared = connected.getOption(StandardSocketOptions.SO_REUSEADDR);
        var family =
                here.getAddress() instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
        var _ = connected.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        try (var second = java.nio.channels.DatagramChannel.open(family)) {
            var _ = second.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            var _ = second.configureBlocking(false);
            var _ = second.bind(here);
            second.send(ByteBuffer.allocate(0), connected.getRemoteAddress());
        } finally {
            var _ = connected.setOption(StandardSocketOptions.SO_REUSEADDR, shared);
        }
    }

    /**
     * Sends an empty datagram without blocking, on epoll.
     *
     * @param channel a channel of the epoll transport
     * @param to the receiver; null for the peer
     * @return false if there is no room now
     */
    static boolean send(Channel channel, @Nullable SocketAddress to) throws IOException {
        var socket = (Socket) ((UnixChannel) channel).fd();
        if (!(channel instanceof DatagramChannel)) {
            return Native.send(socket, (UnixDomainSocketAddress) to);
        }
        ByteBuffer nothing = ByteBuffer.allocateDirect(0);
        if (to instanceof InetSocketAddress inet) {
            socket.sendTo(nothing, 0, 0, inet.getAddress(), inet.getPort());
        } else {
            socket.send(nothing, 0, 0);
        }
        return true;
    }

    /** Calls the C library's {@code sendto}. */
    private static final class Native {

        private static final Linker LINKER = Linker.nativeLinker();
        private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
        private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        private static final MethodHandle SENDTO = find(
                "sendto",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT),
                Linker.Option.captureCallState("errno"));
        private static final MethodHandle STRERROR =
                find("strerror", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

        @SuppressWarnings("restricted") // Netty's own library needs native access, too
        private static MethodHandle find(String name, FunctionDescriptor type, Linker.Option... options) {
            return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
        }

        static boolean send(Socket socket, @Nullable UnixDomainSocketAddress to) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment state = arena.allocate(STATE);
                MemorySegment address = to == null ? MemorySegment.NULL : address(arena, to);
                long sent;
                try {
                    sent = (long) SENDTO.invokeExact(
                            state,
                            socket.intValue(),
                            MemorySegment.NULL,
                            0L,
                            MSG_DONTWAIT | MSG_NOSIGNAL,
                            address,
                            (int) address.byteSize());
                } catch (Throwable t) {
                    throw new AssertionError(t);
                }
                int errno = (int) ERRNO.get(state, 0L);
                if (sent < 0 && errno != EAGAIN) {
                    throw new IOException(text(errno));
                }
                return sent >= 0;
            }
        }

        /** Allocates a {@code struct sockaddr_un}. */
        private static MemorySegment address(Arena arena, UnixDomainSocketAddress to) {
            byte[] path = to.getPath().toString().getBytes(StandardCharsets.UTF_8);
            MemorySegment address = arena.allocate(Short.BYTES + path.length + 1L, Short.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
            MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, path.length);
            return address;
        }

        @SuppressWarnings("restricted") // as above
        private static String text(int errno) {
            try {
                var text = (MemorySegment) STRERROR.invokeExact(errno);
                return text.reinterpret(Long.MAX_VALUE).getString(0);
            } catch (Throwable t) {
                throw new AssertionError(t);
            }
        }
    }
}
