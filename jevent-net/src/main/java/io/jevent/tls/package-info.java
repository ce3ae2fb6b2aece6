// SPDX-License-Identifier: Apache-2.0
/**
 * TLS on sockets: {@link io.jevent.tls.TlsClient} and {@link io.jevent.tls.TlsServer} make of an open
 * {@link io.jevent.socket.StreamSocket} an encrypted one, which is the same object and used in the same way.
 * {@link io.jevent.tls.TlsIdentity} is who one is, {@link io.jevent.tls.TlsTrust} whom one believes, and
 * {@link io.jevent.tls.TlsSession} what a handshake agreed on.
 */
@NullMarked
package io.jevent.tls;

import org.jspecify.annotations.NullMarked;
