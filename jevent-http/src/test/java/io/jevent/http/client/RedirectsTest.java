// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.http.Handler;
import java.net.ConnectException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects, cookies, and the addresses that they may lead to. */
class RedirectsTest {

    private static HubHttpClient following(ClientOptions options) {
        return HubHttpClient.newBuilder()
                .followRedirects(Redirect.ALWAYS)
                .options(options)
                .build();
    }

    private static HttpResponse<String> get(HubHttpClient client, String address) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    }

    private static Handler redirectingTo(String location) {
        return (_, response) ->
                response.status(302).header("Location", location).send("moved");
    }

    @Test
    void circlesEnd() throws Exception {
        int[] requests = {0};
        ClientHub.run(
                (_, response) -> {
                    requests[0]++;
                    response.status(302).header("Location", "/again").send("moved");
                },
                address -> {
                    HttpResponse<String> last = get(following(ClientOptions.DEFAULTS), address);
                    assertThat(last.statusCode()).isEqualTo(302);
                    assertThat(requests[0]).isEqualTo(6);
                    assertThat(last.previousResponse()).isPresent();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/", "jar:file:x!/y", "mailto:a@b"})
    void otherSchemesAreNotFollowed(String location) throws Exception {
        ClientHub.run(
                redirectingTo(location),
                address -> assertThat(
                                get(following(ClientOptions.DEFAULTS), address).statusCode())
                        .isEqualTo(302));
    }

    @Test
    void privateAddressesAreNotConnectedTo() throws Exception {
        ClientHub.run((_, response) -> response.send("internal"), address -> {
            var client = following(ClientOptions.DEFAULTS.addresses(AddressRules.PUBLIC));
            assertThatThrownBy(() -> get(client, address))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("may not connect");
            String named = address.replace("127.0.0.1", "localhost");
            assertThatThrownBy(() -> get(client, named)).isInstanceOf(ConnectException.class);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001:db8::1"
            })
    void specialAddressesAreNotPublic(String address) throws Exception {
        assertThat(AddressRules.PUBLIC.test(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "93.184.216.34", "2606:4700::1111", "64:ff9b::808:808"})
    void publicAddressesArePublic(String address) throws Exception {
        assertThat(AddressRules.PUBLIC.test(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void credentialsStayWithTheirOrigin() throws Exception {
        ClientHub.run((request, response) -> response.send(String.valueOf(request.header("Authorization"))), other -> {
            String target = other.replace("127.0.0.1", "localhost") + "/"; // another origin
            ClientHub.nested(redirectingTo(target), address -> {
                HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                        .header("Authorization", "Bearer secret")
                        .build();
                var client = following(ClientOptions.DEFAULTS);
                assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("Optional.empty");
            });
        });
    }

    @Test
    void aPostBecomesAGetExceptFor307() throws Exception {
        ClientHub.run(
                (request, response) -> {
                    if (request.path().equals("/end")) {
                        response.send(request.method() + request.text());
                    } else {
                        response.status(Integer.parseInt(request.path().substring(1)))
                                .header("Location", "/end")
                                .send("");
                    }
                },
                address -> {
                    var client = following(ClientOptions.DEFAULTS);
                    for (int status : new int[] {301, 302, 303}) {
                        assertThat(post(client, address + "/" + status)).isEqualTo("GET");
                    }
                    for (int status : new int[] {307, 308}) {
                        assertThat(post(client, address + "/" + status)).isEqualTo("POSTbody");
                    }
                });
    }

    private static String post(HubHttpClient client, String address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .POST(BodyPublishers.ofString("body"))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void cookiesAreKept() throws Exception {
        ClientHub.run(
                (request, response) -> {
                    response.header("Set-Cookie", "session=7; Path=/");
                    response.send(String.valueOf(request.header("Cookie")));
                },
                address -> {
                    var client = HubHttpClient.newBuilder()
                            .cookieHandler(new CookieManager())
                            .build();
                    assertThat(get(client, address).body()).isEqualTo("Optional.empty");
                    assertThat(get(client, address).body()).contains("session=7");
                });
    }
}
