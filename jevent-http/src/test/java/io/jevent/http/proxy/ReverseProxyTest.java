// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.proxy;

import static io.jevent.http.Command.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.event.Event;
import io.jevent.http.Handler;
import io.jevent.http.HttpOptions;
import io.jevent.http.Routes;
import io.jevent.http.Site;
import io.jevent.http.TrustedProxies;
import io.jevent.http.Wire;
import io.jevent.websocket.Message;
import io.jevent.websocket.WebSocket;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket.Listener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("StringConcatToTextBlock") // the lines end in CR LF
class ReverseProxyTest {

    private static String at(Site site) {
        return "http://127.0.0.1:" + site.port();
    }

    private static String ask(Site site, String method, String target, String rest) throws IOException {
        try (var wire = new Wire(site.port())) {
            return wire.send(method + " " + target + " HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n" + rest)
                    .readAll();
        }
    }

    private static String unreachable() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }

    @Test
    void requestsAndResponsesAreSentOn() throws IOException {
        Handler echo = (q, r) -> {
            var seen = new StringBuilder(q.method() + " " + q.target() + "\n");
            q.headers()
                    .forEach((name, value) -> seen.append(name.toLowerCase(Locale.ROOT))
                            .append(": ")
                            .append(value)
                            .append('\n'));
            r.status(201).header("X-Own", "1").addHeader("X-Many", "a").addHeader("X-Many", "b");
            r.header("Connection", "X-Hop").header("X-Hop", "gone").header("Keep-Alive", "5");
            r.send(seen + q.text());
        };
        try (Site back = Site.of(echo);
                Site front = Site.of(
                        ReverseProxy.to(at(back) + "/base"),
                        HttpOptions.DEFAULTS.proxies(TrustedProxies.of("10.0.0.1")))) {
            String response = ask(
                    front,
                    "POST",
                    "/a%20b?x=%2F&y",
                    "X-Mine: 1\r\nConnection: X-Secret\r\nX-Secret: s\r\nX-Forwarded-For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\n"
                            + "Via: 1.0 other\r\nTE: trailers\r\nProxy-Authorization: p\r\nContent-Length: 4\r\n\r\nbody");
            assertThat(response)
                    .startsWith("HTTP/1.1 201 ")
                    .containsIgnoringCase("\r\nX-Own: 1\r\n")
                    .containsIgnoringCase("\r\nX-Many: a\r\n")
                    .containsIgnoringCase("\r\nX-Many: b\r\n")
                    .doesNotContain("gone", "Keep-Alive")
                    .contains("POST /base/a%20b?x=%2F&y\n")
                    .contains("x-mine: 1\n", "x-forwarded-for: 127.0.0.1\n", "x-forwarded-proto: http\n")
                    .contains("x-forwarded-host: shop.example\n", "via: 1.0 other, 1.1 jevent\n", "content-length: 4\n")
                    .doesNotContain("6.6.6.6", "x-secret", "te: trailers", "proxy-authorization")
                    .endsWith("\nbody");
            assertThat(ask(front, "HEAD", "/", "\r\n"))
                    .startsWith("HTTP/1.1 201 ")
                    .contains("ontent-")
                    .endsWith("\r\n\r\n");
            assertThat(front.failures).isEmpty();
        }
    }

    @Test
    void bodiesStreamInBothDirections(@TempDir Path folder) throws IOException {
        var go = new Event();
        Handler handler = (q, r) -> {
            if (q.path().equals("/go")) {
                go.set();
                r.send("went");
            } else if (q.path().equals("/slow")) {
                r.write("first");
                go.await();
                r.write("second");
            } else {
                r.send(q.protocol() + " " + q.bytes().length);
            }
        };
        Path body = Files.writeString(folder.resolve("body"), "0123456789".repeat(200_000));
        try (Site back = Site.of(handler);
                Site front = Site.of(ReverseProxy.to(at(back)))) {
            try (var wire = new Wire(front.port())) {
                wire.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("first");
                assertThat(ask(front, "GET", "/go", "\r\n")).endsWith("went");
                assertThat(wire.readUntil("0\r\n\r\n")).contains("second");
            }
            for (String version : List.of("--http1.1", "--http2-prior-knowledge")) {
                for (String type : List.of("Content-Type: text/x", "Transfer-Encoding: chunked")) {
                    if (version.equals("--http1.1") || !type.startsWith("Transfer")) {
                        assertThat(output(
                                        "curl",
                                        "-s",
                                        version,
                                        "-H",
                                        type,
                                        "-H",
                                        "Expect:",
                                        "--data-binary",
                                        "@" + body,
                                        front.uri("/")))
                                .isEqualTo("HTTP/1.1 2000000");
                    }
                }
                assertThat(output("curl", "-s", version, front.uri("/"))).isEqualTo("HTTP/1.1 0");
                assertThat(output("curl", "-s", version, "-X", "DELETE", "-d", "abc", front.uri("/")))
                        .isEqualTo("HTTP/1.1 3");
            }
            assertThat(front.failures).isEmpty();
        }
    }

    /** Bytes of a body never become a second request behind the proxy. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: a\rGET /smuggled HTTP/1.1\r\n\r\n",
            })
    void nothingIsSmuggledThroughAnAmbiguousRequest(String request) throws IOException {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Site back = Site.of((q, r) -> {
                    seen.add(q.target());
                    r.send("x");
                });
                Site front = Site.of(ReverseProxy.to(at(back)));
                var wire = new Wire(front.port())) {
            assertThat(wire.send(request).shutdownOutput().readAll()).startsWith("HTTP/1.1 400 ");
            assertThat(seen).doesNotContain("/smuggled");
        }
    }

    @Test
    void aDowngradedRequestIsFramedAnew() throws IOException {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Site back = Site.of((q, r) -> {
                    seen.add(q.method() + " " + q.target() + " " + q.text());
                    r.send("x");
                });
                Site front = Site.of(ReverseProxy.to(at(back)))) {
            String inner = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
            assertThat(output(
                            "curl",
                            "-s",
                            "--http2-prior-knowledge",
                            "--data-binary",
                            "0\r\n\r\n" + inner,
                            front.uri("/one")))
                    .isEqualTo("x");
            assertThat(output(
                            "curl",
                            "-s",
                            "--http2-prior-knowledge",
                            "-H",
                            "Transfer-Encoding: chunked",
                            "-d",
                            inner,
                            front.uri("/two")))
                    .isNotNull();
            assertThat(output(
                            "curl",
                            "-s",
                            "--http2-prior-knowledge",
                            "-X",
                            "GET",
                            "--data-binary",
                            inner,
                            front.uri("/three")))
                    .isEqualTo("x");
            assertThat(seen).allMatch(text -> !text.startsWith("GET /smuggled"));
            assertThat(seen).contains("POST /one 0\r\n\r\n" + inner, "GET /three " + inner);
        }
    }

    @Test
    void anotherServerIsTriedIfOneCannotBeReached() throws IOException {
        try (Site back = Site.of((q, r) -> r.send("served " + q.text()));
                Site front = Site.of(ReverseProxy.to(unreachable(), at(back)))) {
            for (int i = 0; i < 4; i++) {
                assertThat(ask(front, "GET", "/", "\r\n")).endsWith("served ");
            }
            String post = "Content-Length: 1\r\n\r\nx";
            assertThat(List.of(
                            ask(front, "POST", "/", post).substring(9, 12),
                            ask(front, "POST", "/", post).substring(9, 12)))
                    .as("a body is sent once only, and not to a server that was not there three times")
                    .isSubsetOf("200", "502");
            assertThat(front.failures).isEmpty();
        }
    }

    @Test
    void theResponseIs502Or504IfThereIsNone() throws IOException {
        try (Site front = Site.of(ReverseProxy.to(unreachable()).tries(1))) {
            assertThat(ask(front, "GET", "/", "\r\n"))
                    .startsWith("HTTP/1.1 502 ")
                    .doesNotContain("127.0.0.1");
            assertThat(front.failures).isEmpty();
        }
        try (Site back = Site.of((q, r) -> new Event().await());
                Site front = Site.of(ReverseProxy.to(at(back)).timeout(Duration.ofMillis(1)))) {
            assertThat(ask(front, "GET", "/", "\r\n")).startsWith("HTTP/1.1 504 ");
            assertThat(front.failures).isEmpty();
        }
    }

    @Test
    void aResponseThatBreaksOffBreaksOff() throws IOException {
        try (Site back = Site.of((q, r) -> {
                    r.header("Content-Length", "100").write("begin");
                    throw new IllegalStateException("broken");
                });
                Site front = Site.of(ReverseProxy.to(at(back)))) {
            assertThat(ask(front, "GET", "/", "\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("begin");
        }
    }

    @Test
    void aServerThatIsNotReadyIsSkipped() throws IOException {
        var ready = new AtomicBoolean(true);
        var routes = new Routes()
                .get("/ready", (q, r) -> r.status(ready.get() ? 200 : 503).send(""))
                .get("/", (q, r) -> r.send("first"));
        try (Site first = Site.of(routes);
                Site second = Site.of((q, r) -> r.send("second"));
                Site front = Site.of(ReverseProxy.to(at(first), at(second)).health("/ready", Duration.ofMillis(1)))) {
            while (!ask(front, "GET", "/", "\r\n").endsWith("first")) {
                Thread.onSpinWait(); // each of the two is next once
            }
            ready.set(false);
            int others = 0;
            while (others < 5) { // until the check has seen it
                others = ask(front, "GET", "/", "\r\n").endsWith("second") ? others + 1 : 0;
            }
            ready.set(true);
            while (!ask(front, "GET", "/", "\r\n").endsWith("first")) {
                Thread.onSpinWait();
            }
        }
    }

    /** Collects messages of the JDK's client. */
    private static final class Collecting implements Listener {

        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final CompletableFuture<String> closed = new CompletableFuture<>();

        @Override
        public @org.jspecify.annotations.Nullable CompletionStage<?> onText(
                java.net.http.WebSocket socket, CharSequence data, boolean last) {
            text.complete(data.toString());
            socket.request(1);
            return null;
        }

        @Override
        public @org.jspecify.annotations.Nullable CompletionStage<?> onClose(
                java.net.http.WebSocket socket, int code, String reason) {
            closed.complete(code + reason);
            return null;
        }
    }

    @Test
    void webSocketsAreConnected() {
        Handler echo = (q, r) -> {
            WebSocket socket = WebSocket.accept(q, r, io.jevent.websocket.WebSocketOptions.DEFAULTS.subprotocols("b"));
            for (Message message : socket.messages()) {
                if (message instanceof Message.Text text) {
                    if (text.text().equals("end")) {
                        socket.close(4001, "over");
                        return;
                    }
                    socket.send(text.text() + " at " + q.target() + " for "
                            + q.header("X-Forwarded-For").orElse("-"));
                }
            }
        };
        try (Site back = Site.of(echo);
                Site front = Site.of(ReverseProxy.to(at(back)));
                HttpClient client = HttpClient.newHttpClient()) {
            var collecting = new Collecting();
            java.net.http.WebSocket socket = client.newWebSocketBuilder()
                    .subprotocols("a", "b")
                    .buildAsync(URI.create("ws://127.0.0.1:" + front.port() + "/chat?room=1"), collecting)
                    .join();
            assertThat(socket.getSubprotocol()).isEqualTo("b");
            socket.sendText("hello", true).join();
            assertThat(collecting.text.join()).isEqualTo("hello at /chat?room=1 for 127.0.0.1");
            socket.sendText("end", true).join();
            assertThat(collecting.closed.join()).isEqualTo("4001over");
            assertThat(front.failures).isEmpty();
        }
    }

    @Test
    void aWebSocketThatTheServerRefusesIsRefused() throws IOException {
        String upgrade = "Upgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + java.util.Base64.getEncoder().encodeToString("0123456789abcdef".getBytes(StandardCharsets.US_ASCII))
                + "\r\n\r\n";
        try (Site back = Site.of((q, r) -> r.status(403).send("no"));
                Site front = Site.of(ReverseProxy.to(at(back)));
                var wire = new Wire(front.port())) {
            assertThat(wire.send("GET / HTTP/1.1\r\nHost: x\r\n" + upgrade).readResponse())
                    .startsWith("HTTP/1.1 403 ");
        }
        try (Site front = Site.of(ReverseProxy.to(unreachable()));
                var wire = new Wire(front.port())) {
            assertThat(wire.send("GET / HTTP/1.1\r\nHost: x\r\n" + upgrade).readResponse())
                    .startsWith("HTTP/1.1 502 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:80", "ftp://x", "http://x/", "http://x?y", "http:///x"})
    void anUpstreamIsAnAddress(String address) {
        assertThatThrownBy(() -> ReverseProxy.to(address)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(ReverseProxy::to).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReverseProxy.to("http://x").tries(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReverseProxy.to("http://x").health("y", Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
