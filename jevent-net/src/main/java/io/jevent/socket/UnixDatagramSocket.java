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
 * A Unix domain datagram socket, for processes of one machine, with a path as its address. No datagram is lost: a send
 * blocks until the receiver has room. Needs Linux's epoll; the JDK has no such sockets.
 *
 * <p>One greenlet at a time may wait for a datagram; any number may send. The socket keeps up to 64 received datagrams;
 * further ones stay in the operating system's buffer.
 *
 * <p><b>Confinement:</b> hub-confined: only greenlets and callbacks of the hub that created it may use it.
 *
 * @gevent {@code gevent.socket.socket} of family {@code AF_UNIX} and type {@code SOCK_DGRAM}
 * @since 0.1
 */
public final class UnixDatagramSocket extends DatagramBase {

    /**
     * The longest datagram that this class can send, in bytes. Of a longer one from another sender it receives up to
     * 256 KiB.
     */
    public static final int MAX_LENGTH = DatagramEndpoint.MAX_UNIX_LENGTH;

    private UnixDatagramSocket(DatagramEndpoint endpoint) {
        super(endpoint);
    }

    /**
     * A received datagram.
     *
     * @param data the content
     * @param sender the sender's path, to which a reply can be sent; empty if the sender has no path
     * @since 0.1
     */
    @SuppressWarnings("ArrayRecordComponent") // datagrams are never compared
    public record Datagram(byte[] data, Optional<UnixDomainSocketAddress> sender) {}

    /**
     * Opens a socket at a path, to which other sockets can send. Takes a path over that an ended process left. Closing
     * the socket does not delete the path; the program deletes it when it is not needed any more.
     *
     * @param path the path, in an existing directory
     * @return the socket
     * @throws java.net.BindException if another socket or a file is at the path; the message names it
     * @throws IOException if the operating system refuses
     * @throws UnsupportedOperationException if the hub's loop does not have such sockets
     * @switches never
     * @gevent {@code bind(path)}
     */
    public static UnixDatagramSocket bind(Path path) throws IOException {
        return open(UnixDomainSocketAddress.of(path), null);
    }

    /**
     * Opens a socket that sends to one peer only and has no path itself, so the peer cannot reply.
     *
     * @param peer the path of the peer
     * @return the socket
     * @throws java.net.ConnectException if the path exists, but no socket is open at it
     * @throws IOException if the operating system refuses, for example because the path does not exist
     * @throws UnsupportedOperationException if the hub's loop does not have such sockets
     * @switches never
     * @gevent {@code connect(path)}
     */
    public static UnixDatagramSocket connect(Path peer) throws IOException {
        return open(null, UnixDomainSocketAddress.of(peer));
    }

    /**
     * Opens a socket at a path that exchanges datagrams with one peer only. The operating system rejects datagrams of
     * other senders.
     *
     * @param peer the path of the peer
     * @param path the path of this socket, as for {@link #bind}
     * @return the socket
     * @throws java.net.BindException if another socket or a file is at the path; the message names it
     * @throws java.net.ConnectException if the peer's path exists, but no socket is open at it
     * @throws IOException if the operating system refuses, for example because the peer's path does not exist
     * @throws UnsupportedOperationException if the hub's loop does not have such sockets
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
     * <p>If a kill or a timeout cancels the wait, no datagram is lost.
     *
     * @return the datagram
     * @throws java.net.SocketTimeoutException if the limit of this socket passed first
     * @throws java.net.SocketException if this socket is closed before or during the call
     * @throws io.jevent.exceptions.ConcurrentObjectUseException if another greenlet waits for a datagram
     * @switches when it has to wait, and sometimes to yield
     * @gevent {@code recvfrom(size)}
     */
    public Datagram receive() throws IOException {
        return receiveNanos(timeoutNanos());
    }

    /**
     * Waits for the next datagram as {@link #receive()} does, with a time limit.
     *
     * @param limit the longest wait; zero polls
     * @return the datagram
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IOException as {@link #receive()}
     * @switches when it has to wait, and sometimes to yield
     */
    public Datagram receive(Duration limit) throws IOException {
        return receiveNanos(Durations.nanos(limit, "limit"));
    }

    private Datagram receiveNanos(long nanos) throws IOException {
        DatagramEndpoint.Packet packet = endpoint.receive(nanos);
        return new Datagram(packet.data(), Optional.ofNullable((UnixDomainSocketAddress) packet.sender()));
    }

    /**
     * Sends a datagram, and returns when it is in the receiver's queue.
     *
     * <p>If a kill or a timeout cancels the wait, the datagram is not sent.
     *
     * @param data the content, at most {@link #MAX_LENGTH} bytes; may be empty
     * @param to the path of the receiver
     * @throws java.net.SocketTimeoutException if the limit of this socket passed first
     * @throws java.net.ConnectException if no socket is open at the path any more
     * @throws java.net.SocketException if the operating system refuses, or this socket is closed before or during the
     *     call
     * @throws IllegalArgumentException if the datagram is too long
     * @switches when it has to wait, and sometimes to yield
     * @gevent {@code sendto(data, path)}
     */
    public void send(byte[] data, Path to) throws IOException {
        endpoint.send(ByteBuffer.wrap(data), UnixDomainSocketAddress.of(to), timeoutNanos());
    }

    /**
     * Sends a datagram from a buffer to the sender of another one, as {@link #send(byte[], Path)} does.
     *
     * @param data the content, from the position to the limit
     * @param to the receiver
     * @throws IOException as {@link #send(byte[], Path)}
     * @throws IllegalArgumentException if the datagram is too long
     * @switches when it has to wait, and sometimes to yield
     */
    public void send(ByteBuffer data, UnixDomainSocketAddress to) throws IOException {
        endpoint.send(data, to, timeoutNanos());
    }

    /**
     * Sends a datagram to the only peer; otherwise as {@link #send(byte[], Path)}.
     *
     * <p>If a kill or a timeout cancels the wait, the datagram may still be sent.
     *
     * @param data the content
     * @throws java.nio.channels.NotYetConnectedException if this socket has no peer
     * @throws IOException as {@link #send(byte[], Path)}
     * @throws IllegalArgumentException if the datagram is too long
     * @switches when it has to wait, and sometimes to yield
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
