// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Creates the name of a reverse look-up (RFC 1035, section 3.5; RFC 3596, section 2.5). */
final class ReverseName {

    private ReverseName() {}

    static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        var name = new StringBuilder();
        boolean ipv4 = address instanceof Inet4Address;
        for (int i = bytes.length - 1; i >= 0; i--) {
            int value = bytes[i] & 0xff;
            if (ipv4) {
                name.append(value).append('.');
            } else {
                name.append(Character.forDigit(value & 0xf, 16)).append('.');
                name.append(Character.forDigit(value >> 4, 16)).append('.');
            }
        }
        return name.append(ipv4 ? "in-addr.arpa." : "ip6.arpa.").toString();
    }
}
