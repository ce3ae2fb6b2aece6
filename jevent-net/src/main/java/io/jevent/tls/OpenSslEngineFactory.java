// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Creates engines of OpenSSL, or of BoringSSL if Netty links that. */
final class OpenSslEngineFactory extends EngineFactory {

    private static final List<String> PROTOCOLS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    /** The suites with forward secrecy and authenticated encryption; suites with CBC are used only if named. */
    private static final List<String> USUAL_CIPHERS = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    private final boolean client;
    private final IdentityKeyManager keys;
    private final PeerTrustManager trust;
    private final String[] protocols;
    private final List<String> ciphers;
    private final ClientAuth authentication;

    /** The contexts, which have the sessions, by the application protocols that their connections offer. */
    private final ConcurrentHashMap<List<String>, SslContext> contexts = new ConcurrentHashMap<>();

    OpenSslEngineFactory(TlsBuilder<?> options, boolean client) {
        super(options, client);
        this.client = client;
        keys = options.keys();
        trust = new PeerTrustManager(options.trust());
        protocols = knownProtocols(options.protocolArray());
        ciphers = options.ciphers().isEmpty() ? usualCiphers() : knownCiphers(options.ciphers());
        authentication = switch (options.clientAuthentication()) {
            case NONE -> ClientAuth.NONE;
            case WANTED -> ClientAuth.OPTIONAL;
            case NEEDED -> ClientAuth.REQUIRE;
        };
        var _ = context(options.applicationProtocols());
    }

    private SslContext context(List<String> applicationProtocols) {
        return contexts.computeIfAbsent(applicationProtocols, this::create);
    }

    private SslContext create(List<String> applicationProtocols) {
        SslContextBuilder builder =
                client ? SslContextBuilder.forClient().keyManager(keys) : SslContextBuilder.forServer(keys);
        builder.sslProvider(SslProvider.OPENSSL)
                .trustManager(trust)
                .protocols(protocols)
                .endpointIdentificationAlgorithm(null)
                .clientAuth(authentication)
                .ciphers(ciphers);
        if (!applicationProtocols.isEmpty()) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    applicationProtocols));
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("OpenSSL does not support these options: " + e.getMessage(), e);
        }
    }

    /** Checks the protocols here, because Netty's own check leaves a half-created engine behind. */
    private static String[] knownProtocols(String... protocols) {
        for (String protocol : protocols) {
            if (!PROTOCOLS.contains(protocol)) {
                throw new IllegalArgumentException("OpenSSL has no protocol " + protocol + "; it has " + PROTOCOLS);
            }
        }
        return protocols;
    }

    private static List<String> usualCiphers() {
        return USUAL_CIPHERS.stream().filter(OpenSsl::isCipherSuiteAvailable).toList();
    }

    private static List<String> knownCiphers(List<String> ciphers) {
        for (String cipher : ciphers) {
            if (!OpenSsl.isCipherSuiteAvailable(cipher)) {
                throw new IllegalArgumentException(
                        "OpenSSL has no cipher suite " + cipher + "; it has " + OpenSsl.availableJavaCipherSuites());
            }
        }
        return ciphers;
    }

    @Override
    SslHandler newHandler(
            ByteBufAllocator allocator, @Nullable String host, int port, List<String> applicationProtocols) {
        SslContext context = context(applicationProtocols);
        return host == null ? context.newHandler(allocator) : context.newHandler(allocator, host, port);
    }

    @Override
    boolean resumed(SSLEngine engine, boolean checked, long madeMillis) {
        return SSL.isSessionReused(((ReferenceCountedOpenSslEngine) engine).sslPointer());
    }

    @Override
    @Nullable
    String applicationProtocol(SslHandler handler) {
        return handler.applicationProtocol();
    }
}
