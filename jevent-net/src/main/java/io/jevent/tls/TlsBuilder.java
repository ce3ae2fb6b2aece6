// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.jevent.hub.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Base class of the builders of clients and servers.
 *
 * <p><b>Confinement:</b> not shared.
 *
 * @param <B> the kind of builder
 * @since 0.1
 */
public abstract sealed class TlsBuilder<B extends TlsBuilder<B>> permits TlsClient.Builder, TlsServer.Builder {

    static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    private TlsProvider provider = TlsProvider.best();
    private TlsTrust trust = TlsTrust.system();
    private Optional<TlsIdentity> identity = Optional.empty();
    private List<String> protocols = List.of("TLSv1.3", "TLSv1.2");
    private List<String> ciphers = List.of();
    private List<String> applicationProtocols = List.of();
    private long handshakeNanos = HANDSHAKE_TIMEOUT.toNanos();

    TlsBuilder() {}

    abstract B self();

    /**
     * Sets the TLS implementation; the default is {@link TlsProvider#best()}.
     *
     * @param choice the provider
     * @return this builder
     * @throws UnsupportedOperationException if the provider is not available
     * @switches never
     */
    public B provider(TlsProvider choice) {
        if (!choice.isAvailable()) {
            throw new UnsupportedOperationException(
                    choice + " is not available: put netty-tcnative-boringssl-static for this platform on the class"
                            + " path, or leave the choice of the provider to jevent");
        }
        provider = choice;
        return self();
    }

    /**
     * Sets which certificates are trusted; the default is {@link TlsTrust#system()}.
     *
     * @param trusted the trust
     * @return this builder
     * @switches never
     */
    public B trust(TlsTrust trusted) {
        trust = Objects.requireNonNull(trusted, "trusted");
        return self();
    }

    /**
     * Sets the key and the certificate of this end. A client sends the certificate if the server asks for one.
     *
     * @param own the key and the certificate
     * @return this builder
     * @switches never
     */
    public B identity(TlsIdentity own) {
        identity = Optional.of(own);
        return self();
    }

    /**
     * Sets the versions of TLS; the default is 1.3 and 1.2.
     *
     * @param versions for example {@code TLSv1.3}
     * @return this builder
     * @throws IllegalArgumentException if {@code versions} is empty
     * @switches never
     */
    public B protocols(String... versions) {
        if (versions.length == 0) {
            throw new IllegalArgumentException("versions must not be empty");
        }
        protocols = List.of(versions);
        return self();
    }

    /**
     * Sets the cipher suites. The default is the provider's suites with authenticated encryption: suites with CBC are
     * used only if they are named here. With OpenSSL, the suites of TLS 1.3 cannot be chosen.
     *
     * @param suites for example {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
     * @return this builder
     * @switches never
     */
    public B ciphers(String... suites) {
        ciphers = List.of(suites);
        return self();
    }

    /**
     * Sets the application protocols for ALPN (RFC 7301): a server selects the first of its own that the client offers.
     * If they have none in common, none is selected.
     *
     * @param names for example {@code h2} and {@code http/1.1}, the preferred one first
     * @return this builder
     * @switches never
     */
    public B applicationProtocols(String... names) {
        applicationProtocols = List.of(names);
        return self();
    }

    /**
     * Sets the time limit of each handshake; the default is 10 seconds.
     *
     * @param limit the longest time
     * @return this builder
     * @throws IllegalArgumentException if {@code limit} is negative
     * @switches never
     */
    public B handshakeTimeout(Duration limit) {
        handshakeNanos = Durations.nanos(limit, "limit");
        return self();
    }

    TlsProvider provider() {
        return provider;
    }

    TlsTrust trust() {
        return trust;
    }

    Optional<TlsIdentity> identity() {
        return identity;
    }

    String[] protocolArray() {
        return protocols.toArray(String[]::new);
    }

    List<String> ciphers() {
        return ciphers;
    }

    List<String> applicationProtocols() {
        return applicationProtocols;
    }

    long handshakeNanos() {
        return handshakeNanos;
    }

    /** Returns the key manager, which chooses the certificate. */
    abstract IdentityKeyManager keys();

    boolean verifiesHostName() {
        return false;
    }

    /** Returns the context of the JDK to use in place of keys and trust; null for none. */
    @Nullable
    SSLContext context() {
        return null;
    }

    ClientAuthentication clientAuthentication() {
        return ClientAuthentication.NONE;
    }
}
