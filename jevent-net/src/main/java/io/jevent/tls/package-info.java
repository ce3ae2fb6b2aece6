// SPDX-License-Identifier: Apache-2.0
/**
 * TLS on sockets. Encrypting a socket does not replace it: the {@link io.jevent.socket.StreamSocket} stays the same
 * object and is used in the same way.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>To encrypt: {@link io.jevent.tls.TlsClient} and {@link io.jevent.tls.TlsServer}, whose builders share
 *       {@link io.jevent.tls.TlsBuilder}.
 *   <li>Certificates: {@link io.jevent.tls.TlsIdentity} is the identity of one end, {@link io.jevent.tls.TlsTrust} the
 *       certificates that it trusts; {@link io.jevent.tls.ClientAuthentication} sets whether a server asks for a
 *       certificate; {@link io.jevent.tls.DevelopmentCertificate} creates one with {@code Keytool}.
 *   <li>{@link io.jevent.tls.TlsSession} holds the parameters that a handshake negotiated.
 *   <li>Inside: {@link io.jevent.tls.TlsProvider} chooses an {@code EngineFactory} ({@code JdkEngineFactory},
 *       {@code OpenSslEngineFactory}; {@code GivenEngine} for the program's own). {@code IdentityKeyManager} chooses
 *       the certificate of a handshake, {@code PeerTrustManager} checks the peer's, {@code TlsFailures} translates
 *       failures. {@code Credentials} and {@code Pem} hold and read keys.
 * </ul>
 */
@NullMarked
package io.jevent.tls;

import org.jspecify.annotations.NullMarked;
