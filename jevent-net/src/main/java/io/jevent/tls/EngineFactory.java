// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.jevent.internal.netty.SocketAccess;
import io.jevent.internal.netty.StreamChannel;
import io.jevent.internal.netty.TlsLayer;
import io.jevent.socket.StreamSocket;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.IDN;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Makes the TLS engines of connections, all with the same options, and runs their handshakes. */
abstract class EngineFactory {

    private final boolean client;
    private final boolean verifiesHostName;
    private final TlsProvider provider;
    private final List<String> applicationProtocols;

    EngineFactory(TlsBuilder<?> options, boolean client) {
        this.client = client;
        this.verifiesHostName = options.verifiesHostName();
        this.provider = options.provider();
        this.applicationProtocols = options.applicationProtocols();
    }

    /** Creates a factory for a server whose engines are the program's, see {@link TlsServer#ofEngines}. */
    EngineFactory(TlsProvider provider) {
        this.client = false;
        this.verifiesHostName = false;
        this.provider = provider;
        this.applicationProtocols = List.of();
    }

    /**
     * Creates the handler of a connection.
     *
     * @param host the name of the server, for a client; otherwise null
     * @param protocols the application protocols for ALPN, the preferred one first; may be empty
     */
    abstract SslHandler newHandler(ByteBufAllocator allocator, @Nullable String host, int port, List<String> protocols);

    /**
     * Returns whether a handshake resumed an earlier session.
     *
     * @param checked whether a certificate was checked in the handshake
     * @param madeMillis the creation time of the engine's first session, in milliseconds
     */
    abstract boolean resumed(SSLEngine engine, boolean checked, long madeMillis);

    abstract @Nullable String applicationProtocol(SslHandler handler);

    /** Encrypts a socket; for a client, {@code host} is the name of the server, otherwise null. */
    final void secure(StreamSocket socket, @Nullable String host, long nanos) throws IOException {
        StreamChannel stream = SocketAccess.channelOf(socket);
        String name = host == null ? null : normal(host);
        int port = stream.remoteAddress() instanceof InetSocketAddress inet ? inet.getPort() : -1;
        SslHandler handler = newHandler(
                stream.channel().alloc(),
                name,
                port,
                applicationProtocols.isEmpty() ? stream.applicationProtocols() : applicationProtocols);
        SSLEngine engine = handler.engine();
        if (client && name != null) {
            engine.setSSLParameters(forServer(engine.getSSLParameters(), name));
        }
        try {
            TlsLayer.handshake(stream, handler, new Handshake(handler), nanos);
        } finally {
            PeerTrustManager.forget(engine);
        }
    }

    /** Translates the failures of one handshake and creates its session. */
    private final class Handshake implements TlsLayer.Callbacks {

        private final SslHandler handler;
        private final long madeMillis;

        Handshake(SslHandler handler) {
            this.handler = handler;
            this.madeMillis = handler.engine().getSession().getCreationTime();
        }

        @Override
        public Throwable translate(Throwable failure) {
            return TlsFailures.of(failure);
        }

        @Override
        public Object newSession() {
            SSLEngine engine = handler.engine();
            boolean resumed = resumed(engine, PeerTrustManager.hasChecked(engine), madeMillis);
            return new TlsSession(engine.getSession(), applicationProtocol(handler), resumed, provider);
        }
    }

    private SSLParameters forServer(SSLParameters parameters, String name) {
        if (!isNumeric(name)) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        parameters.setEndpointIdentificationAlgorithm(verifiesHostName ? "HTTPS" : null);
        return parameters;
    }

    /** Returns whether a host is an address, which SNI must not send (RFC 6066, section 3). */
    private static boolean isNumeric(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }

    /** Returns the name in the form that is sent and checked; throws if it is empty. */
    static String normal(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the name of the server must not be empty: " + host);
        }
        return isNumeric(name) ? name : IDN.toASCII(name).toLowerCase(Locale.ROOT);
    }
}
