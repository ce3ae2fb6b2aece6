// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.FieldLists;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The proxies whose headers a server believes. With {@link HttpOptions#proxies}, {@link Request#remoteAddress},
 * {@link Request#isSecure} and {@link Request#host} describe the client in front of them, also in filters and logs.
 *
 * <p>From any other peer these headers are ignored, since every client can send them. The list of addresses is read
 * from its end, and the first address that is no trusted proxy is the client: a client cannot choose its address by
 * sending the header itself. A proxy must set or remove each header that is read here; so one kind of header is read,
 * and hosts and ids only if this is asked for.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class TrustedProxies {

    private static final int MAX_HOPS = 100;

    private final Networks networks;
    private final boolean forwarded;
    private final boolean host;
    private final boolean id;

    private TrustedProxies(Networks networks, boolean forwarded, boolean host, boolean id) {
        this.networks = networks;
        this.forwarded = forwarded;
        this.host = host;
        this.id = id;
    }

    /**
     * Trusts proxies, of which the headers {@code X-Forwarded-For} and {@code X-Forwarded-Proto} are read.
     *
     * @param networks the addresses of the proxies; see {@link Networks#of}
     * @return the proxies
     * @throws IllegalArgumentException if an address is malformed
     */
    public static TrustedProxies of(String... networks) {
        return new TrustedProxies(Networks.of(networks), false, false, false);
    }

    /**
     * Reads the header {@code Forwarded} (RFC 7239) instead of {@code X-Forwarded-For} and its like.
     *
     * @return the changed proxies
     */
    public TrustedProxies forwarded() {
        return new TrustedProxies(networks, true, host, id);
    }

    /**
     * Also takes the host that the client asked for from the proxies: {@code X-Forwarded-Host}, or the parameter
     * {@code host} of {@code Forwarded}.
     *
     * @return the changed proxies
     */
    public TrustedProxies host() {
        return new TrustedProxies(networks, forwarded, true, id);
    }

    /**
     * Also takes the {@linkplain Request#id() id of the request} from the header {@code X-Request-Id} of the proxies.
     *
     * @return the changed proxies
     */
    public TrustedProxies requestId() {
        return new TrustedProxies(networks, forwarded, host, true);
    }

    /** The client as the proxies describe it; null where they do not. */
    record Client(
            @Nullable SocketAddress address,
            @Nullable String scheme,
            @Nullable String host,
            @Nullable String id) {}

    /** One hop of the way, as the proxy that the hop has called describes it. */
    private record Hop(
            @Nullable String address,
            @Nullable String scheme,
            @Nullable String host) {}

    /** Returns the client in front of a trusted peer; null if the peer is not trusted. */
    @Nullable
    Client clientOf(@Nullable SocketAddress peer, Headers headers) {
        if (!networks.contains(peer)) {
            return null;
        }
        List<Hop> hops = forwarded ? hops(headers) : hopsOfX(headers);
        SocketAddress address = peer;
        Hop first = null;
        for (Hop hop : hops.reversed()) {
            InetSocketAddress next = parse(hop.address);
            if (next == null) {
                break;
            }
            first = hop;
            address = next;
            if (!networks.contains(next)) {
                break;
            }
        }
        String scheme = first != null ? first.scheme : hops.isEmpty() ? null : hops.getLast().scheme;
        String named = first != null ? first.host : hops.isEmpty() ? null : hops.getLast().host;
        String given = id ? headers.first("X-Request-Id").filter(Ids::isFit).orElse(null) : null;
        return new Client(address, scheme, host ? named : null, given);
    }

    private static List<Hop> hopsOfX(Headers headers) {
        List<String> addresses = lastOf(FieldLists.elements(headers.all("X-Forwarded-For")));
        List<String> schemes = FieldLists.elements(headers.all("X-Forwarded-Proto"));
        List<String> hosts = FieldLists.elements(headers.all("X-Forwarded-Host"));
        var hops = new ArrayList<Hop>();
        int count = Math.max(addresses.size(), schemes.isEmpty() && hosts.isEmpty() ? 0 : 1);
        for (int i = 0; i < count; i++) {
            hops.add(new Hop(
                    i < addresses.size() ? addresses.get(i) : null,
                    at(schemes, i, addresses.size()),
                    at(hosts, i, addresses.size())));
        }
        return hops;
    }

    /** Returns the value of a hop: each has one, or else the proxies pass on the last. */
    private static @Nullable String at(List<String> values, int hop, int hops) {
        return values.isEmpty() ? null : values.size() == hops ? values.get(hop) : values.getLast();
    }

    private static List<String> lastOf(List<String> elements) {
        return elements.subList(Math.max(0, elements.size() - MAX_HOPS), elements.size());
    }

    private static List<Hop> hops(Headers headers) {
        var hops = new ArrayList<Hop>();
        for (String element : lastOf(FieldLists.elements(headers.all("Forwarded")))) {
            String address = null;
            String scheme = null;
            String host = null;
            for (String pair : FieldLists.parts(element)) {
                int equals = pair.indexOf('=');
                String value = equals < 0 ? "" : unquote(pair.substring(equals + 1));
                switch (equals < 0 ? "" : pair.substring(0, equals).toLowerCase(Locale.ROOT)) {
                    case "for" -> address = value;
                    case "proto" -> scheme = value;
                    case "host" -> host = value;
                    default -> {
                        // an extension, or "by"
                    }
                }
            }
            hops.add(new Hop(address, scheme, host));
        }
        return hops;
    }

    private static String unquote(String value) {
        if (value.length() < 2 || value.charAt(0) != '"' || value.charAt(value.length() - 1) != '"') {
            return value;
        }
        var text = new StringBuilder();
        for (int i = 1; i < value.length() - 1; i++) {
            if (value.charAt(i) == '\\' && i + 2 < value.length()) {
                i++;
            }
            text.append(value.charAt(i));
        }
        return text.toString();
    }

    /**
     * Parses {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code 2001:db8::1}, {@code [2001:db8::1]:80}; null if it is
     * none.
     */
    static @Nullable InetSocketAddress parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String host = text;
        int port = 0;
        int colon = text.lastIndexOf(':');
        int bracket = text.lastIndexOf(']');
        try {
            if (text.startsWith("[") && bracket > 0) {
                host = text.substring(1, bracket);
                port = bracket == text.length() - 1 ? 0 : portOf(text.substring(bracket + 1));
            } else if (colon >= 0 && text.indexOf(':') == colon) {
                host = text.substring(0, colon);
                port = portOf(text.substring(colon));
            }
            return host.indexOf('%') >= 0 ? null : new InetSocketAddress(InetAddress.ofLiteral(host), port);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static int portOf(String afterHost) {
        if (!afterHost.startsWith(":") || afterHost.length() > 6) {
            throw new IllegalArgumentException(afterHost);
        }
        return Integer.parseUnsignedInt(afterHost.substring(1));
    }

    @Override
    public String toString() {
        return "proxies " + networks;
    }
}
