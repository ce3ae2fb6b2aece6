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

/** A transport of Netty: an implementation of input and output, and its kinds of channels. */
public enum Transport {
    /** Linux's epoll, through Netty's native library. */
    EPOLL {
        @Override
        IoHandlerFactory handlers() {
            return SteadyEpoll.newFactory();
        }

        @Override
        Channel stream(boolean unix) {
            return unix ? new EpollDomainSocketChannel() : new EpollSocketChannel();
        }

        @Override
        ServerChannel listener(boolean unix) {
            return unix ? new EpollServerDomainSocketChannel() : new EpollServerSocketChannel();
        }

        @Override
        Channel listener(BoundSocket socket) throws IOException {
            return socket.epollChannel();
        }

        /* Epoll forgets a descriptor when its socket is closed, but others keep this socket open. */
        @Override
        void leave(Channel channel) {
            var _ = channel.deregister().addListener(_ -> channel.unsafe().closeForcibly());
        }

        @Override
        DatagramChannel datagrams() {
            return new EpollDatagramChannel();
        }

        @Override
        Channel unixDatagrams() {
            return new EpollDomainDatagramChannel();
        }

        /*
         * Connects the socket past Netty. A channel that Netty connected takes an empty datagram for the end of a
         * stream and drops it; an unconnected one always receives datagrams with the sender's address.
         */
        @Override
        void connectDatagrams(Channel channel, SocketAddress peer) throws IOException {
            boolean _ = socket(channel).connect(peer);
        }

        @Override
        boolean sendEmpty(Channel channel, @Nullable SocketAddress to) throws IOException {
            return EmptyDatagrams.send(channel, to);
        }

        @Override
        @Nullable
        SocketAddress localAddress(Channel channel) {
            return channel instanceof DatagramChannel ? socket(channel).localAddress() : channel.localAddress();
        }

        private static Socket socket(Channel channel) {
            return (Socket) ((UnixChannel) channel).fd();
        }

        @Override
        SocketAddress unixAddress(UnixDomainSocketAddress address) {
            return new DomainSocketAddress(address.getPath().toString());
        }

        @Override
        ChannelOption<Boolean> sharePort() {
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
        Channel stream(boolean unix) {
            return unix ? new NioDomainSocketChannel() : new NioSocketChannel();
        }

        @Override
        ServerChannel listener(boolean unix) {
            return unix ? new NioServerDomainSocketChannel() : new NioServerSocketChannel();
        }

        @Override
        Channel listener(BoundSocket socket) throws IOException {
            return socket.nioChannel();
        }

        @Override
        void leave(Channel channel) {
            var _ = channel.close();
        }

        @Override
        DatagramChannel datagrams() {
            return new NioDatagramChannel();
        }

        @Override
        Channel unixDatagrams() {
            throw new UnsupportedOperationException(
                    "the JDK has no Unix domain datagram sockets; they need Linux's epoll: jevent.loop=netty-epoll");
        }

        @Override
        void connectDatagrams(Channel channel, SocketAddress peer) throws IOException {
            Throwable failure = channel.connect(peer).cause();
            if (failure != null) {
                throw failure instanceof IOException e ? e : new IOException(failure);
            }
        }

        /* Returns true even if there was no room, which the JDK does not report: then the datagram is lost. */
        @Override
        boolean sendEmpty(Channel channel, @Nullable SocketAddress to) throws IOException {
            java.nio.channels.DatagramChannel socket = socket(channel);
            if (to == null || to.equals(socket.getRemoteAddress())) {
                EmptyDatagrams.sendToPeer(socket);
            } else {
                socket.send(ByteBuffer.allocate(0), to);
            }
            return true;
        }

        @Override
        @Nullable
        SocketAddress localAddress(Channel channel) throws IOException {
            return socket(channel).getLocalAddress();
        }

        private static java.nio.channels.DatagramChannel socket(Channel channel) {
            return (java.nio.channels.DatagramChannel) ((AbstractNioChannel.NioUnsafe) channel.unsafe()).ch();
        }

        @Override
        SocketAddress unixAddress(UnixDomainSocketAddress address) {
            return address;
        }

        @Override
        ChannelOption<Boolean> sharePort() {
            return NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT);
        }
    };

    abstract IoHandlerFactory handlers();

    abstract Channel stream(boolean unix);

    abstract ServerChannel listener(boolean unix);

    /**
     * Makes a channel that accepts from a socket which exists already.
     *
     * @throws IOException if the socket is closed
     * @throws UnsupportedOperationException if this transport cannot use the socket
     */
    abstract Channel listener(BoundSocket socket) throws IOException;

    /** Closes a channel that {@link #listener(BoundSocket)} made; the socket stays open. */
    abstract void leave(Channel channel);

    abstract DatagramChannel datagrams();

    abstract Channel unixDatagrams();

    /** Connects a datagram socket to its only peer. */
    abstract void connectDatagrams(Channel channel, SocketAddress peer) throws IOException;

    /**
     * Sends an empty datagram without blocking, to {@code to} or, if that is null, to the peer.
     *
     * @return false if there was no room
     */
    abstract boolean sendEmpty(Channel channel, @Nullable SocketAddress to) throws IOException;

    /** Returns the address of a datagram socket, in the form of this transport. */
    abstract @Nullable SocketAddress localAddress(Channel channel) throws IOException;

    abstract SocketAddress unixAddress(UnixDomainSocketAddress address);

    abstract ChannelOption<Boolean> sharePort();

    /** Lets other sockets share the port to which {@code channel} will be bound. */
    void sharePortOf(Channel channel) {
        if (!channel.config().setOption(sharePort(), true)) {
            throw new UnsupportedOperationException("this system does not let several sockets share a port");
        }
    }

    /** Converts an address of the JDK to the form of this transport. */
    SocketAddress toNetty(SocketAddress address) {
        return address instanceof UnixDomainSocketAddress unix ? unixAddress(unix) : address;
    }

    /** Converts an address of a channel to the JDK's form; returns null for an unnamed one. */
    static @Nullable SocketAddress toJdk(@Nullable SocketAddress address) {
        String path = address instanceof DomainSocketAddress unix
                ? unix.path()
                : address instanceof UnixDomainSocketAddress unix
                        ? unix.getPath().toString()
                        : null;
        if (path == null) {
            return address;
        }
        return path.isEmpty() ? null : UnixDomainSocketAddress.of(path);
    }
}
