// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

/** The grammar of a host and a port, RFC 3986, 3.2. */
public final class Hosts {

    private static final int MAX_PORT = 65535;

    private Hosts() {}

    /**
     * Returns whether bytes are a host that is not empty, and perhaps a port, without user information before it.
     *
     * @param bytes the array that holds them
     * @param from the index of the first
     * @param end the index after the last
     * @return true if so
     */
    public static boolean isAuthority(byte[] bytes, int from, int end) {
        int i = from;
        if (i < end && bytes[i] == '[') {
            while (i < end && bytes[i] != ']') {
                i++;
            }
            if (i == end || !isAddress(bytes, from + 1, i)) {
                return false;
            }
            i++;
        } else {
            while (i < end && Octets.isHost(bytes[i])) {
                if (bytes[i] == '%' && (i + 2 >= end || !Octets.isHex(bytes[i + 1]) || !Octets.isHex(bytes[i + 2]))) {
                    return false;
                }
                i++;
            }
            if (i == from) {
                return false;
            }
        }
        return i == end || (bytes[i] == ':' && isPort(bytes, i + 1, end));
    }

    private static boolean isPort(byte[] bytes, int from, int end) {
        int port = 0;
        for (int i = from; i < end; i++) {
            if (!Octets.isDigit(bytes[i]) || port > MAX_PORT) {
                return false;
            }
            port = port * 10 + bytes[i] - '0';
        }
        return port <= MAX_PORT;
    }

    /**
     * Returns whether bytes look like an IPv6 address. Not every rule is checked, only that the text is unambiguous.
     */
    private static boolean isAddress(byte[] bytes, int from, int end) {
        int colons = 0;
        for (int i = from; i < end; i++) {
            if (bytes[i] == ':') {
                colons++;
            } else if (!Octets.isHex(bytes[i]) && bytes[i] != '.') {
                return false;
            }
        }
        return colons >= 2;
    }
}
