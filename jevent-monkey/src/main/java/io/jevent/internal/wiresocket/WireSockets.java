// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.wiresocket;

import io.jevent.exceptions.NotSimulatedException;
import io.jevent.internal.wire.Wire;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketImplFactory;
import java.net.UnknownHostException;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the sockets, channels and selectors of a simulated program in place of the JDK, and looks names up. */
public final class WireSockets {

    private WireSockets() {}

    static Wire wire() {
        return Objects.requireNonNull(Wire.ifSimulated());
    }

    /** {@return the work of a new socket; null outside of a simulated network} */
    public static @Nullable SocketImpl socketImpl() {
        Wire wire = Wire.ifSimulated();
        return wire == null ? null : new WireSocketImpl(wire);
    }

    /** {@return what makes the work of accepted sockets; null outside of a simulated network} */
    public static @Nullable SocketImplFactory socketImpls() {
        Wire wire = Wire.ifSimulated();
        return wire == null ? null : () -> new WireSocketImpl(wire);
    }

    /** {@return what makes channels and selectors; null outside of a simulated network} */
    public static @Nullable SelectorProvider selectorProvider() {
        Wire wire = Wire.ifSimulated();
        return wire == null ? null : new WireSelectorProvider(wire);
    }

    /**
     * Makes what does the work of a new socket for datagrams.
     *
     * @param at its local address, or null if it is not bound yet
     * @param type the class of the socket
     * @return its delegate; null outside of a simulated network
     * @throws SocketException if the address cannot be used
     */
    public static @Nullable DatagramSocket datagramSocket(@Nullable SocketAddress at, Class<?> type)
            throws SocketException {
        Wire wire = Wire.ifSimulated();
        if (wire == null || (at != null && !(at instanceof InetSocketAddress))) {
            return null; // the JDK makes a socket without a delegate
        }
        if (type != DatagramSocket.class) {
            throw new NotSimulatedException("multicast is not simulated: " + type.getSimpleName());
        }
        var delegate = new Delegate(wire);
        if (at != null) {
            delegate.bind(at);
        }
        return delegate;
    }

    private static final class Delegate extends DatagramSocket {
        Delegate(Wire wire) {
            super(new WireDatagramImpl(wire));
        }
    }

    /**
     * Looks a name up.
     *
     * @param name a host name
     * @return its addresses; null outside of a simulated network
     * @throws UnknownHostException if no simulated machine has the name
     */
    public static InetAddress @Nullable [] resolve(String name) throws UnknownHostException {
        Wire wire = Wire.ifSimulated();
        if (wire == null) {
            return null;
        }
        var addresses = wire.resolve(name);
        var named = new InetAddress[addresses.size()];
        for (int i = 0; i < named.length; i++) {
            named[i] = InetAddress.getByAddress(name, addresses.get(i).getAddress());
        }
        return named;
    }

    /** {@return the address of the machine to which the caller belongs; null outside of a simulated network} */
    public static @Nullable InetAddress localHost() throws IOException {
        Wire wire = Wire.ifSimulated();
        if (wire == null) {
            return null;
        }
        InetAddress address = wire.localHost();
        return InetAddress.getByAddress(wire.nameOf(address), address.getAddress());
    }

    /**
     * Looks the name of an address up.
     *
     * @param address the address
     * @return its name, or the address as text if it has none; null outside of a simulated network
     */
    public static @Nullable String nameOf(InetAddress address) {
        Wire wire = Wire.ifSimulated();
        if (wire == null) {
            return null;
        }
        try {
            return wire.nameOf(address);
        } catch (UnknownHostException _) {
            return address.getHostAddress();
        }
    }
}
