// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import io.jevent.hub.Durations;
import io.jevent.hub.Linkable;
import io.jevent.internal.bounds.Bounds;
import io.jevent.internal.netty.Connector;
import io.jevent.internal.netty.ListenChannel;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.select.Selectable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;

/**
 * A listening socket for TCP or a Unix domain path, on the hub's loop.
 *
 * <p>One greenlet at a time may wait for a connection. Connections are accepted only when a greenlet asks for one: then
 * the listener accepts those that have arrived, at most 16 at once, and leaves the others in the backlog of the
 * operating system. If accepting fails, for example because the process has no more file descriptors, the call throws;
 * a later call tries again. Accepted sockets do not inherit the limit of {@link #setTimeout}.
 *
 * <p><b>Confinement:</b> hub-confined: only greenlets and callbacks of the hub that created it may use it.
 *
 * @gevent a listening {@code gevent.socket.socket}
 * @since 0.1
 */
public final class StreamListener extends BaseSocket implements AutoCloseable, Selectable {

    /** The default backlog: how many connections the operating system queues before they are accepted. */
    public static final int DEFAULT_BACKLOG = 128;

    private final ListenChannel listener;

    private StreamListener(ListenChannel listener) {
        this.listener = listener;
    }

    /**
     * Listens at an address in text form.
     *
     * @param address in the form of {@link Addresses#parse}; port 0 takes a free one
     * @return the listener
     * @throws java.net.BindException if the address is in use or is not an address of this machine; the message names
     *     it
     * @throws IOException if listening fails
     * @throws IllegalArgumentException if {@code address} is not an address
     * @switches when it has to wait: only for the look-up of a name
     */
    public static StreamListener listen(String address) throws IOException {
        return listen(Addresses.parse(address), DEFAULT_BACKLOG, false);
    }

    /**
     * Listens at an address.
     *
     * @param address a local address; port 0 takes a free one
     * @return the listener
     * @throws java.net.BindException if the address is in use or is not an address of this machine; the message names
     *     it
     * @throws IOException if listening fails
     * @switches when it has to wait: only for the look-up of a name
     * @gevent {@code socket.create_server}, {@code StreamServer.get_listener}
     */
    public static StreamListener listen(SocketAddress address) throws IOException {
        return listen(address, DEFAULT_BACKLOG, false);
    }

    /**
     * Listens at an address.
     *
     * @param address a local address; port 0 takes a free one
     * @param backlog how many connections the operating system queues before they are accepted
     * @param sharePort whether several listeners, for example on several hubs, may bind to the address and share the
     *     connections
     * @return the listener
     * @throws java.net.BindException if the address is in use or is not an address of this machine; the message names
     *     it
     * @throws IOException if listening fails
     * @throws UnsupportedOperationException if this system cannot share ports
     * @throws IllegalArgumentException if {@code backlog} is less than 1
     * @switches when it has to wait: only for the look-up of a name
     */
    public static StreamListener listen(SocketAddress address, int backlog, boolean sharePort) throws IOException {
        Bounds.atLeastOne(backlog, "backlog");
        NettyLoop loop = NettyLoop.current();
        return new StreamListener(ListenChannel.listen(loop, Connector.resolved(address), backlog, sharePort));
    }

    /**
     * Waits for the next connection.
     *
     * <p>If a kill or a timeout cancels the wait, no connection is lost.
     *
     * @return the connection
     * @throws java.net.SocketTimeoutException if the limit of this listener passed first
     * @throws java.net.SocketException if accepting failed, or this listener is closed before or during the call
     * @throws io.jevent.exceptions.ConcurrentObjectUseException if another greenlet waits for a connection
     * @switches when it has to wait, and sometimes to yield
     * @gevent {@code accept()}
     */
    public StreamSocket accept() throws IOException {
        return new StreamSocket(listener.accept(timeoutNanos()));
    }

    /**
     * Waits for the next connection as {@link #accept()} does, with a time limit.
     *
     * @param limit the longest wait; zero polls
     * @return the connection
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IOException as {@link #accept()}
     * @switches when it has to wait, and sometimes to yield
     */
    public StreamSocket accept(Duration limit) throws IOException {
        return new StreamSocket(listener.accept(Durations.nanos(limit, "limit")));
    }

    /**
     * Returns the address of this listener.
     *
     * @return an {@link InetSocketAddress} with the actual port, or a {@link java.net.UnixDomainSocketAddress}
     * @switches never
     * @gevent {@code getsockname()}
     */
    public SocketAddress localAddress() {
        return listener.localAddress();
    }

    /**
     * Returns the port of this listener.
     *
     * @return the port; -1 for a path
     * @switches never
     */
    public int port() {
        return listener.localAddress() instanceof InetSocketAddress inet ? inet.getPort() : -1;
    }

    /**
     * Stops listening. A greenlet that waits for a connection gets a {@link java.net.SocketException}; connections that
     * were not taken are reset. Does nothing if the listener is closed.
     *
     * @switches never
     */
    @Override
    public void close() {
        listener.close();
    }

    @Override
    public boolean isOpen() {
        return listener.isOpen();
    }

    /**
     * Returns a view that is ready when {@link #accept()} would not block.
     *
     * @return the view, always the same
     */
    @Override
    public Linkable readable() {
        return listener.readable();
    }

    @Override
    public String toString() {
        return listener.toString();
    }
}
