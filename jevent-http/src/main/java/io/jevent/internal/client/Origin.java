// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import java.net.Proxy;
import java.net.URI;
import java.util.Locale;

/**
 * The server of a request, and the way to it: requests of the same origin may share connections.
 *
 * @param secure whether it speaks TLS
 * @param host the name or address, without brackets, in lower case
 * @param port the port
 * @param proxy the proxy; {@link Proxy#NO_PROXY} for none
 * @param http2 whether HTTP/2 may be used
 */
public record Origin(boolean secure, String host, int port, Proxy proxy, boolean http2) {

    /**
     * Returns the origin of an address.
     *
     * @param uri an absolute address with the scheme http or https
     * @param proxy the proxy; {@link Proxy#NO_PROXY} for none
     * @param http2 whether HTTP/2 may be used
     * @return the origin
     * @throws IllegalArgumentException if it is no such address
     */
    public static Origin of(URI uri, Proxy proxy, boolean http2) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if (!secure && !scheme.equals("http")) {
            throw new IllegalArgumentException("invalid URI scheme " + scheme + ": " + uri);
        }
        String host = uri.getHost();
        if (host == null) {
            throw new IllegalArgumentException("unsupported URI without a host: " + uri);
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        return new Origin(secure, bare.toLowerCase(Locale.ROOT), port, proxy, http2);
    }

    /**
     * Returns whether a proxy gets the requests themselves, without a tunnel.
     *
     * @return true for http through an HTTP proxy
     */
    boolean plainProxy() {
        return !secure && proxy.type() == Proxy.Type.HTTP;
    }

    /**
     * Returns whether an address has the same scheme, host and port.
     *
     * @param uri an absolute address
     * @return true if so
     */
    public boolean isOf(URI uri) {
        Origin other = of(uri, Proxy.NO_PROXY, http2);
        return secure == other.secure && port == other.port && host.equals(other.host);
    }

    @Override
    public String toString() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        String way = proxy.type() == Proxy.Type.DIRECT ? "" : " through " + proxy;
        return (secure ? "https://" : "http://") + name + ":" + port + way;
    }
}
