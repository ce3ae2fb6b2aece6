// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.wire;

import io.jevent.hub.Attachments;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The simulated network of a hub, as the code that runs sees it: it has the addresses of the machine to which that code
 * belongs. No operation blocks. Addresses are {@link java.net.InetSocketAddress} or
 * {@link java.net.UnixDomainSocketAddress}.
 */
public interface Wire {

    /** Holds the network of a hub, or makes it when it is asked for first. */
    final class Place {
        private @Nullable Supplier<Wire> make;
        private @Nullable Wire wire;

        private Place() {}
    }

    /**
     * Gives a hub a simulated network.
     *
     * @param hub the hub of the calling thread, a closed world
     * @param make makes the network when it is needed
     */
    static void install(Hub hub, Supplier<Wire> make) {
        placeOf(hub).make = make;
    }

    /**
     * Returns the network of the current hub.
     *
     * @return the network; null if the caller is on no hub or its hub has no simulated network
     */
    static @Nullable Wire ifSimulated() {
        Hub hub = Hub.ifCurrent();
        if (hub == null || !hub.loop().isClosedWorld() || hub.isClosed()) {
            return null;
        }
        Place place = placeOf(hub);
        Supplier<Wire> make = place.make;
        if (place.wire == null && make != null) {
            place.wire = make.get();
        }
        return place.wire;
    }

    private static Place placeOf(Hub hub) {
        return Attachments.of(hub).get(Place.class, Place::new);
    }

    /**
     * Begins to connect.
     *
     * @param to the resolved address of the peer
     * @param from the local address, or null for any
     * @param events is told of the outcome and of what comes later
     * @return the stream, which connects
     * @throws IOException if the local address cannot be used
     */
    Stream connect(SocketAddress to, @Nullable SocketAddress from, Events events) throws IOException;

    /**
     * Begins to listen.
     *
     * @param at the local address
     * @param backlog how many connections wait to be accepted at most
     * @param arrived called when a connection has arrived
     * @return the listener
     * @throws IOException if the address cannot be used
     */
    Listener listen(SocketAddress at, int backlog, Runnable arrived) throws IOException;

    /**
     * Opens a socket for datagrams.
     *
     * @param at the local address, or null for any
     * @param arrived called when a datagram, or the news that a peer does not exist, has arrived
     * @return the socket
     * @throws IOException if the address cannot be used
     */
    Datagrams datagrams(@Nullable SocketAddress at, Runnable arrived) throws IOException;

    /**
     * Looks a name up.
     *
     * @param name a host name
     * @return its addresses, at least one
     * @throws UnknownHostException if no simulated machine has the name
     */
    List<InetAddress> resolve(String name) throws UnknownHostException;

    /**
     * Looks the name of an address up.
     *
     * @param address the address
     * @return the name
     * @throws UnknownHostException if no simulated machine has the address
     */
    String nameOf(InetAddress address) throws UnknownHostException;

    /**
     * Returns the address of the machine to which the calling code belongs.
     *
     * @return its address, not a loopback address
     */
    InetAddress localHost();

    /** Is told about a stream, on the hub and as code of the machine that has the stream; must not block. */
    interface Events {

        /** The connection is made. */
        default void connected() {}

        /**
         * The connection was not made, or has failed.
         *
         * @param cause why
         */
        void failed(IOException cause);

        /** Bytes, or the end of the input, have arrived. */
        void readable();

        /** There is room for output again. */
        void writable();
    }

    /** One end of a connection. */
    interface Stream {

        /**
         * Sets who is told about this end; tells at once what has happened already.
         *
         * @param events the receiver
         */
        void setEvents(Events events);

        /** {@return the address of this end} */
        SocketAddress localAddress();

        /** {@return the address of the other end} */
        SocketAddress remoteAddress();

        /** {@return whether the connection was made and this end was not closed} */
        boolean isConnected();

        /** {@return how many bytes can be read} */
        int available();

        /** {@return whether the peer has ended its output, and all that it sent has arrived} */
        boolean isInputEnded();

        /**
         * Reads some bytes.
         *
         * @param target the array to read into
         * @param offset the index of the first byte
         * @param length the largest number of bytes, at least 1
         * @return the number of bytes; 0 if none have arrived; -1 at the end of the input
         * @throws IOException if the connection has failed and no bytes are left, or is closed
         */
        int read(byte[] target, int offset, int length) throws IOException;

        /**
         * Writes some bytes.
         *
         * @param source the bytes
         * @param offset the index of the first byte
         * @param length how many there are
         * @return how many were taken; 0 if there is no room
         * @throws IOException if the connection has failed or is closed, or the output was shut down
         */
        int write(byte[] source, int offset, int length) throws IOException;

        /** {@return how many bytes a write would take now} */
        int room();

        /** Tells the peer that nothing more comes. */
        void shutdownOutput();

        /** Drops input that was not read, and all that comes. */
        void shutdownInput();

        /** Closes this end. The output that was written is still sent. If input was not read, the peer gets a reset. */
        void close();

        /** Closes this end, and resets the connection. */
        void reset();
    }

    /** A listening socket. */
    interface Listener {

        /** {@return the address at which it listens} */
        SocketAddress localAddress();

        /** {@return the next connection, or null if none has arrived} */
        @Nullable
        Stream accept();

        /** Stops listening; connections that were not accepted are reset. */
        void close();
    }

    /** A socket for datagrams. */
    interface Datagrams {

        /** {@return the address of the socket} */
        SocketAddress localAddress();

        /**
         * Sends a datagram.
         *
         * @param data its content
         * @param to the receiver
         * @throws IOException if the address cannot be reached
         */
        void send(byte[] data, SocketAddress to) throws IOException;

        /** {@return the next datagram, or null if none has arrived} */
        @Nullable
        Packet receive();

        /**
         * Receives from one address only from now on.
         *
         * @param peer the address; null for all
         */
        void connect(@Nullable SocketAddress peer);

        /** {@return whether the peer has told that nothing listens at its port, since the last call} */
        boolean takeUnreachable();

        /** Closes the socket. */
        void close();
    }

    /**
     * A datagram that has arrived.
     *
     * @param data its content
     * @param from the sender
     */
    @SuppressWarnings("ArrayRecordComponent") // packets are never compared
    record Packet(byte[] data, SocketAddress from) {}
}
