// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;

/**
 * Parses and formats addresses: {@code host:port}, {@code [v6]:port}, {@code :port} and {@code *:port} for all
 * addresses of this machine, {@code unix:path}.
 *
 * @gevent {@code gevent.baseserver.parse_address}
 * @since 0.1
 */
public final class Addresses {

    private static final String UNIX = "unix:";
    private static final String FORMS = "; write host:port, [IPv6 address]:port, :port, *:port or unix:path";
    private static final int MAX_PORT = 65535;

    private Addresses() {}

    /**
     * Parses an address. Does not look a host name up, so the result may be unresolved; connecting or binding to it
     * looks it up.
     *
     * @param text the address
     * @return an {@link InetSocketAddress} or a {@link UnixDomainSocketAddress}
     * @throws IllegalArgumentException if {@code text} is not an address; the message names the error
     * @switches never
     */
    public static SocketAddress parse(String text) {
        if (text.startsWith(UNIX)) {
            return unix(text);
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw bad(text, "it has no port");
        }
        int port = port(text, text.substring(colon + 1));
        String host = text.substring(0, colon);
        if (host.isEmpty() || host.equals("*")) {
            return new InetSocketAddress(port);
        }
        if (host.startsWith("[")) {
            return bracketed(text, host, port);
        }
        if (host.indexOf(':') >= 0) {
            throw bad(text, "an IPv6 address must stand in brackets, as in [::1]:80");
        }
        return host(text, host, port);
    }

    private static SocketAddress unix(String text) {
        String path = text.substring(UNIX.length());
        if (path.isEmpty()) {
            throw bad(text, "the path is empty");
        }
        try {
            return UnixDomainSocketAddress.of(path);
        } catch (InvalidPathException e) {
            throw bad(text, "the path is not valid: " + e.getReason());
        }
    }

    private static SocketAddress bracketed(String text, String host, int port) {
        if (!host.endsWith("]")) {
            throw bad(text, "the bracket is not closed before the port");
        }
        String inner = host.substring(1, host.length() - 1);
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(inner), port);
        } catch (IllegalArgumentException _) {
            throw bad(text, "\"" + inner + "\" is not an IPv6 address");
        }
    }

    private static SocketAddress host(String text, String host, int port) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= ' ' || "/[]@".indexOf(c) >= 0) {
                throw bad(text, "\"" + host + "\" is not a host name");
            }
        }
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(host), port);
        } catch (IllegalArgumentException _) {
            return InetSocketAddress.createUnresolved(host, port);
        }
    }

    private static int port(String text, String port) {
        if (port.isEmpty()) {
            throw bad(text, "the port is empty");
        }
        if (!port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw bad(text, "the port is not a number: \"" + port + "\"");
        }
        if (port.length() > 5 || Integer.parseInt(port) > MAX_PORT) {
            throw bad(text, "the port must be at most " + MAX_PORT + ": " + port);
        }
        return Integer.parseInt(port);
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException("cannot read the address \"" + text + "\": " + why + FORMS);
    }

    /**
     * Formats an address so that {@link #parse} can read it.
     *
     * @param address an address of a socket
     * @return for example {@code [0:0:0:0:0:0:0:1]:80}
     * @switches never
     */
    public static String format(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress unix -> UNIX + unix.getPath();
            case InetSocketAddress inet -> {
                InetAddress ip = inet.getAddress();
                String host = ip == null ? inet.getHostString() : ip.getHostAddress();
                yield (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
            }
            default -> address.toString();
        };
    }
}
