// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps the JDK's socket options to Netty's channel options. */
public final class Options {

    private static final Map<SocketOption<?>, ChannelOption<?>> KNOWN = Map.of(
            StandardSocketOptions.SO_RCVBUF, ChannelOption.SO_RCVBUF,
            StandardSocketOptions.SO_SNDBUF, ChannelOption.SO_SNDBUF,
            StandardSocketOptions.SO_KEEPALIVE, ChannelOption.SO_KEEPALIVE,
            StandardSocketOptions.SO_REUSEADDR, ChannelOption.SO_REUSEADDR,
            StandardSocketOptions.SO_LINGER, ChannelOption.SO_LINGER,
            StandardSocketOptions.SO_BROADCAST, ChannelOption.SO_BROADCAST,
            StandardSocketOptions.IP_TOS, ChannelOption.IP_TOS,
            StandardSocketOptions.TCP_NODELAY, ChannelOption.TCP_NODELAY);

    private Options() {}

    /**
     * Returns the options that at least one kind of socket has.
     *
     * @return the options
     */
    public static Set<SocketOption<?>> known() {
        return KNOWN.keySet();
    }

    /**
     * Reads an option.
     *
     * @param <T> the type of its value
     * @param channel the channel of the socket
     * @param name the option
     * @return its value
     * @throws IOException if the operating system refuses
     * @throws UnsupportedOperationException if this socket does not have the option
     */
    public static <T> T get(Channel channel, SocketOption<T> name) throws IOException {
        @Nullable Object value;
        try {
            value = Multicast.handles(channel, name)
                    ? Multicast.get(channel, name)
                    : channel.config().getOption(of(channel, name));
        } catch (ChannelException e) {
            throw refused(name, e);
        }
        if (value == null) {
            if (name == StandardSocketOptions.IP_MULTICAST_IF) {
                throw new SocketException("the option " + name.name() + " was not set: the system chooses");
            }
            throw unsupported(channel, name);
        }
        return name.type().cast(value);
    }

    /**
     * Sets an option.
     *
     * @param <T> the type of its value
     * @param channel the channel of the socket
     * @param name the option
     * @param value the value
     * @throws IOException if the operating system refuses
     * @throws UnsupportedOperationException if this socket does not have the option
     */
    public static <T> void set(Channel channel, SocketOption<T> name, T value) throws IOException {
        try {
            if (Multicast.handles(channel, name)) {
                Multicast.set(channel, name, value);
            } else if (!channel.config().setOption(of(channel, name), value)) {
                throw unsupported(channel, name);
            }
        } catch (ChannelException e) {
            throw refused(name, e);
        }
    }

    @SuppressWarnings("unchecked") // the table has equal types on both sides
    private static <T> ChannelOption<T> of(Channel channel, SocketOption<T> name) {
        if (channel instanceof NioDatagramChannel && Multicast.isOne(name)) {
            return NioChannelOption.of(name);
        }
        ChannelOption<?> option = KNOWN.get(name);
        if (option == null) {
            throw unsupported(channel, name);
        }
        return (ChannelOption<T>) option;
    }

    private static UnsupportedOperationException unsupported(Channel channel, SocketOption<?> name) {
        return new UnsupportedOperationException(
                "this socket (" + channel.getClass().getSimpleName() + ") has no option " + name.name());
    }

    private static SocketException refused(SocketOption<?> name, ChannelException cause) {
        var failure = new SocketException("the option " + name.name() + " was refused: " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }
}
