// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Routes;
import io.jevent.http.security.BearerAuth;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsServer;
import java.io.IOException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** Settings and helpers of calls, each in a real call. */
class ClientCallsTest {

    /** A body. */
    record Order(String item, int count) {}

    private static SSLContext trusting(DevelopmentCertificate own) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        store.setCertificateEntry("own", own.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void theContextOfTheJdkIsUsed() throws Exception {
        DevelopmentCertificate own = DevelopmentCertificate.create();
        ClientHub.onHub(() -> {
            try (var server = new HttpServer(
                    Addresses.parse("127.0.0.1:0"),
                    (request, response) ->
                            response.send(request.tls().orElseThrow().protocol()),
                    HttpOptions.DEFAULTS.log(AccessLog.NONE),
                    ServerOptions.DEFAULTS.wrap(TlsServer.of(own.identity())::secure))) {
                server.start();
                String address = "https://localhost:" + server.port() + "/";
                var trusting =
                        HubHttpClient.newBuilder().sslContext(trusting(own)).build();
                try (Reply reply = Http.with(trusting).call("GET", address).send()) {
                    assertThat(reply.text()).isEqualTo("TLSv1.3");
                    assertThat(reply.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
                }
                var old = new SSLParameters();
                old.setProtocols(new String[] {"TLSv1.2"});
                var limited = HubHttpClient.newBuilder()
                        .sslContext(trusting(own))
                        .sslParameters(old)
                        .build();
                assertThat(Http.with(limited).call("GET", address).text()).isEqualTo("TLSv1.2");
                DevelopmentCertificate other = DevelopmentCertificate.create();
                var strange =
                        HubHttpClient.newBuilder().sslContext(trusting(other)).build();
                assertThatThrownBy(() -> Http.with(strange).call("GET", address).text())
                        .isInstanceOf(IOException.class);
            }
        });
    }

    @Test
    void tokensAndJsonAreSentAndRead() throws Exception {
        var routes = new Routes()
                .post("/orders", (request, response) -> {
                    Order order = request.json(Order.class);
                    response.status(201)
                            .json(new Order(
                                    order.item() + " for " + request.user().orElseThrow(), order.count() + 1));
                })
                .filter(BearerAuth.of("shop", Map.of("t0ken", "ada")));
        ClientHub.run(routes, address -> {
            Order made = Http.post(address + "/orders")
                    .bearer("t0ken")
                    .json(new Order("tea", 1))
                    .json(Order.class);
            assertThat(made).isEqualTo(new Order("tea for ada", 2));
            for (HttpCall call : new HttpCall[] {
                Http.post(address + "/orders").json(new Order("tea", 1)),
                Http.post(address + "/orders").bearer("wrong").json(new Order("tea", 1))
            }) {
                try (Reply reply = call.send()) {
                    assertThat(reply.status()).isEqualTo(401);
                    assertThat(reply.header("WWW-Authenticate"))
                            .hasValueSatisfying(v -> assertThat(v).startsWith("Bearer"));
                }
            }
        });
    }
}
