// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import io.jevent.socket.StreamSocket;
import java.net.InetSocketAddress;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Makes the TLS engine of a connection as an {@link HttpsConfigurator} wants it. */
final class ConfiguredEngines implements Function<StreamSocket, SSLEngine> {

    private final Supplier<@Nullable HttpsConfigurator> configurator;

    ConfiguredEngines(Supplier<@Nullable HttpsConfigurator> configurator) {
        this.configurator = configurator;
    }

    @Override
    public SSLEngine apply(StreamSocket socket) {
        HttpsConfigurator own = configurator.get();
        if (own == null) {
            throw new IllegalStateException(
                    "an HTTPS server needs a key: call setHttpsConfigurator(new HttpsConfigurator(sslContext))");
        }
        SSLEngine engine = own.getSSLContext().createSSLEngine();
        engine.setUseClientMode(false);
        var parameters =
                new Parameters(own, (InetSocketAddress) socket.remoteAddress().orElseThrow());
        own.configure(parameters);
        parameters.applyTo(engine);
        return engine;
    }

    /** The parameters of one connection. Values that the configurator leaves out keep the engine's defaults. */
    private static final class Parameters extends HttpsParameters {

        private final HttpsConfigurator configurator;
        private final InetSocketAddress client;
        private @Nullable SSLParameters whole;

        Parameters(HttpsConfigurator configurator, InetSocketAddress client) {
            this.configurator = configurator;
            this.client = client;
        }

        @Override
        public HttpsConfigurator getHttpsConfigurator() {
            return configurator;
        }

        @Override
        public InetSocketAddress getClientAddress() {
            return client;
        }

        @Override
        public void setSSLParameters(SSLParameters parameters) {
            whole = parameters;
        }

        @SuppressWarnings("deprecation") // programs may use the old setters
        void applyTo(SSLEngine engine) {
            SSLParameters all = whole;
            if (all != null) {
                engine.setSSLParameters(all);
                return;
            }
            String[] suites = getCipherSuites();
            if (suites != null) {
                engine.setEnabledCipherSuites(suites);
            }
            String[] protocols = getProtocols();
            if (protocols != null) {
                engine.setEnabledProtocols(protocols);
            }
            if (getNeedClientAuth()) {
                engine.setNeedClientAuth(true);
            } else if (getWantClientAuth()) {
                engine.setWantClientAuth(true);
            }
        }
    }
}
