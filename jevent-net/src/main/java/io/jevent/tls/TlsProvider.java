// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.netty.handler.ssl.OpenSsl;

/** What encrypts. */
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
     * OpenSSL (or BoringSSL), several times faster. It is there if Netty's {@code netty-tcnative} is on the class path.
     * When the peer ends its side of a connection, this one ends the other as well, with every version of TLS.
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

    /** Looked up once, and not before somebody asks. */
    private static final class LibraryLookUp {
        static final boolean FOUND = OpenSsl.isAvailable();
    }

    /**
     * Tells whether this one can be used here.
     *
     * @return true if it can
     * @switches never
     */
    public abstract boolean isAvailable();

    abstract EngineFactory engineFactory(TlsBuilder<?> options, boolean client);

    /**
     * Returns the one that is used unless another one is asked for: OpenSSL if it is there, or else the JDK.
     *
     * @return the best that can be used here
     * @switches never
     */
    public static TlsProvider best() {
        return OPENSSL.isAvailable() ? OPENSSL : JDK;
    }
}
