// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static io.jevent.http.Command.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.server.ServerOptions;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies in front of a server, and which of them it believes. */
class ProxiesTest {

    private static final Handler WHO = (q, r) -> r.send(q.remoteHost() + " " + (q.isSecure() ? "https" : "http") + " "
            + q.host() + " " + q.header("X-Id").isPresent());

    private static String ask(Site site, String headers) throws IOException {
        try (var wire = new Wire(site.port())) {
            String text = wire.send("GET / HTTP/1.1\r\nHost: own\r\n" + headers.replace(";;", "\r\n") + "\r\n\r\n")
                    .readResponse();
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-For: 192.0.2.1                              | 192.0.2.1 http own",
                "X-Forwarded-For: 192.0.2.1;;X-Forwarded-Proto: https    | 192.0.2.1 https own",
                "X-Forwarded-Proto: HTTPS                                | 127.0.0.1 https own",
                "X-Forwarded-Host: evil                                  | 127.0.0.1 http own",
                "X-Forwarded-For: 6.6.6.6, 192.0.2.1                     | 192.0.2.1 http own",
                "X-Forwarded-For: 6.6.6.6, 192.0.2.1, 10.1.2.3           | 192.0.2.1 http own",
                "X-Forwarded-For: 6.6.6.6;;X-Forwarded-For: 192.0.2.1    | 192.0.2.1 http own",
                "X-Forwarded-For: 6.6.6.6, , evil, 10.1.2.3              | 10.1.2.3 http own",
                "X-Forwarded-For: 10.0.0.1, 10.0.0.2                     | 10.0.0.1 http own",
                "X-Forwarded-For: 2001:db8::1                            | 2001:db8:0:0:0:0:0:1 http own",
                "X-Forwarded-For: [2001:db8::1]:443                      | 2001:db8:0:0:0:0:0:1 http own",
                "X-Forwarded-For: 192.0.2.1:1234                         | 192.0.2.1 http own",
                "X-Forwarded-For: localhost                              | 127.0.0.1 http own",
                "X-Forwarded-For: 192.0.2.999                            | 127.0.0.1 http own",
                "X-Forwarded-For: 192.0.2.1, 10.0.0.1;;X-Forwarded-Proto: https, http | 192.0.2.1 https own",
                "Forwarded: for=192.0.2.1;proto=https                    | 127.0.0.1 http own",
                "X-Real-Ip: 192.0.2.1                                    | 127.0.0.1 http own",
            })
    void trustedProxiesTellTheClient(String headers, String client) throws IOException {
        var proxies = TrustedProxies.of("127.0.0.1", "10.0.0.0/8");
        try (Site site = Site.of(WHO, HttpOptions.DEFAULTS.proxies(proxies))) {
            assertThat(ask(site, headers)).startsWith(client + " ");
            assertThat(site.log)
                    .extracting(AccessLog.Entry::client)
                    .containsExactly(client.substring(0, client.indexOf(' ')));
        }
    }

