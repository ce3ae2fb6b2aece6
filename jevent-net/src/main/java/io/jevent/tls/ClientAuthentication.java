// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

/** Whether a server asks its clients for a certificate. */
public enum ClientAuthentication {
    /** It does not ask. */
    NONE,

    /** It asks; a client without one is let in, one with a bad one is not. */
    WANTED,

    /** It asks, and refuses a client that has none. */
    NEEDED
}
