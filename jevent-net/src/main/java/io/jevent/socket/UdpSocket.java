// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import io.jevent.hub.Durations;
import io.jevent.internal.netty.Connector;
import io.jevent.internal.netty.DatagramEndpoint;
import io.jevent.internal.netty.NettyLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A UDP socket on the hub's loop.
 *
 * <p>One greenlet at a time may wait for a datagram; any number may send. The socket keeps up to 64 received datagrams;
 * further ones stay in the operating system's buffer, which drops datagrams when it is full.
 *
 * <p><b>Confinement:</b> hub-confined: only greenlets and callbacks of the hub that created it may use it.
 *
 * @gevent {@code gevent.socket.socket} of type {@code SOCK_DGRAM}
 * @since 0.1
 */
public final class UdpSocket extends DatagramBase {

    /** The longest datagram, in bytes. */
    public static final int MAX_LENGTH = DatagramEndpoint.MAX_LENGTH;

    private UdpSocket(DatagramEndpoint endpoint) {
        super(endpoint);
    }

    /**
     * A received datagram.
     *
     * @param data the content
     * @param sender the sender's address
     * @since 0.1
     */
    @SuppressWarnings("ArrayRecordComponent") // datagrams are never compared
    public record Datagram(byte[] data, InetSocketAddress sender) {}

    /**
     * Opens a socket at an address in text form.
     *
     * @param address in the form of {@link Addresses#parse}; port 0 takes a free one
     * @return the socket
     * @throws java.net.BindException if the address is in use or is not an address of this machine; the message names
     *     it
     * @throws IOException if the operating system refuses
     * @throws IllegalArgumentException if the address is not a host and a port
     * @switches when it has to wait: only for the look-up of a name
     */
    public static UdpSocket bind(String address) throws IOException {
        return bind(Addresses.parse(address));
    }

    /**
     * Opens a socket at an address.
     *
     * @param address a local address; port 0 takes a free one
     * @return the socket
     * @throws java.net.BindException if the address is in use or is not an address of this machine; the message names
     *     it
     * @throws IOException if the operating system refuses
     * @throws IllegalArgumentException if the address is not a host and a port
     * @switches when it has to wait: only for the look-up of a name
     * @gevent {@code bind(address)}
     */
    public static UdpSocket bind(SocketAddress address) throws IOException {
        return new UdpSocket(DatagramEndpoint.open(NettyLoop.current(), resolved(address), null));
    }

    /**
     * Opens a socket at an address that several sockets may share.
     *
     * @param address a local address; port 0 takes a free one
     * @param sharePort whether several sockets, for example on several hubs, may bind to the address; the operating
     *     system delivers all datagrams of one sender to the same socket
     * @return the socket
     * @throws java.net.BindException if the address is in use or is not an address of this machine; the message names
     *     it
     * @throws IOException if the operating system refuses
     * @throws UnsupportedOperationException if this system cannot share ports
     * @throws IllegalArgumentException if the address is not a host and a port
     * @switches when it has to wait: only for the look-up of a name
     */
    public static UdpSocket bind(SocketAddress address, boolean sharePort) throws IOException {
        return new UdpSocket(DatagramEndpoint.open(NettyLoop.current(), resolved(address), null, sharePort));
    }

    /**
     * Opens a socket that exchanges datagrams with one peer only, from any local address. If the peer's machine reports
     * that no socket listens at the port, the next receive or send throws.
     *
     * @param peer in the form of {@link Addresses#parse}
     * @return the socket
     * @throws IOException if the operating system refuses
     * @throws IllegalArgumentException if the address is not a host and a port
     * @switches when it has to wait: only for the look-up of a name
     * @gevent {@code connect(address)}
     */
    public static UdpSocket connect(String peer) throws IOException {
        return connect(Addresses.parse(peer));
    }

    /**
     * Opens a socket as {@link #connect(String)} does.
     *
     * @param peer the address of the peer
     * @return the socket
     * @throws IOException if the operating system refuses
     * @throws IllegalArgumentException if the address is not a host and a port
     * @switches when it has to wait: only for the look-up of a name
     * @gevent {@code connect(address)}
     */
    public static UdpSocket connect(SocketAddress peer) throws IOException {
        return new UdpSocket(DatagramEndpoint.open(NettyLoop.current(), new InetSocketAddress(0), resolved(peer)));
    }

    private static InetSocketAddress resolved(SocketAddress address) throws IOException {
        if (Connector.resolved(address) instanceof InetSocketAddress inet) {
            return inet;
        }
        throw new IllegalArgumentException("UDP needs a host and a port: " + Addresses.format(address));
    }

