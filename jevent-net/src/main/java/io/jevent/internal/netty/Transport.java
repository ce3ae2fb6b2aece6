// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** A transport of Netty: an implementation of input and output, and its kinds of channels. */
public interface Transport {

    /**
     * Makes a channel that connects.
     *
     * @param unix whether it is for paths
     * @return a new channel
     */
    Channel stream(boolean unix);

    /**
     * Makes a channel that listens.
     *
     * @param unix whether it is for paths
     * @return a new channel
     */
    ServerChannel listener(boolean unix);

    /**
     * Makes a channel that accepts from a socket which exists already.
     *
     * @param socket the socket
     * @return a new channel
     * @throws IOException if the socket is closed
     * @throws UnsupportedOperationException if this transport cannot use the socket
     */
    Channel listener(BoundSocket socket) throws IOException;

    /**
     * Closes a channel that {@link #listener(BoundSocket)} made; the socket stays open.
     *
     * @param channel the channel
     * @param left called on the hub afterwards, at the latest in a task of the next turn
     */
    void leave(Channel channel, Runnable left);

    /**
     * Makes a channel for datagrams.
     *
     * @return a new channel
     */
    Channel datagrams();

    /**
     * Makes a channel for datagrams to paths.
     *
     * @return a new channel
     * @throws UnsupportedOperationException if this transport has none
     */
    Channel unixDatagrams();

    /**
     * Connects a datagram socket to its only peer.
     *
     * @param channel the socket
     * @param peer the address of the peer
     * @throws IOException if that is not possible
     */
    void connectDatagrams(Channel channel, SocketAddress peer) throws IOException;

    /**
     * Sends an empty datagram without blocking.
     *
     * @param channel the socket
     * @param to the receiver, or null for the peer
     * @return false if there was no room
     * @throws IOException if sending failed
     */
    boolean sendEmpty(Channel channel, @Nullable SocketAddress to) throws IOException;

    /**
     * Returns the address of a datagram socket, in the form of this transport.
     *
     * @param channel the socket
     * @return the address, or null if it has none
     * @throws IOException if it cannot be read
     */
    @Nullable
    SocketAddress localAddress(Channel channel) throws IOException;

    /**
     * Converts a path to the form of this transport.
     *
     * @param address the path
     * @return the path for channels of this transport
     */
    SocketAddress unixAddress(UnixDomainSocketAddress address);

    /** {@return the option by which sockets share a port} */
    ChannelOption<Boolean> sharePort();

    /** {@return what allocates the buffers of channels} */
    default ByteBufAllocator allocator() {
        return PooledByteBufAllocator.DEFAULT;
    }

    /** {@return whether paths of sockets are files} */
    default boolean hasFiles() {
        return true;
    }

    /**
     * Lets other sockets share the port to which {@code channel} will be bound.
     *
     * @param channel the socket
     * @throws UnsupportedOperationException if that is not possible
     */
    default void sharePortOf(Channel channel) {
        if (!channel.config().setOption(sharePort(), true)) {
            throw new UnsupportedOperationException("this system does not let several sockets share a port");
        }
    }

    /**
     * Converts an address of the JDK to the form of this transport.
     *
     * @param address the address
     * @return the address for channels of this transport
     */
    default SocketAddress toNetty(SocketAddress address) {
        return address instanceof UnixDomainSocketAddress unix ? unixAddress(unix) : address;
    }

    /**
     * Converts an address of a channel to the JDK's form.
     *
     * @param address the address
     * @return the address, or null for an unnamed one
     */
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
