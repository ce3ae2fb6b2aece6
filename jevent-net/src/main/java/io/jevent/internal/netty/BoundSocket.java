// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Hub;
import io.jevent.internal.channel.ChannelDescriptors;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket that exists already, as a descriptor or as a channel of the JDK. Each hub accepts through a
 * channel of Netty whose close leaves the socket alone.
 *
 * <p><b>Confinement:</b> thread-safe.
 */
public final class BoundSocket {

    // of <sys/socket.h> of Linux
    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_DOMAIN = 39;
    private static final int SOCK_STREAM = 1;
    private static final int AF_UNIX = 1;

    private final SocketAddress address;
    private final @Nullable ServerSocketChannel jdk;
    private final @Nullable Socket own;
    private final boolean unix;

    /** The hubs whose selectors have the channel. */
    private final Set<Hub> selecting = ConcurrentHashMap.newKeySet();

    private BoundSocket(SocketAddress address, @Nullable ServerSocketChannel jdk, @Nullable Socket own, boolean unix) {
        this.address = address;
        this.jdk = jdk;
        this.own = own;
        this.unix = unix;
    }

    /**
     * Describes a channel of the JDK.
     *
     * @param channel a bound channel
     * @return the socket
     * @throws IOException if the channel is closed
     * @throws IllegalArgumentException if it is not bound
     */
    public static BoundSocket of(ServerSocketChannel channel) throws IOException {
        SocketAddress address = channel.getLocalAddress();
        if (address == null) {
            throw new IllegalArgumentException("the channel is not bound; call bind(...) first: " + channel);
        }
        return new BoundSocket(address, channel, null, address instanceof UnixDomainSocketAddress);
    }

    /**
     * Describes an open descriptor of this process.
     *
     * @param descriptor its number
     * @return the socket
     * @throws IOException if the descriptor is not that of a listening stream socket
     * @throws UnsupportedOperationException if this system is not Linux
     */
    public static BoundSocket of(int descriptor) throws IOException {
        if (!Epoll.isAvailable()) {
            throw new UnsupportedOperationException(
                    "sockets given by descriptor need Linux and Netty's native library for epoll");
        }
        NativeDescriptor.requireOpen(descriptor);
        Socket socket = socket(descriptor);
        if (option(socket, SO_TYPE) != SOCK_STREAM || option(socket, SO_ACCEPTCONN) == 0) {
            throw new IOException("file descriptor " + descriptor
                    + " is no listening stream socket; with systemd, use ListenStream= and Accept=no");
        }
        NativeDescriptor.prepare(descriptor);
        boolean unix = option(socket, SO_DOMAIN) == AF_UNIX;
        SocketAddress address = unix ? path(socket.localDomainSocketAddress()) : socket.localAddress();
        return new BoundSocket(address, null, socket, unix);
    }

    private static Socket socket(int descriptor) throws IOException {
        try {
            return new Socket(descriptor);
        } catch (ChannelException e) {
            throw new IOException("file descriptor " + descriptor + " is no socket", e);
        }
    }

    private static int option(Socket socket, int name) throws IOException {
        return socket.getIntOpt(SOL_SOCKET, name);
    }

    private static SocketAddress path(@Nullable DomainSocketAddress address) {
        SocketAddress path = Transport.toJdk(address);
        return path == null ? UnixDomainSocketAddress.of("") : path;
    }

    /**
     * Returns the address of the socket.
     *
     * @return the address
     */
    public SocketAddress address() {
        return address;
    }

    /**
     * Closes the socket itself; channels that accept from it are closed separately.
     *
     * @throws IOException if the operating system reports a failure
     */
    public void close() throws IOException {
        ServerSocketChannel channel = jdk;
        if (channel != null) {
            channel.close();
        }
        if (own != null) {
            own.close();
        }
    }

    /** Makes a channel of epoll that accepts from this socket. */
    Channel epollChannel() throws IOException {
        int mine = NativeDescriptor.duplicate(descriptor());
        return unix ? new EpollServerDomainSocketChannel(mine, true) : new EpollServerSocketChannel(mine);
    }

    private int descriptor() throws IOException {
        ServerSocketChannel channel = jdk;
        if (channel != null) {
            requireOpen(channel.isOpen());
            int number = ChannelDescriptors.of(channel);
            NativeDescriptor.prepare(number);
            return number;
        }
        Socket socket = Objects.requireNonNull(own);
        requireOpen(socket.isOpen());
        return socket.intValue();
    }

    private void requireOpen(boolean open) throws IOException {
        if (!open) {
            throw new SocketException("the listening socket at " + address + " is closed");
        }
    }

    /** Makes a channel of the JDK's selector that accepts from this socket. */
    Channel nioChannel() throws IOException {
        ServerSocketChannel channel = jdk;
        if (channel == null) {
            throw new UnsupportedOperationException(
                    "a socket given by descriptor needs Linux's epoll, but this hub runs on"
                            + " the JDK's selector; leave jevent.loop unset, or set it to netty-epoll");
        }
        if (unix) {
            throw new UnsupportedOperationException(
                    "a Unix domain socket of the JDK needs Linux's epoll, but this hub runs"
                            + " on the JDK's selector; leave jevent.loop unset, or set it to netty-epoll");
        }
        requireOpen(channel.isOpen());
        Hub hub = Hub.current();
        if (!selecting.add(hub)) {
            throw new IllegalStateException("another server on " + hub + " accepts from " + channel
                    + ", and the JDK's selector takes a channel once; on Linux leave jevent.loop unset");
        }
        return new Borrowed(channel, hub);
    }

    /** Accepts from a channel of the JDK that others use too. */
    private final class Borrowed extends NioServerSocketChannel {

        private final Hub hub;
        private boolean closed;

        Borrowed(ServerSocketChannel channel, Hub hub) {
            super(channel);
            this.hub = hub;
        }

        @Override
        public boolean isOpen() {
            return !closed && super.isOpen();
        }

        @Override
        protected void doClose() throws Exception {
            closed = true; // the channel of the JDK stays open
            doDeregister(); // at once, so that the next server can register it
            selecting.remove(hub);
        }
    }
}
