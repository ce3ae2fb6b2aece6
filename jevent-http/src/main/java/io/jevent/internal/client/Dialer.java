// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.dns.Dns;
import io.jevent.internal.netty.SocketAccess;
import io.jevent.socket.StreamSocket;
import io.jevent.tls.TlsClient;
import io.jevent.tls.TlsSession;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes connections to an origin: name look-up, TCP, a proxy, TLS. */
final class Dialer {

    private static final List<String> BOTH = List.of("h2", "http/1.1");
    private static final List<String> ONE = List.of("http/1.1");

    private final OriginPool pool;
    private final Origin origin;

    Dialer(OriginPool pool) {
        this.pool = pool;
        origin = pool.origin();
    }

    private ClientSettings settings() {
        return pool.settings();
    }

    /** Connects; a proxy that wants credentials gets those that the user is asked for, on a new connection. */
    ClientConnection dial(CallClock clock) throws IOException {
        ProxyLogin login = new ProxyLogin(settings(), origin.proxy());
        while (true) {
            ClientConnection made = dial(clock, login);
            if (made != null) {
                return made;
            }
        }
    }

    /** Returns null if the proxy wants credentials, and there are some to try. */
    private @Nullable ClientConnection dial(CallClock clock, ProxyLogin login) throws IOException {
        StreamSocket socket = connect(clock);
        boolean done = false;
        try {
            if (!tunnel(socket, clock, login)) {
                return null;
            }
            boolean http2 = origin.secure() ? secure(socket, clock) : settings().priorKnowledge && origin.http2();
            ClientConnection made = http2 ? Http2Connection.open(pool, socket) : new Http1Connection(pool, socket);
            done = true;
            return made;
        } finally {
            if (!done) {
                socket.close();
            }
        }
    }

    private StreamSocket connect(CallClock clock) throws IOException {
        long limit = settings().connectNanos;
        Duration left = Duration.ofNanos(clock.left(limit));
        try {
            Path unix = settings().unixSocket;
            if (unix != null) {
                return StreamSocket.connect(UnixDomainSocketAddress.of(unix), left);
            }
            ClientSettings.Connecting own = settings().connecting;
            if (own != null) {
                return own.connect();
            }
            if (origin.proxy().type() == Proxy.Type.DIRECT) {
                return connect(origin.host(), origin.port(), left);
            }
            if (origin.proxy().address() instanceof InetSocketAddress proxy) {
                return connect(proxy, left); // the user's choice, so no rule of addresses holds
            }
            throw new ConnectException("not the address of a proxy: " + origin.proxy());
        } catch (SocketTimeoutException e) {
            throw clock.lateToConnect("HTTP connect timed out: connecting to " + origin, limit, e);
        } catch (UnknownHostException e) {
            var failed = new ConnectException("cannot connect to " + origin + ": " + e.getMessage());
            failed.initCause(e);
            throw failed;
        }
    }

    private StreamSocket connect(String host, int port, Duration left) throws IOException {
        List<InetAddress> all = Dns.addresses(host, left);
        List<InetAddress> allowed = new ArrayList<>();
        for (InetAddress address : all) {
            if (settings().addresses.test(address)) {
                allowed.add(address);
            }
        }
        if (allowed.isEmpty()) {
            throw new ConnectException("the client may not connect to " + all + ", the addresses of " + origin);
        }
        return new Attempts(allowed, port, settings().localAddress).connect(left);
    }

    private StreamSocket connect(SocketAddress address, Duration left) throws IOException {
        SocketAddress target = address instanceof InetSocketAddress inet && inet.isUnresolved()
                ? InetSocketAddress.createUnresolved(inet.getHostString(), inet.getPort())
                : address;
        return StreamSocket.connect(target, left);
    }

    /** Returns false if the proxy wants credentials, and there are some to try. */
    private boolean tunnel(StreamSocket socket, CallClock clock, ProxyLogin login) throws IOException {
        long limit = settings().connectNanos;
        try {
            switch (origin.proxy().type()) {
                case SOCKS -> new Socks5(socket, login).open(origin.host(), origin.port(), clock.left(limit));
                case HTTP -> {
                    if (!origin.plainProxy()) {
                        List<String> challenges =
                                new Tunnel(socket, settings()).open(origin, login.authorization(), clock.left(limit));
                        if (!challenges.isEmpty()) {
                            login.ask(origin.secure() ? "https" : "http", challenges);
                            return false;
                        }
                    }
                }
                case DIRECT -> {
                    // there is no proxy
                }
            }
            return true;
        } catch (SocketTimeoutException e) {
            throw clock.lateToConnect("connecting through " + origin.proxy(), limit, e);
        }
    }

    private boolean secure(StreamSocket socket, CallClock clock) throws IOException {
        SocketAccess.channelOf(socket).applicationProtocols(origin.http2() ? BOTH : ONE);
        long limit = settings().tlsNanos;
        try {
            TlsClient tls = TlsChoice.of(settings());
            var _ = tls.secure(socket, origin.host(), Duration.ofNanos(clock.left(limit)));
        } catch (SocketTimeoutException e) {
            throw clock.lateToConnect("the TLS handshake with " + origin, limit, e);
        }
        @Nullable
        String chosen = TlsSession.require(socket).applicationProtocol().orElse(null);
        return "h2".equals(chosen) && origin.http2();
    }
}
