// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.Routes;
import io.jevent.hub.Hub;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsServer;
import io.jevent.websocket.Message;
import io.jevent.websocket.WebSocket;
import io.jevent.websocket.WebSocketOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A page by HTTPS: the browser speaks HTTP/2, also for its WebSocket (RFC 8441). */
class Http2BrowserTest {

    private static final String PAGE = """
            <p id="version"></p><p id="echo"></p>
            <script>
            version.textContent = performance.getEntriesByType('navigation')[0].nextHopProtocol;
            const socket = new WebSocket('wss://' + location.host + '/socket');
            let left = 100;
            const say = () => socket.send('hello number ' + left + ', which is much like the others before it and after it');
            socket.onopen = say;
            socket.onmessage = message => {
              if (!message.data.startsWith('hello number ' + left + ', ')) {
                socket.close(1000, 'wrong');
              } else if (--left > 0) {
                say();
              } else {
                echo.textContent = message.data + ' with ' + socket.extensions;
                socket.close(1000, 'done');
              }
            };
            </script>
            """;

    private final WebSocketOptions takeover = WebSocketOptions.DEFAULTS.contextTakeover(true);
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CompletableFuture<HttpServer> serving = new CompletableFuture<>();

    private void socket(Request request, Response response) throws Exception {
        try (WebSocket socket = WebSocket.accept(request, response, takeover)) {
            for (Message message : socket.messages()) {
                socket.send(((Message.Text) message).text() + " by " + request.protocol());
            }
            seen.add("closed with " + socket.status().orElseThrow());
        }
    }

    private void serve(TlsServer tls) throws Exception {
        Jevent.run(() -> {
            var routes = new Routes()
                    .get("/", (request, response) -> response.type("text/html").send(PAGE))
                    .get("/socket", this::socket);
            var server = new HttpServer(
                    Addresses.parse("127.0.0.1:0"),
                    routes,
                    HttpOptions.DEFAULTS,
                    ServerOptions.DEFAULTS.wrap(tls::secure));
            server.start();
            serving.complete(server);
            server.serveForever();
            return null;
        });
    }

    @Test
    void aPageAndItsWebSocketShareAConnection() throws Exception {
        TlsServer tls = TlsServer.of(DevelopmentCertificate.create().identity());
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                serve(tls);
            } catch (Exception e) {
                serving.completeExceptionally(e);
            }
        });
        try (var browser = Browser.open()) {
            browser.go("https://localhost:" + serving.join().port() + "/");
            browser.seeExactly("#version", "h2");
            browser.seeExactly(
                    "#echo",
                    "hello number 1, which is much like the others before it and after it by HTTP/2.0"
                            + " with permessage-deflate");
        } finally {
            try (Hub hub = Hub.current()) { // of this thread, which waits for the handlers
                serving.join().stop();
                assertThat(hub.isClosed()).isFalse();
            }
        }
        thread.join();
        assertThat(seen).containsExactly("closed with 1000: done");
    }
}
