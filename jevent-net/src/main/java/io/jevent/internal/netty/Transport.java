// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.UnixChannelOption;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** A way of doing input and output: the channels that go with one kind of loop. */
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
        DatagramChannel datagrams() {
            return new EpollDatagramChannel();
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
        DatagramChannel datagrams() {
            return new NioDatagramChannel();
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

    abstract DatagramChannel datagrams();

    abstract SocketAddress unixAddress(UnixDomainSocketAddress address);

    abstract ChannelOption<Boolean> sharePort();

    /** Lets other sockets bind to the port that {@code channel} will be bound to. */
    void sharePortOf(Channel channel) {
        if (!channel.config().setOption(sharePort(), true)) {
            throw new UnsupportedOperationException("this system does not let several sockets share a port");
        }
    }

    /** An address of the JDK as this transport wants it. */
    SocketAddress toNetty(SocketAddress address) {
        return address instanceof UnixDomainSocketAddress unix ? unixAddress(unix) : address;
    }

    /** An address of a channel as the JDK has it; null for one that has no name. */
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