    /** RFC 7239, 4 and 6. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Forwarded: for=192.0.2.1;proto=https;host=shop.example | 192.0.2.1 https shop.example",
                "Forwarded: For=\"[2001:db8::1]:47011\";Proto=https      | 2001:db8:0:0:0:0:0:1 https own",
                "Forwarded: for=6.6.6.6, for=192.0.2.1;proto=http;host=a, for=10.1.1.1;proto=https;host=b | 192.0.2.1 http a",
                "Forwarded: for=unknown;proto=https                     | 127.0.0.1 https own",
                "Forwarded: for=_hidden                                 | 127.0.0.1 http own",
                "Forwarded: for=\"192.0.2.1                              | 127.0.0.1 http own",
                "Forwarded: ;;;,=,                                      | 127.0.0.1 http own",
                "X-Forwarded-For: 6.6.6.6                               | 127.0.0.1 http own",
            })
    void theStandardHeaderIsReadInstead(String headers, String client) throws IOException {
        var proxies = TrustedProxies.of("127.0.0.1", "10.0.0.0/8").forwarded().host();
        try (Site site = Site.of(WHO, HttpOptions.DEFAULTS.proxies(proxies))) {
            assertThat(ask(site, headers.startsWith("Forwarded: ;") ? "Forwarded: ;,=,;" : headers))
                    .startsWith(client + " ");
        }
    }

    @Test
    void otherPeersAreNotBelieved() throws IOException {
        var proxies = TrustedProxies.of("10.0.0.0/8", "::1", "unix").host().requestId();
        Handler handler = (q, r) -> r.send(q.remoteHost() + q.isSecure() + q.host() + q.id());
        String headers =
                "X-Forwarded-For: 192.0.2.1;;X-Forwarded-Proto: https;;X-Forwarded-Host: evil;;X-Request-Id: mine";
        try (Site site = Site.of(handler, HttpOptions.DEFAULTS.proxies(proxies))) {
            assertThat(ask(site, headers)).startsWith("127.0.0.1falseown").doesNotContain("mine");
        }
        var believed = TrustedProxies.of("127.0.0.1").host().requestId();
        try (Site site = Site.of(handler, HttpOptions.DEFAULTS.proxies(believed))) {
            assertThat(ask(site, headers)).isEqualTo("192.0.2.1trueevilmine");
            assertThat(ask(site, "X-Request-Id: bad id"))
                    .startsWith("127.0.0.1falseown")
                    .doesNotContain("bad");
        }
    }

    @Test
    void aNetworkContainsItsAddresses() {
        var networks = Networks.of("192.0.2.128/25", "2001:db8::/33", "10.1.2.3");
        for (String inside : List.of("192.0.2.128", "192.0.2.255", "2001:db8:7fff::1", "10.1.2.3", "::ffff:10.1.2.3")) {
            assertThat(networks.contains(InetAddress.ofLiteral(inside)))
                    .as(inside)
                    .isTrue();
        }
        for (String outside : List.of("192.0.2.127", "2001:db8:8000::1", "10.1.2.4", "::1")) {
            assertThat(networks.contains(InetAddress.ofLiteral(outside)))
                    .as(outside)
                    .isFalse();
        }
        assertThat(Networks.of("0.0.0.0/0").contains(InetAddress.ofLiteral("8.8.8.8")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129", "", "/8"})
    void malformedNetworksAreRefused(String text) {
        assertThatThrownBy(() -> Networks.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an IP address");
    }

    private static Site balanced() {
        return Site.of(WHO, HttpOptions.DEFAULTS.proxyProtocol(Networks.of("127.0.0.1")));
    }

    private static String send(Site site, String bytes) throws IOException {
        try (var wire = new Wire(site.port())) {
            wire.send(bytes).shutdownOutput();
            return wire.readAll();
        }
    }

    private static final String GET = "GET / HTTP/1.1\r\nHost: own\r\n\r\n";
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

    @Test
    void theProxyProtocolTellsTheClient() throws IOException {
        String v2 = SIGNATURE + "!\u0011\0\014" + "\u00c0\0\2\7" + "\u007f\0\0\1" + "\0\120\0\120";
        String v2six = SIGNATURE + "!!\0$" + " \1\r\u00b8" + "\0".repeat(11) + "\1" + "\0".repeat(16) + "\0\120\0\120";
        String local = SIGNATURE + " \0\0\0";
        try (Site site = balanced()) {
            assertThat(send(site, "PROXY TCP4 192.0.2.9 127.0.0.1 5000 80\r\n" + GET))
                    .contains("192.0.2.9 http own");
            assertThat(send(site, "PROXY TCP6 2001:db8::9 ::1 5000 80\r\n" + GET))
                    .contains("2001:db8:0:0:0:0:0:9 ");
            assertThat(send(site, "PROXY UNKNOWN\r\n" + GET)).contains("127.0.0.1 http");
            assertThat(send(site, v2 + GET)).contains("192.0.2.7 http own");
            assertThat(send(site, v2six + GET)).contains("2001:db8:0:0:0:0:0:1 ");
            assertThat(send(site, local + GET)).contains("127.0.0.1 http");
            assertThat(output("curl", "-s", "--haproxy-protocol", site.uri("/")))
                    .startsWith("127.0.0.1 http");
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void theHeaderOfTheProxyProtocolPrecedesTls() throws IOException {
        var certificate = DevelopmentCertificate.create();
        TlsServer tls = TlsServer.of(certificate.identity());
        try (Site site = Site.of(
                WHO,
                HttpOptions.DEFAULTS.proxyProtocol(Networks.of("127.0.0.1")),
                ServerOptions.DEFAULTS.wrap(tls::secure))) {
            String[] command = {"curl", "-sk", "--haproxy-protocol", "https://127.0.0.1:" + site.port()};
            assertThat(output(command)).startsWith("127.0.0.1 https");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET / HTTP/1.1\r\n",
                "PROXY",
                "PROXY TCP4 1.2.3.4\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 99999 80\r\n",
                "PROXY TCP4 evil 127.0.0.1 1 2\r\n",
                "PROXY TCP9 1.2.3.4 5.6.7.8 1 2\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                SIGNATURE + "1\u0011\0\014",
                SIGNATURE + "!\u0011\0\2ab",
                SIGNATURE + "!\u0011\u007f\u00ff",
                SIGNATURE + "!\u0011\0\014abc",
            })
    void aConnectionWithoutAProperHeaderIsClosed(String begin) throws IOException {
        try (Site site = balanced()) {
            assertThat(send(site, begin + (begin.length() < 60 ? "" : GET))).doesNotContain("200 OK");
            assertThat(send(site, "PROXY UNKNOWN\r\n" + GET)).contains("200 OK");
        }
    }

    @Test
    void aPeerThatIsNoBalancerIsClosed() throws IOException {
        try (Site site = Site.of(WHO, HttpOptions.DEFAULTS.proxyProtocol(Networks.of("10.0.0.0/8")))) {
            assertThat(send(site, "PROXY UNKNOWN\r\n" + GET)).doesNotContain("200");
            assertThat(site.failures)
                    .singleElement()
                    .asString()
                    .contains("the peer is none of the load balancers [10.0.0.0/8]");
        }
    }

    @Test
    void aHeaderThatDoesNotComeIsNotWaitedForLong() throws IOException {
        var options =
                HttpOptions.DEFAULTS.proxyProtocol(Networks.of("127.0.0.1")).headTimeout(Duration.ofMillis(1));
        try (Site site = Site.of(WHO, options);
                var wire = new Wire(site.port())) {
            assertThat(wire.send("PROXY ").readAll()).doesNotContain("200");
        }
    }

    @Test
    void theConnectionsOfAnAddressAreLimited() throws IOException {
        var options =
                HttpOptions.DEFAULTS.proxyProtocol(Networks.of("127.0.0.1")).maxConnectionsPerAddress(2);
        var open = new ArrayList<Wire>();
        try (Site site = Site.of(WHO, options)) {
            for (int i = 0; i < 2; i++) {
                var wire = new Wire(site.port());
                open.add(wire);
                assertThat(wire.send("PROXY TCP4 192.0.2.9 127.0.0.1 5000 80\r\n" + GET)
                                .readResponse())
                        .contains("200 OK");
            }
            assertThat(send(site, "PROXY TCP4 192.0.2.9 127.0.0.1 5000 80\r\n" + GET))
                    .doesNotContain("200 OK");
            assertThat(send(site, "PROXY TCP4 192.0.2.8 127.0.0.1 5000 80\r\n" + GET))
                    .contains("200 OK");
            Wire first = open.removeFirst();
            first.shutdownOutput();
            first.readAll();
            first.close();
            String last = "";
            while (!last.contains("200 OK")) { // until the server has seen the end of the first
                last = send(site, "PROXY TCP4 192.0.2.9 127.0.0.1 5000 80\r\n" + GET);
            }
            open.removeFirst().close();
        }
    }

    @Test
    void theAddressesOfAnIpv6NetworkCountTogether() {
        var counts = new ConnectionCounts(1);
        Object one = ConnectionCounts.keyOf(TrustedProxies.parse("2001:db8::1"));
        Object other = ConnectionCounts.keyOf(TrustedProxies.parse("2001:db8::2"));
        assertThat(counts.enter(one)).isTrue();
        assertThat(counts.enter(other)).isFalse();
        assertThat(counts.enter(ConnectionCounts.keyOf(TrustedProxies.parse("2001:db8:0:1::1"))))
                .isTrue();
        counts.leave(one);
        assertThat(counts.size()).isEqualTo(1);
        assertThat(counts.enter(null)).isTrue();
    }
}
