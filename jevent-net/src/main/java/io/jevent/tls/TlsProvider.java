// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.netty.handler.ssl.OpenSsl;

/**
 * An implementation of TLS.
 *
 * @since 0.1
 */
public enum TlsProvider {
    /** The JDK's own. */
    JDK {
        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        EngineFactory engineFactory(TlsBuilder<?> options, boolean client) {
            return new JdkEngineFactory(options, client);
        }
    },

    /**
     * OpenSSL or BoringSSL, several times faster than the JDK's. Available if Netty's {@code netty-tcnative} is on the
     * class path. When the peer ends its output, this implementation ends the other direction too, with every version
     * of TLS.
     */
    OPENSSL {
        @Override
        public boolean isAvailable() {
            return LibraryLookUp.FOUND;
        }

        @Override
        EngineFactory engineFactory(TlsBuilder<?> options, boolean client) {
            return new OpenSslEngineFactory(options, client);
        }
    };

    /** Looks the native library up once, at the first use. */
    private static final class LibraryLookUp {
        static final boolean FOUND = OpenSsl.isAvailable();
    }

    /**
     * Returns whether this implementation can be used here.
     *
     * @return true if it can be used
     * @switches never
     */
    public abstract boolean isAvailable();

    abstract EngineFactory engineFactory(TlsBuilder<?> options, boolean client);

    /**
     * Returns the default implementation: OpenSSL if it is available, otherwise the JDK's.
     *
     * @return the best available implementation
     * @switches never
     */
    public static TlsProvider best() {
        return OPENSSL.isAvailable() ? OPENSSL : JDK;
    }
}
