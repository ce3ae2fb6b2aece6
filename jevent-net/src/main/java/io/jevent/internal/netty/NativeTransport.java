// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.AbstractNioChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The transports of Netty for real sockets. */
enum NativeTransport implements Transport {
    /** Linux's epoll, through Netty's native library. */
    EPOLL {
        @Override
        IoHandlerFactory handlers() {
            return SteadyEpoll.newFactory();
        }

        @Override
        public Channel stream(boolean unix) {
            return unix ? new EpollDomainSocketChannel() : new EpollSocketChannel();
        }

        @Override
        public ServerChannel listener(boolean unix) {
            return unix ? new EpollServerDomainSocketChannel() : new EpollServerSocketChannel();
        }

        @Override
        public Channel listener(BoundSocket socket) throws IOException {
            return socket.epollChannel();
        }

        /* Epoll forgets a descriptor when its socket is closed, but others keep this socket open. */
        @Override
        public void leave(Channel channel, Runnable left) {
            var _ = channel.deregister().addListener(_ -> {
                channel.unsafe().closeForcibly();
                left.run();
            });
        }

        @Override
        public Channel datagrams() {
            return new EpollDatagramChannel();
        }

        @Override
        public Channel unixDatagrams() {
            return new EpollDomainDatagramChannel();
        }

        /*
         * Connects the socket past Netty. A channel that Netty connected takes an empty datagram for the end of a
         * stream and drops it; an unconnected one always receives datagrams with the sender's address.
         */
        @Override
        public void connectDatagrams(Channel channel, SocketAddress peer) throws IOException {
            boolean _ = socket(channel).connect(peer);
        }

        @Override
        public boolean sendEmpty(Channel channel, @Nullable SocketAddress to) throws IOException {
            return EmptyDatagrams.send(channel, to);
        }

        @Override
        public @Nullable SocketAddress localAddress(Channel channel) {
            return channel instanceof DatagramChannel ? socket(channel).localAddress() : channel.localAddress();
        }

        private static Socket socket(Channel channel) {
            return (Socket) ((UnixChannel) channel).fd();
        }

        @Override
        public SocketAddress unixAddress(UnixDomainSocketAddress address) {
            return new DomainSocketAddress(address.getPath().toString());
        }

        @Override
        public ChannelOption<Boolean> sharePort() {
            return UnixChannelOption.SO_REUSEPORT;
        }
    },

    /** The JDK's selector. */
    NIO {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        public Channel stream(boolean unix) {
            return unix ? new NioDomainSocketChannel() : new NioSocketChannel();
        }

        @Override
        public ServerChannel listener(boolean unix) {
            return unix ? new NioServerDomainSocketChannel() : new NioServerSocketChannel();
        }

        @Override
        public Channel listener(BoundSocket socket) throws IOException {
            return socket.nioChannel();
        }

        /* A selector of the JDK leaves a socket when it looks for events again, and tasks run after that. */
        @Override
        public void leave(Channel channel, Runnable left) {
            var _ = channel.close().addListener(_ -> channel.eventLoop().execute(left));
        }

        @Override
        public Channel datagrams() {
            return new NioDatagramChannel();
        }

        @Override
        public Channel unixDatagrams() {
            throw new UnsupportedOperationException(
                    "the JDK has no Unix domain datagram sockets; they need Linux's epoll: jevent.loop=netty-epoll");
        }

        @Override
        public void connectDatagrams(Channel channel, SocketAddress peer) throws IOException {
            Throwable failure = channel.connect(peer).cause();
            if (failure != null) {
                throw failure instanceof IOException e ? e : new IOException(failure);
            }
        }

        /* Returns true even if there was no room, which the JDK does not report: then the datagram is lost. */
        @Override
        public boolean sendEmpty(Channel channel, @Nullable SocketAddress to) throws IOException {
            java.nio.channels.DatagramChannel socket = socket(channel);
            if (to == null || to.equals(socket.getRemoteAddress())) {
                EmptyDatagrams.sendToPeer(socket);
            } else {
                socket.send(ByteBuffer.allocate(0), to);
            }
            return true;
        }

        @Override
        public @Nullable SocketAddress localAddress(Channel channel) throws IOException {
            return socket(channel).getLocalAddress();
        }

        private static java.nio.channels.DatagramChannel socket(Channel channel) {
            return (java.nio.channels.DatagramChannel) ((AbstractNioChannel.NioUnsafe) channel.unsafe()).ch();
        }

        @Override
        public SocketAddress unixAddress(UnixDomainSocketAddress address) {
            return address;
        }

        @Override
        public ChannelOption<Boolean> sharePort() {
            return NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT);
        }
    };

    abstract IoHandlerFactory handlers();
}
