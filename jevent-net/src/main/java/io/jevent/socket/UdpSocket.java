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
 * A socket for datagrams by UDP, on the hub's loop.
 *
 * <p>One greenlet at a time may wait for a datagram; any number may send. What nobody takes is kept up to 64 datagrams,
 * then by the operating system, which drops what is too much.
 *
 * <p><b>Confinement:</b> hub-confined: only greenlets and callbacks of the hub that made it may use it.
 *
 * @gevent {@code gevent.socket.socket} of type {@code SOCK_DGRAM}
 */
public final class UdpSocket extends DatagramBase {

    /** The longest datagram, in bytes. */
    public static final int MAX_LENGTH = DatagramEndpoint.MAX_LENGTH;

    private UdpSocket(DatagramEndpoint endpoint) {
        super(endpoint);
    }

    /**
     * A datagram that came.
     *
     * @param data what is in it
     * @param sender where it came from
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares datagrams
    public record Datagram(byte[] data, InetSocketAddress sender) {}

    /**
     * Opens a socket at an address in writing.
     *
     * @param address as {@link Addresses#parse} reads it; port 0 takes a free one
     * @return the socket
     * @throws java.net.BindException if the address is in use or not one of this machine; the message names it
     * @throws IOException if that is not possible
     * @throws IllegalArgumentException if it is not an address and a port
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
     * @throws java.net.BindException if the address is in use or not one of this machine; the message names it
     * @throws IOException if that is not possible
     * @throws IllegalArgumentException if it is not an address and a port
     * @switches when it has to wait: only for the look-up of a name
     * @gevent {@code bind(address)}
     */
    public static UdpSocket bind(SocketAddress address) throws IOException {
        return new UdpSocket(DatagramEndpoint.open(NettyLoop.current(), resolved(address), null));
    }

    /**
     * Opens a socket at an address that others may share.
     *
     * @param address a local address; port 0 takes a free one
     * @param sharePort whether several sockets may bind to the address, on several hubs say; the operating system gives
     *     what one sender sends to one of them
     * @return the socket
     * @throws java.net.BindException if the address is in use or not one of this machine; the message names it
     * @throws IOException if that is not possible
     * @throws UnsupportedOperationException if this system cannot share ports
     * @throws IllegalArgumentException if it is not an address and a port
     * @switches when it has to wait: only for the look-up of a name
     */
    public static UdpSocket bind(SocketAddress address, boolean sharePort) throws IOException {
        return new UdpSocket(DatagramEndpoint.open(NettyLoop.current(), resolved(address), null, sharePort));
    }

    /**
     * Opens a socket that talks to one peer only, from any local address. It learns, at its next receive or send, if
     * the peer's machine says that nobody is there.
     *
     * @param peer as {@link Addresses#parse} reads it
     * @return the socket
     * @throws IOException if that is not possible
     * @throws IllegalArgumentException if it is not an address and a port
     * @switches when it has to wait: only for the look-up of a name
     * @gevent {@code connect(address)}
     */
    public static UdpSocket connect(String peer) throws IOException {
        return connect(Addresses.parse(peer));
    }

    /**
     * As {@link #connect(String)}.
     *
     * @param peer the address of the peer
     * @return the socket
     * @throws IOException if that is not possible
     * @throws IllegalArgumentException if it is not an address and a port
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
     * <p>If the wait is cut short by a kill or a timeout, no datagram is lost.
     *
     * @return the datagram
     * @throws java.net.SocketTimeoutException if the limit of this socket passed first
     * @throws java.net.PortUnreachableException if this socket has one peer, and nobody is there
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
        return new Datagram(packet.data(), (InetSocketAddress) Objects.requireNonNull(packet.sender()));
    }

    /**
     * Sends a datagram. Returns when the operating system has taken it; whether it arrives nobody knows.
     *
     * <p>If the wait is cut short by a kill or a timeout, the datagram may yet be sent.
     *
     * @param data what is in it: at most {@link #MAX_LENGTH} bytes; a datagram may be empty
     * @param to where to, resolved
     * @throws java.net.SocketTimeoutException if the limit of this socket passed first
     * @throws java.net.SocketException if the system refuses, or this socket is closed, before or meanwhile
     * @throws IllegalArgumentException if it is too long, or the address is not resolved
     * @switches when it has to wait, and now and then to give way
     * @gevent {@code sendto(data, address)}
     */
    public void send(byte[] data, SocketAddress to) throws IOException {
        sendTo(ByteBuffer.wrap(data), to);
    }

    /**
     * As {@link #send(byte[], SocketAddress)}, from a buffer.
     *
     * @param data what is in it, from the position to the limit
     * @param to where to, resolved
     * @throws IOException as {@link #send(byte[], SocketAddress)}
     * @throws IllegalArgumentException if it is too long, or the address is not resolved
     * @switches when it has to wait, and now and then to give way
     */
    public void send(ByteBuffer data, SocketAddress to) throws IOException {
        sendTo(data, to);
    }

    /**
     * Sends a datagram to the only peer; otherwise as {@link #send(byte[], SocketAddress)}.
     *
     * @param data what is in it
     * @throws java.nio.channels.NotYetConnectedException if this socket has no peer
     * @throws IOException as {@link #send(byte[], SocketAddress)}
     * @throws IllegalArgumentException if it is too long
     * @switches when it has to wait, and now and then to give way
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
     * Joins a group: what is sent to the group and to the port of this socket is received from now on. The socket
     * should be bound to no address of its own, as in {@code bind("*:5007")}; for several sockets at one port see
     * {@link #bind(SocketAddress, boolean)}. Does nothing if it has joined already. Closing the socket leaves all
     * groups.
     *
     * <p>What this socket sends to groups goes out as {@link java.net.StandardSocketOptions#IP_MULTICAST_IF} (the
     * interface), {@link java.net.StandardSocketOptions#IP_MULTICAST_TTL} (how many routers it may pass; 1 unless set)
     * and {@link java.net.StandardSocketOptions#IP_MULTICAST_LOOP} (whether this machine receives it, too; true unless
     * set) say.
     *
     * @param group a multicast address
     * @param on on which interface
     * @throws java.net.SocketException if the system refuses, or this socket is closed
     * @throws IllegalArgumentException if it is not a multicast address
     * @switches never
     * @gevent {@code setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, ...)}
     */
    public void join(InetAddress group, NetworkInterface on) throws IOException {
        endpoint.receiveFrom(group, on, true);
    }

    /**
     * Leaves a group. Does nothing if it has not joined.
     *
     * @param group a multicast address
     * @param on on which interface
     * @throws java.net.SocketException if the system refuses, or this socket is closed
     * @throws IllegalArgumentException if it is not a multicast address
     * @switches never
     * @gevent {@code setsockopt(IPPROTO_IP, IP_DROP_MEMBERSHIP, ...)}
     */
    public void leave(InetAddress group, NetworkInterface on) throws IOException {
        endpoint.receiveFrom(group, on, false);
    }

    /**
     * Returns the address of this socket.
     *
     * @return the address, with the true port
     * @switches never
     * @gevent {@code getsockname()}
     */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) Objects.requireNonNull(endpoint.localAddress());
    }
}
