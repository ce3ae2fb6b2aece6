// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rules for the addresses that a client may connect to, see {@link ClientOptions#addresses}.
 *
 * @since 0.1
 */
public final class AddressRules {

    /**
     * Allows addresses of the public Internet only: no loopback, private, link-local (with the metadata services of
     * clouds), shared, multicast or reserved addresses, nor IPv6 addresses that contain such an IPv4 address.
     */
    public static final Predicate<InetAddress> PUBLIC = AddressRules::isPublic;

    private AddressRules() {}

    private static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
    }

    /** The registry of special addresses, RFC 6890, beyond those that {@link InetAddress} knows. */
    private static boolean isPublic4(byte[] bytes) {
        int a = bytes[0] & 0xff;
        int b = bytes[1] & 0xff;
        int c = bytes[2] & 0xff;
        boolean shared = a == 100 && (b & 0xc0) == 64;
        boolean protocol = a == 192 && b == 0 && (c == 0 || c == 2);
        boolean relay = a == 192 && b == 88 && c == 99;
        boolean benchmark = a == 198 && (b & 0xfe) == 18;
        boolean documentation = (a == 198 && b == 51 && c == 100) || (a == 203 && b == 0 && c == 113);
        return a != 0 && a < 240 && !(shared || protocol || relay || benchmark || documentation);
    }

    private static boolean isPublic6(byte[] bytes) {
        int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        int second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
        InetAddress inner = embedded(bytes, first, second);
        if (inner != null) {
            return isPublic(inner);
        }
        boolean global = (first & 0xe000) == 0x2000;
        boolean documentation = first == 0x2001 && second == 0x0db8;
        boolean protocol = first == 0x2001 && second < 0x0200;
        return global && !documentation && !protocol;
    }

    /** Returns the IPv4 address that NAT64, 6to4 and mapped addresses contain. */
    private static @Nullable InetAddress embedded(byte[] bytes, int first, int second) {
        boolean nat64 = first == 0x64 && second == 0xff9b;
        boolean zero = first == 0 && second == 0;
        if (first == 0x2002) {
            return inet4(bytes, 2);
        }
        return nat64 || zero ? inet4(bytes, 12) : null;
    }

    private static InetAddress inet4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }
}
