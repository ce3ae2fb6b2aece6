// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jevent.Jevent;
import io.jevent.http.client.ClientOptions;
import io.jevent.http.client.HubHttpClient;
import io.jevent.hub.Hub;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One table of behavior for the JDK's client and this one: the same calls have the same outcomes. */
class DifferentialTest {

    private static @Nullable HttpServer server;
    private static @Nullable ServerSocket raw;
    private static @Nullable ExecutorService threads;

    /** A call, which returns what a program can see of its outcome. */
    interface Call {
        String run(HttpClient client, Addresses at) throws Exception;
    }

    /** The addresses of the peers. */
    record Addresses(String server, String raw) {}

    record Row(String name, Call call) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void serve() throws IOException {
        HttpServer own = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService pool = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "peer");
            thread.setDaemon(true);
            return thread;
        });
        threads = pool;
        own.setExecutor(pool);
        own.createContext("/", DifferentialTest::handle);
        own.start();
        server = own;
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        raw = listener;
        pool.execute(() -> {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    pool.execute(() -> respond(socket));
                }
            } catch (IOException _) {
                // the test has ended
            }
        });
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.stop(0);
        }
        if (raw != null) {
            raw.close();
        }
        if (threads != null) {
            threads.shutdownNow();
        }
    }

    private static void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (path.startsWith("/redirect/")) {
                String[] parts = path.split("/", -1);
                exchange.getResponseHeaders()
                        .add("Location", parts.length > 3 ? "/" + parts[3] : "/redirect/" + parts[2]);
                exchange.sendResponseHeaders(Integer.parseInt(parts[2]), -1);
                return;
            }
            if (path.startsWith("/status/")) {
                exchange.sendResponseHeaders(Integer.parseInt(path.split("/", -1)[2]), -1);
                return;
            }
            exchange.getResponseHeaders().add("X-Twice", "one");
            exchange.getResponseHeaders().add("X-Twice", "two");
            exchange.getResponseHeaders().add("Set-Cookie", "session=7; Path=/");
            exchange.getResponseHeaders().add("Content-Type", "text/plain; charset=iso-8859-1");
            String text = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(body, StandardCharsets.UTF_8) + " "
                    + exchange.getRequestHeaders().getFirst("X-Mine") + " "
                    + exchange.getRequestHeaders().getFirst("Cookie") + " \u00e4";
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : path.equals("/chunked") ? 0 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    /** Responds with the bytes that the path of the request names. */
    private static void respond(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int octet = in.read();
                if (octet < 0) {
                    return;
                }
                head.append((char) octet);
            }
            String bytes = switch (head.toString().split(" ", 3)[1]) {
                case "/nothing" -> "";
                case "/short" -> "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort";
                case "/bad" -> "HELLO WORLD\r\n\r\n";
                case "/badchunk" -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n";
                case "/cutchunk" -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab";
                case "/noend" -> "HTTP/1.1 200 OK\r\n\r\nto the end";
                case "/hints" ->
                    "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
                case "/nolocation" -> "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n";
                case "/late" -> {
                    in.read(); // until the client gives up
                    yield "";
                }
                default -> "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
            };
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            // the client has left
        }
    }

    private static HttpRequest.Builder to(String address) {
        return HttpRequest.newBuilder(URI.create(address));
    }

    private static String seen(HttpResponse<?> response) {
        var headers = new TreeMap<>(response.headers().map());
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("date"));
        return response.statusCode() + " " + response.version() + " "
                + response.uri().getPath() + " "
                + headers.toString().toLowerCase(java.util.Locale.ROOT) + " " + response.body() + " "
                + response.previousResponse().map(HttpResponse::statusCode) + " "
                + response.request().method() + " "
                + response.sslSession().isPresent();
    }

    private static Row get(String name, String path) {
        return new Row(
                name, (client, at) -> seen(client.send(to(at.server() + path).build(), BodyHandlers.ofString())));
    }

    private static Row raw(String path) {
        return new Row(
                "raw " + path,
                (client, at) -> seen(client.send(to(at.raw() + path).build(), BodyHandlers.ofString())));
    }

    private static Row sent(String name, String path, UnaryOperator<HttpRequest.Builder> request) {
        return new Row(
                name,
                (client, at) ->
                        seen(client.send(request.apply(to(at.server() + path)).build(), BodyHandlers.ofString())));
    }

    static Stream<Row> rows() {
        return Stream.of(responses(), requests(), handlers(), failures()).flatMap(rows -> rows);
    }

    private static Stream<Row> responses() {
        return Stream.of(
                get("a page", "/"),
                get("a query", "/x%20y?a=b%26c"),
                get("chunks", "/chunked"),
                get("no content", "/status/204"),
                get("not modified", "/status/304"),
                get("an error", "/status/500"),
                get("301", "/redirect/301/x"),
                get("302", "/redirect/302/x"),
                get("303", "/redirect/303/x"),
                get("307", "/redirect/307/x"),
                get("308", "/redirect/308/x"),
                get("300", "/redirect/300/x"),
                get("a circle", "/redirect/302"),
                raw("/nothing"),
                raw("/short"),
                raw("/bad"),
                raw("/badchunk"),
                raw("/cutchunk"),
                raw("/noend"),
                raw("/hints"),
                raw("/nolocation"));
    }

    private static Stream<Row> requests() {
        return Stream.of(
                sent("HEAD", "/", request -> request.method("HEAD", BodyPublishers.noBody())),
                sent("POST", "/", request -> request.POST(BodyPublishers.ofString("body"))),
                sent("POST and 302", "/redirect/302/x", request -> request.POST(BodyPublishers.ofString("body"))),
                sent("POST and 307", "/redirect/307/x", request -> request.POST(BodyPublishers.ofString("body"))),
                sent("PUT and 301", "/redirect/301/x", request -> request.PUT(BodyPublishers.ofString("body"))),
                sent(
                        "a stream",
                        "/",
                        request -> request.POST(
                                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[] {'a', 'b'})))),
                sent("a header", "/", request -> request.header("X-Mine", "7")),
                new Row("cookies", (client, at) -> {
                    client.send(to(at.server() + "/").build(), BodyHandlers.discarding());
                    return seen(client.send(to(at.server() + "/").build(), BodyHandlers.ofString()));
                }));
    }

    private static Stream<Row> handlers() {
        return Stream.of(
                new Row(
                        "lines",
                        (client, at) -> client.send(to(at.server() + "/").build(), BodyHandlers.ofLines())
                                .body()
                                .toList()
                                .toString()),
                new Row(
                        "a handler that fails",
                        (client, at) -> seen(client.send(to(at.server() + "/").build(), _ -> {
                            throw new IllegalStateException("the handler");
                        }))),
                new Row(
                        "asynchronous",
                        (client, at) ->
                                seen(client.sendAsync(to(at.server() + "/").build(), BodyHandlers.ofString())
                                        .join())));
    }

    private static Stream<Row> failures() {
        return Stream.of(
                new Row(
                        "too late",
                        (client, at) -> seen(client.send(
                                to(at.raw() + "/late")
                                        .timeout(Duration.ofMillis(200))
                                        .build(),
                                BodyHandlers.ofString()))),
                new Row(
                        "nobody listens",
                        (client, at) ->
                                seen(client.send(to("http://127.0.0.1:1/").build(), BodyHandlers.ofString()))),
                new Row(
                        "no such host",
                        (client, at) -> seen(
                                client.send(to("http://no-such-host.invalid/").build(), BodyHandlers.ofString()))),
                new Row(
                        "asynchronous failure",
                        (client, at) ->
                                seen(client.sendAsync(to("http://127.0.0.1:1/").build(), BodyHandlers.ofString())
                                        .join())));
    }

    private static String outcome(Row row, HttpClient client, Addresses at) {
        try {
            return row.call().run(client, at);
        } catch (Exception e) {
            Throwable cause = e.getCause();
            return e.getClass().getName()
                    + (e instanceof java.util.concurrent.CompletionException && cause != null
                            ? " " + cause.getClass()
                            : "");
        }
    }

    /** The outcome is the same, or a subclass of the same exception. */
    private static void assertIsLike(String actual, String expected) throws ClassNotFoundException {
        if (expected.equals("java.io.IOException") && actual.startsWith("java.")) {
            assertThat(IOException.class).isAssignableFrom(Class.forName(actual));
        } else {
            assertThat(actual).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void bothClientsDoTheSame(Row row) throws Exception {
        var at = new Addresses(
                "http://127.0.0.1:" + server.getAddress().getPort(), "http://127.0.0.1:" + raw.getLocalPort());
        String expected;
        try (HttpClient jdk = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NORMAL)
                .cookieHandler(new CookieManager())
                .build()) {
            expected = outcome(row, jdk, at);
        }
        try (var _ = Hub.current()) {
            Jevent.run(() -> {
                HttpClient ours = HubHttpClient.newBuilder()
                        .version(Version.HTTP_1_1)
                        .followRedirects(Redirect.NORMAL)
                        .cookieHandler(new CookieManager())
                        .options(ClientOptions.DEFAULTS.decoding(false))
                        .build();
                assertThat(outcome(row, ours, at)).satisfies(actual -> assertIsLike(actual, expected));
                return null;
            });
        }
    }
}
