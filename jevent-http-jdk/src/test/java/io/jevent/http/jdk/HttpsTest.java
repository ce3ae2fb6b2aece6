// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.jevent.tls.DevelopmentCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTPS with the context and the configurator of a program. */
class HttpsTest {

    private static SSLContext context;

    /** A context whose key is that of a new certificate, which it trusts too. */
    @BeforeAll
    static void makeContext(@TempDir Path folder) throws Exception {
        DevelopmentCertificate made = DevelopmentCertificate.create();
        made.writeTo(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        String pem = Files.readString(folder.resolve("key.pem")).replaceAll("-----[A-Z ]+-----|\\s", "");
        PrivateKey key = KeyFactory.getInstance(
                        made.certificate().getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        char[] password = "secret".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", key, password, new Certificate[] {made.certificate()});
        store.setCertificateEntry("trusted", made.certificate());
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    }

    private static HttpsServer serving(Providers provider, HttpsConfigurator configurator) throws Exception {
        HttpsServer server =
                provider.provider().createHttpsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> Behaviors.answer(exchange, describe((HttpsExchange) exchange)));
        server.setHttpsConfigurator(configurator);
        server.start();
        return server;
    }

    private static String describe(HttpsExchange exchange) throws IOException {
        String peer;
        try {
            peer = exchange.getSSLSession().getPeerPrincipal().getName();
        } catch (IOException e) {
            peer = "none";
        }
        return exchange.getSSLSession().getProtocol() + " " + peer + " " + exchange.getRequestURI();
    }

    private static SSLSocket connect(HttpsServer server, String... protocols) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory()
                .createSocket(
                        server.getAddress().getAddress(), server.getAddress().getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String get(HttpsServer server) throws IOException {
        try (SSLSocket socket = connect(server)) {
            return RawClient.exchange(socket, Behaviors.get("/x"));
        }
    }

    private static HttpsConfigurator configuring(Consumer<HttpsParameters> how) {
        return new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                how.accept(parameters);
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void defaults(Providers provider) throws Exception {
        HttpsServer server = serving(provider, new HttpsConfigurator(context));
        try {
            assertThat(get(server)).contains("\n\nTLSv1.3 none /x\n");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("deprecation") // the old setters work
    void valuesOfTheParameters(Providers provider) throws Exception {
        HttpsServer server = serving(provider, configuring(parameters -> {
            parameters.setProtocols(new String[] {"TLSv1.2"});
            parameters.setNeedClientAuth(
                    parameters.getClientAddress().getAddress().isLoopbackAddress());
        }));
        try {
            assertThat(get(server)).containsPattern("\n\nTLSv1.2 CN=.* /x\n");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void wholeParameters(Providers provider) throws Exception {
        HttpsServer server = serving(provider, configuring(parameters -> {
            SSLParameters all = context.getDefaultSSLParameters();
            all.setProtocols(new String[] {"TLSv1.3"});
            all.setWantClientAuth(true);
            parameters.setSSLParameters(all);
        }));
        try {
            assertThat(get(server)).containsPattern("\n\nTLSv1.3 CN=.* /x\n");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void http2IsOffered() throws Exception {
        HttpsServer server = serving(Providers.JEVENT, new HttpsConfigurator(context));
        try (SSLSocket socket = connect(server, "h2", "http/1.1")) {
            assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theProgramsApplicationProtocolsWin() throws Exception {
        HttpsServer server = serving(Providers.JEVENT, configuring(parameters -> {
            SSLParameters all = context.getDefaultSSLParameters();
            all.setApplicationProtocols(new String[] {"http/1.1"});
            parameters.setSSLParameters(all);
        }));
        try (SSLSocket socket = connect(server, "h2", "http/1.1")) {
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutAConfiguratorConnectionsEnd(Providers provider) throws Exception {
        HttpsServer server =
                provider.provider().createHttpsServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        assertThatThrownBy(() -> server.setHttpsConfigurator(null)).isInstanceOf(NullPointerException.class);
        server.start();
        try {
            assertThatThrownBy(() -> get(server)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> server.setHttpsConfigurator(new HttpsConfigurator(context)))
                    .isInstanceOf(IllegalStateException.class);
        } finally {
            server.stop(0);
        }
    }
}
