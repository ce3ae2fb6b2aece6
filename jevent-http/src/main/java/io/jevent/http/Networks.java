// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of IP addresses, for example those of the proxies that a server trusts.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class Networks {

    private static final String UNIX = "unix";

    private static final class Network {

        private final byte[] address;
        private final int prefix;

        Network(byte[] address, int prefix) {
            this.address = address;
            this.prefix = prefix;
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit += Byte.SIZE) {
                int mask = prefix - bit >= Byte.SIZE ? 0xff : 0xff << (Byte.SIZE - (prefix - bit));
                if (((address[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Network> networks;
    private final boolean unix;
    private final List<String> names;

    private Networks(List<Network> networks, boolean unix, List<String> names) {
        this.networks = networks;
        this.unix = unix;
        this.names = names;
    }

    /**
     * Returns a set of addresses.
     *
     * @param networks IP addresses such as {@code 127.0.0.1} and {@code ::1}, networks such as {@code 10.0.0.0/8}, and
     *     {@code unix} for every client of a Unix domain socket
     * @return the set
     * @throws IllegalArgumentException if one is malformed; names of hosts are not looked up
     */
    public static Networks of(String... networks) {
        var parsed = new ArrayList<Network>();
        boolean unix = false;
        for (String text : networks) {
            if (text.equals(UNIX)) {
                unix = true;
            } else {
                parsed.add(parse(text));
            }
        }
        return new Networks(parsed, unix, List.of(networks));
    }

    private static Network parse(String text) {
        int slash = text.indexOf('/');
        try {
            byte[] address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                    .getAddress();
            int bits = address.length * Byte.SIZE;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > bits) {
                throw new IllegalArgumentException("its prefix has 0 to " + bits + " bits");
            }
            return new Network(address, prefix);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "not an IP address or a network such as 10.0.0.0/8: " + text + " (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Returns whether an address is in this set.
     *
     * @param address the address
     * @return true if it is
     */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Network network : networks) {
            if (network.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether the address of a peer is in this set.
     *
     * @param peer the address; null for a socket without a name, which only a Unix domain socket is
     * @return true if it is
     */
    public boolean contains(@Nullable SocketAddress peer) {
        if (peer instanceof InetSocketAddress ip) {
            return ip.getAddress() != null && contains(ip.getAddress());
        }
        return unix;
    }

    @Override
    public String toString() {
        return names.toString();
    }
}
