// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.jevent.hub.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What clients and servers have in common.
 *
 * <p><b>Confinement:</b> not shared.
 *
 * @param <B> the kind of builder
 */
public abstract sealed class TlsBuilder<B extends TlsBuilder<B>> permits TlsClient.Builder, TlsServer.Builder {

    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

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
     * Says what encrypts; {@link TlsProvider#best()} unless told otherwise.
     *
     * @param choice the provider
     * @return this builder
     * @throws UnsupportedOperationException if it cannot be used here
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
     * Says whose certificates are believed; {@link TlsTrust#system()} unless told otherwise.
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
     * Says who this end is. A client shows it when the server asks.
     *
     * @param own key and certificate
     * @return this builder
     * @switches never
     */
    public B identity(TlsIdentity own) {
        identity = Optional.of(own);
        return self();
    }

    /**
     * Says which versions of TLS are spoken; 1.3 and 1.2 unless told otherwise.
     *
     * @param versions such as {@code TLSv1.3}
     * @return this builder
     * @throws IllegalArgumentException if there is none
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
     * Sets the cipher suites. By default they are those of the provider that encrypt with authentication: suites with
     * CBC are used only if they are named here. OpenSSL does not let those of TLS 1.3 be chosen.
     *
     * @param suites such as {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
     * @return this builder
     * @switches never
     */
    public B ciphers(String... suites) {
        ciphers = List.of(suites);
        return self();
    }

    /**
     * Names the protocols that may be spoken inside, by ALPN: a server takes the first of its own that the client
     * offers. If there is none in common, none is chosen.
     *
     * @param names such as {@code h2} and {@code http/1.1}, the preferred one first
     * @return this builder
     * @switches never
     */
    public B applicationProtocols(String... names) {
        applicationProtocols = List.of(names);
        return self();
    }

    /**
     * Limits each handshake; 10 seconds unless told otherwise.
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

    /** What chooses the certificate. */
    abstract IdentityKeyManager keys();

    boolean verifiesHostName() {
        return false;
    }

    ClientAuthentication clientAuthentication() {
        return ClientAuthentication.NONE;
    }
}