    /**
     * Waits for the next datagram.
     *
     * <p>If a kill or a timeout cancels the wait, no datagram is lost.
     *
     * @return the datagram
     * @throws java.net.SocketTimeoutException if the limit of this socket passed first
     * @throws java.net.PortUnreachableException if this socket has one peer, and no socket listens there
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
        return new Datagram(packet.data(), (InetSocketAddress) Objects.requireNonNull(packet.sender()));
    }

    /**
     * Sends a datagram, and returns when the operating system has taken it. UDP does not report whether it arrives.
     *
     * <p>If a kill or a timeout cancels the wait, the datagram may still be sent.
     *
     * @param data the content, at most {@link #MAX_LENGTH} bytes; may be empty
     * @param to the receiver, a resolved address
     * @throws java.net.SocketTimeoutException if the limit of this socket passed first
     * @throws java.net.SocketException if the operating system refuses, or this socket is closed before or during the
     *     call
     * @throws IllegalArgumentException if the datagram is too long, or the address is not resolved
     * @switches when it has to wait, and sometimes to yield
     * @gevent {@code sendto(data, address)}
     */
    public void send(byte[] data, SocketAddress to) throws IOException {
        sendTo(ByteBuffer.wrap(data), to);
    }

    /**
     * Sends a datagram from a buffer, as {@link #send(byte[], SocketAddress)} does.
     *
     * @param data the content, from the position to the limit
     * @param to the receiver, a resolved address
     * @throws IOException as {@link #send(byte[], SocketAddress)}
     * @throws IllegalArgumentException if the datagram is too long, or the address is not resolved
     * @switches when it has to wait, and sometimes to yield
     */
    public void send(ByteBuffer data, SocketAddress to) throws IOException {
        sendTo(data, to);
    }

    /**
     * Sends a datagram to the only peer; otherwise as {@link #send(byte[], SocketAddress)}.
     *
     * @param data the content
     * @throws java.nio.channels.NotYetConnectedException if this socket has no peer
     * @throws IOException as {@link #send(byte[], SocketAddress)}
     * @throws IllegalArgumentException if the datagram is too long
     * @switches when it has to wait, and sometimes to yield
     * @gevent {@code send(data)}
     */
    public void send(byte[] data) throws IOException {
        sendTo(ByteBuffer.wrap(data), null);
    }

    private void sendTo(ByteBuffer data, @Nullable SocketAddress to) throws IOException {
        if (to == null) {
            endpoint.send(data, null, timeoutNanos());
        } else if (Objects.requireNonNull(to, "to") instanceof InetSocketAddress inet && !inet.isUnresolved()) {
            endpoint.send(data, inet, timeoutNanos());
        } else {
            throw new IllegalArgumentException("a datagram needs a resolved address and a port: " + to);
        }
    }

    /**
     * Joins a multicast group: the socket then receives the datagrams that are sent to the group at its port. The
     * socket should be bound to all addresses, as in {@code bind("*:5007")}; for several sockets at one port see
     * {@link #bind(SocketAddress, boolean)}. Does nothing if the socket has joined the group. Closing the socket leaves
     * all groups.
     *
     * <p>These options apply to datagrams that this socket sends to groups:
     * {@link java.net.StandardSocketOptions#IP_MULTICAST_IF} (the interface),
     * {@link java.net.StandardSocketOptions#IP_MULTICAST_TTL} (how many routers they may pass; 1 by default) and
     * {@link java.net.StandardSocketOptions#IP_MULTICAST_LOOP} (whether this machine receives them too; true by
     * default).
     *
     * @param group a multicast address
     * @param on the network interface
     * @throws java.net.SocketException if the operating system refuses, or this socket is closed
     * @throws IllegalArgumentException if {@code group} is not a multicast address
     * @switches never
     * @gevent {@code setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, ...)}
     */
    public void join(InetAddress group, NetworkInterface on) throws IOException {
        endpoint.receiveFrom(group, on, true);
    }

    /**
     * Leaves a multicast group. Does nothing if the socket has not joined it.
     *
     * @param group a multicast address
     * @param on the network interface
     * @throws java.net.SocketException if the operating system refuses, or this socket is closed
     * @throws IllegalArgumentException if {@code group} is not a multicast address
     * @switches never
     * @gevent {@code setsockopt(IPPROTO_IP, IP_DROP_MEMBERSHIP, ...)}
     */
    public void leave(InetAddress group, NetworkInterface on) throws IOException {
        endpoint.receiveFrom(group, on, false);
    }

    /**
     * Returns the address of this socket.
     *
     * @return the address with the actual port
     * @switches never
     * @gevent {@code getsockname()}
     */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) Objects.requireNonNull(endpoint.localAddress());
    }
}
