// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import static io.jevent.http.client.ClientHub.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsClient;
import io.jevent.tls.TlsServer;
import java.io.IOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proxies, credentials and Unix sockets. */
class ProxiesTest {

    private static ProxySelector through(Proxy.Type type, String address) {
        var proxy = new Proxy(
                type,
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), URI.create(address).getPort()));
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(proxy);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress to, IOException failure) {
                // the client reports it
            }
        };
    }

    private static void relay(StreamSocket client, String address) throws IOException {
        try (StreamSocket server = StreamSocket.connect(address)) {
            var back = Jevent.spawn(() -> {
                copy(server, client);
                return null;
            });
            copy(client, server);
            back.join();
        }
    }

    private static void copy(StreamSocket from, StreamSocket to) throws IOException {
        for (byte[] some = from.recv(10_000); some.length > 0; some = from.recv(10_000)) {
            to.sendAll(some);
        }
        to.shutdownOutput();
    }

    @Test
    void aPlainRequestNamesItsServerToTheProxy() throws Exception {
        ClientHub.withPeer(
                socket -> {
                    String request = head(socket);
                    assertThat(request)
                            .startsWith("GET http://example.test/x?y HTTP/1.1\r\n")
                            .contains("Host: example.test\r\n");
                    socket.sendAll(
                            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy".getBytes(StandardCharsets.US_ASCII));
                },
                address -> {
                    var client = HubHttpClient.newBuilder()
                            .proxy(through(Proxy.Type.HTTP, address))
                            .build();
                    assertThat(Http.with(client)
                                    .call("GET", "http://example.test/x?y")
                                    .text())
                            .isEqualTo("proxy");
                });
    }

    @Test
    void aSecureRequestGoesThroughATunnel() throws Exception {
        List<String> tunnels = new ArrayList<>();
        ClientHub.onHub(() -> {
            DevelopmentCertificate own = DevelopmentCertificate.create();
            try (var server = new HttpServer(
                    Addresses.parse("127.0.0.1:0"),
                    (request, response) -> response.send(request.protocol()),
                    HttpOptions.DEFAULTS.log(AccessLog.NONE),
                    ServerOptions.DEFAULTS.wrap(TlsServer.of(own.identity())::secure))) {
                server.start();
                ClientHub.peer(
                        socket -> {
                            String request = head(socket);
                            tunnels.add(request);
                            socket.sendAll("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                            relay(socket, "127.0.0.1:" + server.port());
                        },
                        proxy -> {
                            var client = HubHttpClient.newBuilder()
                                    .proxy(through(Proxy.Type.HTTP, proxy))
                                    .options(ClientOptions.DEFAULTS
                                            .tls(TlsClient.builder()
                                                    .trust(own.trust())
                                                    .build())
                                            .proxyCredentials("me", "secret"))
                                    .build();
                            String address = "https://localhost:" + server.port();
                            assertThat(Http.with(client).call("GET", address).text())
                                    .isEqualTo("HTTP/2.0");
                            assertThat(tunnels)
                                    .singleElement()
                                    .asString()
                                    .startsWith("CONNECT localhost:" + server.port() + " HTTP/1.1\r\n")
                                    .contains("Proxy-Authorization: Basic ");
                        });
            }
        });
    }

    @Test
    void aProxyThatRefusesATunnelIsNamed() throws Exception {
        ClientHub.withPeer(
                socket -> {
                    head(socket);
                    socket.sendAll(
                            "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                },
                address -> {
                    var client = HubHttpClient.newBuilder()
                            .proxy(through(Proxy.Type.HTTP, address))
                            .build();
                    assertThatThrownBy(() -> Http.with(client)
                                    .call("GET", "https://example.test/")
                                    .text())
                            .isInstanceOf(ConnectException.class)
                            .hasMessageContaining("refuses a tunnel to example.test:443 with status 403");
                });
    }

    @Test
    void aSocksProxyLooksTheNameUp() throws Exception {
        ClientHub.run(
                (request, response) -> response.send("through SOCKS"),
                server -> ClientHub.peer(
                        socket -> {
                            assertThat(socket.recv(3)).containsExactly(5, 1, 0);
                            socket.sendAll(new byte[] {5, 0});
                            byte[] request = socket.recv(100);
                            assertThat(new String(request, 5, request[4], StandardCharsets.US_ASCII))
                                    .isEqualTo("shop.test");
                            socket.sendAll(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 80});
                            relay(socket, server.substring("http://".length()));
                        },
                        proxy -> {
                            var client = HubHttpClient.newBuilder()
                                    .proxy(through(Proxy.Type.SOCKS, proxy))
                                    .build();
                            assertThat(Http.with(client)
                                            .call("GET", "http://shop.test/")
                                            .text())
                                    .isEqualTo("through SOCKS");
                        }));
    }

    private static Authenticator asking(List<String> asked, String... passwords) {
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                asked.add(getRequestorType() + " " + getRequestingProtocol() + " " + getRequestingPrompt());
                return new PasswordAuthentication("me", passwords[asked.size() - 1].toCharArray());
            }
        };
    }

    @Test
    void theAuthenticatorIsAskedForATunnel() throws Exception {
        List<String> tunnels = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        ClientHub.withPeer(
                socket -> {
                    String line = head(socket)
                            .lines()
                            .filter(l -> l.startsWith("Proxy-Authorization"))
                            .findFirst()
                            .orElse("none");
                    tunnels.add(line);
                    String answer = line.endsWith("Basic bWU6cmlnaHQ=")
                            ? "HTTP/1.1 403 Forbidden\r\n\r\n"
                            : "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"gate\"\r\nContent-Length: 0\r\n\r\n";
                    socket.sendAll(answer.getBytes(StandardCharsets.US_ASCII));
                },
                address -> {
                    var client = HubHttpClient.newBuilder()
                            .proxy(through(Proxy.Type.HTTP, address))
                            .authenticator(asking(asked, "wrong", "right"))
                            .build();
                    for (int i = 0; i < 2; i++) { // the second time the credentials are known
                        assertThatThrownBy(() -> Http.with(client)
                                        .call("GET", "https://example.test/")
                                        .text())
                                .hasMessageContaining("status 403");
                    }
                    assertThat(asked).containsExactly("PROXY https gate", "PROXY https gate");
                    String right = "Proxy-Authorization: Basic bWU6cmlnaHQ=";
                    assertThat(tunnels)
                            .containsExactly("none", "Proxy-Authorization: Basic bWU6d3Jvbmc=", right, right);
                });
    }

    @Test
    void aTunnelWithWrongCredentialsIsGivenUp() throws Exception {
        List<String> asked = new ArrayList<>();
        ClientHub.withPeer(
                socket -> {
                    head(socket);
                    socket.sendAll("HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=x\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
                },
                address -> {
                    var client = HubHttpClient.newBuilder()
                            .proxy(through(Proxy.Type.HTTP, address))
                            .authenticator(asking(asked, "a", "b", "c"))
                            .build();
                    assertThatThrownBy(() -> Http.with(client)
                                    .call("GET", "https://example.test/")
                                    .text())
                            .isInstanceOf(ConnectException.class)
                            .hasMessageContaining("407");
                    assertThat(asked).hasSize(3);
                });
    }

    private static void passwordProxy(StreamSocket socket, String expected, String server) throws IOException {
        assertThat(socket.recv(4)).containsExactly(5, 2, 0, 2);
        socket.sendAll(new byte[] {5, 2});
        byte[] login = socket.recv(100);
        int length = login[1];
        String name = new String(login, 2, length, StandardCharsets.UTF_8);
        String password = new String(login, 3 + length, login[2 + length], StandardCharsets.UTF_8);
        boolean right = (name + ":" + password).equals(expected);
        socket.sendAll(new byte[] {1, (byte) (right ? 0 : 1)});
        if (right) {
            socket.recv(100);
            socket.sendAll(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 80});
            relay(socket, server);
        }
    }

    @Test
    void aSocksProxyGetsNameAndPassword() throws Exception {
        List<String> asked = new ArrayList<>();
        ClientHub.run(
                (request, response) -> response.send("through SOCKS"),
                server -> ClientHub.peer(
                        socket -> passwordProxy(socket, "me:secret", server.substring("http://".length())), proxy -> {
                            var builder = HubHttpClient.newBuilder().proxy(through(Proxy.Type.SOCKS, proxy));
                            var options = ClientOptions.DEFAULTS.proxyCredentials("me", "secret");
                            for (HubHttpClient client : List.of(
                                    builder.options(options).build(),
                                    HubHttpClient.newBuilder()
                                            .proxy(through(Proxy.Type.SOCKS, proxy))
                                            .authenticator(asking(asked, "secret"))
                                            .build())) {
                                assertThat(Http.with(client)
                                                .call("GET", "http://shop.test/")
                                                .text())
                                        .isEqualTo("through SOCKS");
                            }
                            assertThat(asked).containsExactly("PROXY SOCKS5 ");
                            var wrong = builder.options(ClientOptions.DEFAULTS.proxyCredentials("me", "no"))
                                    .build();
                            assertThatThrownBy(() -> Http.with(wrong)
                                            .call("GET", "http://shop.test/")
                                            .text())
                                    .isInstanceOf(ConnectException.class)
                                    .hasMessageContaining("refuses the name or the password");
                        }));
    }

    @Test
    void aSocksProxyThatRefusesIsNamed() throws Exception {
        ClientHub.withPeer(
                socket -> {
                    socket.recv(3);
                    socket.sendAll(new byte[] {5, 0});
                    socket.recv(100);
                    socket.sendAll(new byte[] {5, 5, 0, 1, 0, 0, 0, 0, 0, 0});
                },
                address -> {
                    var client = HubHttpClient.newBuilder()
                            .proxy(through(Proxy.Type.SOCKS, address))
                            .build();
                    assertThatThrownBy(() -> Http.with(client)
                                    .call("GET", "http://shop.test/")
                                    .text())
                            .isInstanceOf(ConnectException.class)
                            .hasMessageContaining("Connection refused");
                });
    }

    @Test
    void theAuthenticatorIsAsked() throws Exception {
        int[] asked = {0};
        ClientHub.run(
                (request, response) -> {
                    if (request.header("Authorization").isEmpty()) {
                        response.status(401)
                                .header("WWW-Authenticate", "Basic realm=\"the shop\"")
                                .send("who?");
                    } else {
                        response.send(request.header("Authorization").orElseThrow());
                    }
                },
                address -> {
                    var client = HubHttpClient.newBuilder()
                            .authenticator(new Authenticator() {
                                @Override
                                protected PasswordAuthentication getPasswordAuthentication() {
                                    assertThat(getRequestingPrompt()).isEqualTo("the shop");
                                    asked[0]++;
                                    return new PasswordAuthentication("me", "secret".toCharArray());
                                }
                            })
                            .build();
                    HttpRequest request =
                            HttpRequest.newBuilder(URI.create(address)).build();
                    for (int i = 0; i < 3; i++) {
                        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                        assertThat(response.body()).isEqualTo("Basic bWU6c2VjcmV0");
                    }
                    assertThat(asked[0]).isOne();
                });
    }

    @Test
    void wrongCredentialsAreGivenUp() throws Exception {
        ClientHub.run(
                (_, response) -> response.status(401)
                        .header("WWW-Authenticate", "Basic realm=x")
                        .send("no"),
                address -> {
                    var client = HubHttpClient.newBuilder()
                            .authenticator(new Authenticator() {
                                @Override
                                protected PasswordAuthentication getPasswordAuthentication() {
                                    return new PasswordAuthentication("me", "wrong".toCharArray());
                                }
                            })
                            .build();
                    assertThatThrownBy(() -> client.send(
                                    HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString()))
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("too many authentication attempts");
                });
    }

    @Test
    void aUnixSocketTakesAllCalls(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("shop");
        ClientHub.onHub(() -> {
            try (var server = new HttpServer(
                    java.net.UnixDomainSocketAddress.of(path),
                    (request, response) -> response.send(request.host()),
                    HttpOptions.DEFAULTS.log(AccessLog.NONE),
                    ServerOptions.DEFAULTS)) {
                server.start();
                var client = HubHttpClient.of(ClientOptions.DEFAULTS.unixSocket(path));
                assertThat(Http.with(client).call("GET", "http://shop.test/").text())
                        .isEqualTo("shop.test");
            }
        });
    }
}
