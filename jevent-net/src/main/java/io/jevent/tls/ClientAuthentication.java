// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

/**
 * Sets whether a server asks its clients for a certificate.
 *
 * @since 0.1
 */
public enum ClientAuthentication {
    /** The server does not ask. */
    NONE,

    /** The server asks; it accepts a client without a certificate and refuses one with an invalid certificate. */
    WANTED,

    /** The server asks, and refuses a client without a valid certificate. */
    NEEDED
}
