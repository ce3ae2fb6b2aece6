// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.channel.unix.Socket;
import io.netty.util.AttributeKey;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * A dual-stack socket has each of these options twice, for IPv4 and IPv6, and the destination of a datagram decides
 * which one applies. The JDK's sockets set both; Netty's epoll sockets set only one, so this class uses the option
 * numbers of Linux.
 */
/** Options for datagrams that are sent to multicast groups. */
final class Multicast {

    private static final Set<SocketOption<?>> NAMES = Set.of(
            StandardSocketOptions.IP_MULTICAST_IF,
            StandardSocketOptions.IP_MULTICAST_TTL,
            StandardSocketOptions.IP_MULTICAST_LOOP);

    private static final int IP = 0;
    private static final int IPV6 = 41;
    private static final int MAX_TTL = 255;

    private static final ChannelOption<Integer> TTL = number("IP_MULTICAST_TTL", IP, 33);
    private static final ChannelOption<Integer> TTL6 = number("IPV6_MULTICAST_HOPS", IPV6, 18);
    private static final ChannelOption<Integer> LOOP = number("IP_MULTICAST_LOOP", IP, 34);
    private static final ChannelOption<Integer> LOOP6 = number("IPV6_MULTICAST_LOOP", IPV6, 19);
    private static final ChannelOption<Integer> INTERFACE6 = number("IPV6_MULTICAST_IF", IPV6, 17);

    /** The length of {@code struct ip_mreqn}: two addresses, which stay empty, and the index of the interface. */
    private static final int REQUEST_LENGTH = 12;

    private static final ChannelOption<ByteBuffer> INTERFACE =
            new RawUnixChannelOption("IP_MULTICAST_IF", IP, 32, REQUEST_LENGTH);

    private static final AttributeKey<NetworkInterface> CHOSEN = AttributeKey.valueOf(Multicast.class, "interface");

    private Multicast() {}

    private static ChannelOption<Integer> number(String name, int level, int option) {
        return new IntegerUnixChannelOption(name, level, option);
    }

    /** Returns whether this class handles an option of {@code channel}. */
    static boolean handles(Channel channel, SocketOption<?> name) {
        return channel instanceof EpollDatagramChannel && NAMES.contains(name);
    }

    static boolean isOne(SocketOption<?> name) {
        return NAMES.contains(name);
    }

    static @Nullable Object get(Channel channel, SocketOption<?> name) {
        if (name == StandardSocketOptions.IP_MULTICAST_IF) {
            return channel.attr(CHOSEN).get();
        }
        if (name == StandardSocketOptions.IP_MULTICAST_TTL) {
            return channel.config().getOption(TTL);
        }
        return channel.config().getOption(LOOP) != 0;
    }

    static void set(Channel channel, SocketOption<?> name, Object value) {
        switch (value) {
            case NetworkInterface on -> setInterface(channel, on);
            case Integer ttl -> {
                if (ttl < 0 || ttl > MAX_TTL) {
                    throw new IllegalArgumentException(name.name() + " must be from 0 to " + MAX_TTL + ": " + ttl);
                }
                setBoth(channel, TTL, TTL6, ttl);
            }
            case Boolean loop -> setBoth(channel, LOOP, LOOP6, loop ? 1 : 0);
            default -> throw new IllegalArgumentException(name.name() + " cannot be " + value);
        }
    }

    private static void setInterface(Channel channel, NetworkInterface on) {
        ByteBuffer request = ByteBuffer.allocateDirect(REQUEST_LENGTH).order(ByteOrder.nativeOrder());
        request.putInt(REQUEST_LENGTH - Integer.BYTES, on.getIndex());
        channel.config().setOption(INTERFACE, request);
        if (isForBoth()) {
            channel.config().setOption(INTERFACE6, on.getIndex());
        }
        channel.attr(CHOSEN).set(on);
    }

    private static void setBoth(Channel channel, ChannelOption<Integer> four, ChannelOption<Integer> six, int value) {
        channel.config().setOption(four, value);
        if (isForBoth()) {
            channel.config().setOption(six, value);
        }
    }

    private static boolean isForBoth() {
        return Socket.isIPv6Preferred();
    }
}
