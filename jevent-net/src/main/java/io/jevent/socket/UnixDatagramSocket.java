// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import io.jevent.hub.Durations;
import io.jevent.internal.netty.DatagramEndpoint;
import io.jevent.internal.netty.NettyLoop;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A socket for datagrams between processes of one machine, with a path for an address. Nothing gets lost: who sends
 * waits until the receiver has room. It needs Linux's epoll; the JDK has no such sockets.
 *
 * <p>One greenlet at a time may wait for a datagram; any number may send. What nobody takes is kept up to 64 datagrams,
 * then by the operating system.
 *
 * <p><b>Confinement:</b> hub-confined: only greenlets and callbacks of the hub that made it may use it.
 *
 * @gevent {@code gevent.socket.socket} of family {@code AF_UNIX} and type {@code SOCK_DGRAM}
 */
public final class UnixDatagramSocket extends DatagramBase {

    /** The longest datagram that can be sent, in bytes. Of one that somebody else sends, 256 KiB are received. */
    public static final int MAX_LENGTH = DatagramEndpoint.MAX_UNIX_LENGTH;

    private UnixDatagramSocket(DatagramEndpoint endpoint) {
        super(endpoint);
    }

    /**
     * A datagram that came.
     *
     * @param data what is in it
     * @param sender where it came from, and where to an answer can be sent; empty if the sender has no path
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares datagrams
    public record Datagram(byte[] data, Optional<UnixDomainSocketAddress> sender) {}

    /**
     * Opens a socket at a path, where others can send to. A path that a process left which is no more is taken over.
     * The path stays when the socket is closed; who does not need it any more deletes it.
     *
     * @param path where, in a directory that is there
     * @return the socket
     * @throws java.net.BindException if somebody has a socket there, or something else is there; the message names it
     * @throws IOException if that is not possible
     * @throws UnsupportedOperationException if the hub's loop has no such sockets
     * @switches never
     * @gevent {@code bind(path)}
     */
    public static UnixDatagramSocket bind(Path path) throws IOException {
        return open(UnixDomainSocketAddress.of(path), null);
    }

    /**
     * Opens a socket that talks to one peer only and has no path itself, so that the peer cannot answer.
     *
     * @param peer the path of the peer
     * @return the socket
     * @throws java.net.ConnectException if nobody is there any more
     * @throws IOException if that is not possible; there may be no such path
     * @throws UnsupportedOperationException if the hub's loop has no such sockets
     * @switches never
     * @gevent {@code connect(path)}
     */
    public static UnixDatagramSocket connect(Path peer) throws IOException {
        return open(null, UnixDomainSocketAddress.of(peer));
    }

    /**
     * Opens a socket at a path that talks to one peer only. The system lets nobody else send to it.
     *
     * @param peer the path of the peer
     * @param path where, as {@link #bind} takes it
     * @return the socket
     * @throws java.net.BindException if somebody has a socket there, or something else is there; the message names it
     * @throws java.net.ConnectException if nobody is at the path of the peer any more
     * @throws IOException if that is not possible; there may be no such path
     * @throws UnsupportedOperationException if the hub's loop has no such sockets
     * @switches never
     * @gevent {@code bind(path)} and {@code connect(path)}
     */
    public static UnixDatagramSocket connect(Path peer, Path path) throws IOException {
        return open(UnixDomainSocketAddress.of(path), UnixDomainSocketAddress.of(peer));
    }

    private static UnixDatagramSocket open(@Nullable SocketAddress at, @Nullable SocketAddress peer)
            throws IOException {
        return new UnixDatagramSocket(DatagramEndpoint.open(NettyLoop.current(), at, peer));
    }

    /**
     * Waits for the next datagram.
     *
     * <p>If the wait is cut short by a kill or a timeout, no datagram is lost.
     *
     * @return the datagram
     * @throws java.net.SocketTimeoutException if the limit of this socket passed first
     * @throws java.net.SocketException if this socket is closed, before or meanwhile
     * @throws io.jevent.exceptions.ConcurrentObjectUseException if another greenlet waits for one
     * @switches when it has to wait, and now and then to give way
     * @gevent {@code recvfrom(size)}
     */
    public Datagram receive() throws IOException {
        return receiveNanos(timeoutNanos());
    }

    /**
     * As {@link #receive()}, in a limited time.
     *
     * @param limit the longest wait; zero polls
     * @return the datagram
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IOException as {@link #receive()}
     * @switches when it has to wait, and now and then to give way
     */
    public Datagram receive(Duration limit) throws IOException {
        return receiveNanos(Durations.nanos(limit, "limit"));
    }

    private Datagram receiveNanos(long nanos) throws IOException {
        DatagramEndpoint.Packet packet = endpoint.receive(nanos);
        return new Datagram(packet.data(), Optional.ofNullable((UnixDomainSocketAddress) packet.sender()));
    }

    /**
     * Sends a datagram. Returns when it is in the receiver's queue.
     *
     * <p>If the wait is cut short by a kill or a timeout, the datagram is not sent.
     *
     * @param data what is in it: at most {@link #MAX_LENGTH} bytes; a datagram may be empty
     * @param to the path of the receiver
     * @throws java.net.SocketTimeoutException if the limit of this socket passed first
     * @throws java.net.ConnectException if nobody is there any more
     * @throws java.net.SocketException if the system refuses, or this socket is closed, before or meanwhile
     * @throws IllegalArgumentException if it is too long
     * @switches when it has to wait, and now and then to give way
     * @gevent {@code sendto(data, path)}
     */
    public void send(byte[] data, Path to) throws IOException {
        endpoint.send(ByteBuffer.wrap(data), UnixDomainSocketAddress.of(to), timeoutNanos());
    }

    /**
     * As {@link #send(byte[], Path)}, from a buffer and to the sender of a datagram.
     *
     * @param data what is in it, from the position to the limit
     * @param to the receiver
     * @throws IOException as {@link #send(byte[], Path)}
     * @throws IllegalArgumentException if it is too long
     * @switches when it has to wait, and now and then to give way
     */
    public void send(ByteBuffer data, UnixDomainSocketAddress to) throws IOException {
        endpoint.send(data, to, timeoutNanos());
    }

    /**
     * Sends a datagram to the only peer; otherwise as {@link #send(byte[], Path)}.
     *
     * <p>If the wait is cut short by a kill or a timeout, the datagram may yet be sent.
     *
     * @param data what is in it
     * @throws java.nio.channels.NotYetConnectedException if this socket has no peer
     * @throws IOException as {@link #send(byte[], Path)}
     * @throws IllegalArgumentException if it is too long
     * @switches when it has to wait, and now and then to give way
     * @gevent {@code send(data)}
     */
    public void send(byte[] data) throws IOException {
        endpoint.send(ByteBuffer.wrap(data), null, timeoutNanos());
    }

    /**
     * Returns the path of this socket.
     *
     * @return the path, or empty if it has none
     * @switches never
     * @gevent {@code getsockname()}
     */
    public Optional<UnixDomainSocketAddress> localAddress() {
        return Optional.ofNullable((UnixDomainSocketAddress) endpoint.localAddress());
    }
}
