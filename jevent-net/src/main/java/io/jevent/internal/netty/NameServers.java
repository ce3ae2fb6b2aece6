// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.internal.settings.Setting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the setting {@code jevent.nameServers}: {@code 192.0.2.1, 192.0.2.2:5353, [2001:db8::1]:53}. */
final class NameServers {
    private static final int PORT = 53;

    private NameServers() {}

    /** Returns the servers of the setting, at least one; empty if it is not set. */
    static Optional<List<InetSocketAddress>> chosen() {
        return Setting.NAME_SERVERS.text().map(NameServers::parse);
    }

    private static List<InetSocketAddress> parse(String list) {
        var servers = new ArrayList<InetSocketAddress>();
        try {
            for (String server : list.split(",", -1)) {
                servers.add(server(server.trim()));
            }
        } catch (IllegalArgumentException e) {
            throw Setting.NAME_SERVERS.wrong(Setting.NAME_SERVERS.allowed(), e);
        }
        return servers;
    }

    private static InetSocketAddress server(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon >= 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
        String host = hasPort ? text.substring(0, colon) : text;
        int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : PORT;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }
}
