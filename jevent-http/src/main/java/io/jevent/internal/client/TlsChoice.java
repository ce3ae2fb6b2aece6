// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.tls.TlsClient;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The TLS settings of a client: its own, or those of the JDK's builder, or the default ones. */
public final class TlsChoice {

    /** Made at the first use, since that takes a few tenths of a second. */
    private static final class Default {
        static final TlsClient CLIENT = TlsClient.create();
    }

    private TlsChoice() {}

    static TlsClient of(ClientSettings settings) {
        TlsClient own = settings.tls;
        return own == null ? Default.CLIENT : own;
    }

    /** Creates TLS settings from those of the JDK's builder; returns null if there are none. */
    public static @Nullable TlsClient of(@Nullable SSLContext context, @Nullable SSLParameters parameters) {
        if (context == null && parameters == null) {
            return null;
        }
        TlsClient.Builder builder = TlsClient.builder();
        if (context != null) {
            builder.context(context);
        }
        if (parameters != null && parameters.getProtocols() != null) {
            builder.protocols(parameters.getProtocols());
        }
        if (parameters != null && parameters.getCipherSuites() != null) {
            builder.ciphers(parameters.getCipherSuites());
        }
        return builder.build();
    }
}
