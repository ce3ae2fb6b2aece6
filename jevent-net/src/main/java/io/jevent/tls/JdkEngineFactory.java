// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Creates engines of the JDK. */
final class JdkEngineFactory extends EngineFactory {

    private final SSLContext context;
    private final boolean client;
    private final String[] protocols;
    private final List<String> ciphers;
    private final ClientAuthentication authentication;

    /** Whether it is known if a certificate was checked: not with the trust of a given context. */
    private final boolean reportsChecks;

    JdkEngineFactory(TlsBuilder<?> options, boolean client) {
        super(options, client);
        this.client = client;
        protocols = options.protocolArray();
        ciphers = options.ciphers();
        authentication = options.clientAuthentication();
        SSLContext given = options.context();
        context = given == null ? newContext(options) : given;
        reportsChecks = given == null;
        tryOptions(options.applicationProtocols());
    }

    private static SSLContext newContext(TlsBuilder<?> options) {
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(
                    new KeyManager[] {options.keys()},
                    new TrustManager[] {new PeerTrustManager(options.trust())},
                    null);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no TLS: " + e.getMessage(), e);
        }
    }

    /** Throws early if the JDK does not know a protocol or a cipher suite. */
    private void tryOptions(List<String> applicationProtocols) {
        newEngine(null, -1, applicationProtocols).closeOutbound();
    }

    @Override
    SslHandler newHandler(
            ByteBufAllocator allocator, @Nullable String host, int port, List<String> applicationProtocols) {
        return new SslHandler(newEngine(host, port, applicationProtocols));
    }

    private SSLEngine newEngine(@Nullable String host, int port, List<String> applicationProtocols) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(client);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols);
        parameters.setCipherSuites(
                ciphers.isEmpty() ? usual(parameters.getCipherSuites()) : ciphers.toArray(String[]::new));
        switch (authentication) {
            case NONE -> parameters.setNeedClientAuth(false);
            case WANTED -> parameters.setWantClientAuth(true);
            case NEEDED -> parameters.setNeedClientAuth(true);
        }
        if (client) {
            parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        }
        engine.setSSLParameters(parameters);
        if (!client && !applicationProtocols.isEmpty()) {
            select(engine, applicationProtocols);
        }
        return engine;
    }

    /** Has a server's engine select the first of its application protocols that the client offers, or none. */
    static void select(SSLEngine engine, List<String> applicationProtocols) {
        engine.setHandshakeApplicationProtocolSelector((_, offered) -> choose(applicationProtocols, offered));
    }

    /** Returns the JDK's default suites with authenticated encryption; suites with CBC are used only if named. */
    private static String[] usual(String... suites) {
        return Arrays.stream(suites).filter(suite -> !suite.contains("_CBC_")).toArray(String[]::new);
    }

    private static String choose(List<String> own, List<String> offered) {
        for (String name : own) {
            if (offered.contains(name)) {
                return name;
            }
        }
        return "";
    }

    /**
     * Infers the answer, which the JDK does not report: a client checks no certificate when it resumes a session, and
     * the session that a server resumes is older than the engine.
     */
    @Override
    boolean resumed(SSLEngine engine, boolean checked, long madeMillis) {
        return (client && reportsChecks) ? !checked : engine.getSession().getCreationTime() < madeMillis;
    }

    @Override
    @Nullable
    String applicationProtocol(SslHandler handler) {
        return handler.engine().getApplicationProtocol();
    }
}
