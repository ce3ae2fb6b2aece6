// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.internal.netty.BoundSocket;
import io.jevent.socket.Addresses;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Optional;

/**
 * A listening socket that exists before the server: bound by the program, or inherited from systemd or another process
 * (socket activation).
 *
 * <p>Servers accept from it through channels of their own. So several servers, or several hubs of one, may share it,
 * and a server that stops leaves it open: connections that arrive meanwhile wait in the operating system's backlog for
 * the next server, in this process or in one that inherits the socket later. The backlog and other options are those
 * with which the socket was bound.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code StreamServer(listener)} with a socket
 * @since 0.1
 */
public final class ListenSocket implements AutoCloseable {

    private final BoundSocket socket;
    private final String name;

    ListenSocket(BoundSocket socket, String name) {
        this.socket = socket;
        this.name = name;
    }

    /**
     * Returns the listening socket of a channel of the JDK. While a server uses it, the channel is in non-blocking
     * mode.
     *
     * @param channel a bound channel, which remains the caller's
     * @return the socket
     * @throws IOException if the channel is closed
     * @throws IllegalArgumentException if the channel is not bound
     * @switches never
     */
    public static ListenSocket of(ServerSocketChannel channel) throws IOException {
        return new ListenSocket(BoundSocket.of(channel), "");
    }

    /**
     * Returns the listening socket with a file descriptor that this process has inherited. Works on Linux. The
     * descriptor becomes non-blocking, and programs that this process starts do not inherit it.
     *
     * @param descriptor the number of the descriptor, for TCP or a Unix domain path
     * @return the socket
     * @throws IOException if the descriptor is not open, or not that of a listening stream socket
     * @throws UnsupportedOperationException if this system has no epoll
     * @switches never
     */
    public static ListenSocket ofDescriptor(int descriptor) throws IOException {
        return new ListenSocket(BoundSocket.of(descriptor), "");
    }

    /**
     * Returns the sockets that systemd, or another program with the same protocol (sd_listen_fds(3)), has passed to
     * this process: {@code LISTEN_FDS} descriptors from 3 on, if {@code LISTEN_PID} is this process. Otherwise, if the
     * standard input is a listening socket (inetd with {@code wait}), that socket.
     *
     * @return the sockets, in order; the same ones at each call; empty if none were passed
     * @throws IOException if one of them is not a listening stream socket, or the variables contradict each other
     * @throws UnsupportedOperationException if this system has no epoll
     * @switches never
     */
    public static List<ListenSocket> inherited() throws IOException {
        return InheritedSockets.get();
    }

    /**
     * Returns the inherited socket with a name: {@code FileDescriptorName=} of the socket unit, by default the unit's
     * name, for example {@code web.socket}.
     *
     * @param name the name, of those in {@code LISTEN_FDNAMES}
     * @return the socket, or empty if none with this name was passed
     * @throws IOException as {@link #inherited()}
     * @throws UnsupportedOperationException if this system has no epoll
     * @switches never
     */
    public static Optional<ListenSocket> inherited(String name) throws IOException {
        return inherited().stream().filter(socket -> socket.name().equals(name)).findFirst();
    }

    /**
     * Returns the name of an inherited socket.
     *
     * @return the name; empty if the socket has none
     */
    public String name() {
        return name;
    }

    /**
     * Returns the address of the socket.
     *
     * @return an {@link java.net.InetSocketAddress} or a {@link java.net.UnixDomainSocketAddress}
     */
    public SocketAddress address() {
        return socket.address();
    }

    BoundSocket socket() {
        return socket;
    }

    /**
     * Closes the socket. Servers that use it continue until they stop.
     *
     * @throws IOException if the operating system reports a failure
     * @switches never
     */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    @Override
    public String toString() {
        return "listening socket at " + Addresses.format(address()) + (name.isEmpty() ? "" : " (" + name + ")");
    }
}
