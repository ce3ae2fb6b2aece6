// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.http.AccessLog;
import io.jevent.http.Filter;
import io.jevent.http.Handler;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Routes;
import io.jevent.http.Session;
import io.jevent.http.Sessions;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.local.Local;
import io.jevent.queue.Queue;
import io.jevent.socket.StreamSocket;
import io.jevent.testing.TestHub;
import io.jevent.tests.examples.Example;
import io.jevent.websocket.WebSocket;
import io.jevent.wsgi.BodyIterable;
import io.jevent.wsgi.WebSocketHandler;
import io.jevent.wsgi.WsgiApplication;
import io.jevent.wsgi.WsgiHandler;
import io.jevent.wsgi.WsgiServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Simple servers: WSGI, streaming, long polling, and a request in a greenlet-local. */
class WebClaimsTest {

    private static final HttpOptions QUIET = HttpOptions.DEFAULTS.log(AccessLog.NONE);
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    /** The requests of a client to a server. */
    @FunctionalInterface
    private interface Visit {
        void to(HttpServer server) throws Exception;
    }

    private static void serving(HttpServer server, Visit visit) throws Exception {
        try (server) {
            server.start();
            visit.to(server);
        }
    }

    private static void withApplication(WsgiApplication application, Visit visit) throws Exception {
        Jevent.run(() -> {
            serving(new WsgiServer("127.0.0.1:0", application, QUIET), visit);
            return null;
        });
    }

    private static StreamSocket asking(HttpServer server, String request) throws IOException {
        StreamSocket socket = StreamSocket.connect("127.0.0.1:" + server.port());
        socket.sendAll(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String answer(HttpServer server, String request) throws IOException {
        try (StreamSocket socket = asking(server, request)) {
            return new String(socket.inputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("L3: request and session in greenlet-locals: many clients at once keep apart")
    void theRequestAndTheSessionAreInGreenletLocals() throws Exception {
        var requests = new Local<Request>("request");
        Filter remember = (request, response, next) -> {
            requests.set(request);
            try {
                next.handle(request, response);
            } finally {
                requests.remove();
            }
        };
        var routes = new Routes()
                .get("/{path...}", (_, response) -> {
                    Jevent.sleep(); // all the others come in between
                    String last = Session.current().get("last").orElse("nothing");
                    Session.current().set("last", requests.get().path());
                    Jevent.sleep();
                    response.send("Hello " + requests.get().remoteHost()
                            + requests.get().path() + " after " + last);
                })
                .filter(remember)
                .filter(Sessions.inMemory());
        Jevent.run(() -> {
            serving(new HttpServer("127.0.0.1:0", routes, QUIET), server -> {
                var clients = IntStream.range(0, 20)
                        .mapToObj(i -> Jevent.spawn(() -> {
                            String first = answer(server, GET.replace("/ ", "/" + i + " "));
                            assertThat(first).endsWith("Hello 127.0.0.1/" + i + " after nothing");
                            String cookie = first.replaceFirst("(?s).*Set-Cookie: ([^;]*);.*", "$1");
                            String second = GET.replace("/ ", "/" + (100 + i) + " ")
                                    .replace("Host: a", "Host: a\r\nCookie: " + cookie);
                            assertThat(answer(server, second))
                                    .endsWith("Hello 127.0.0.1/" + (100 + i) + " after /" + i);
                            return true;
                        }))
                        .toList();
                Jevent.joinAllOrThrow(clients);
            });
            return null;
        });
        assertThat(Example.named("request-local").program().run().out()).endsWith("Hello 127.0.0.1\n");
    }

    @Test
    @DisplayName("L4: a framework's own current request is the same idea")
    void theServersCurrentRequestIsTheGreenletsToo() throws Exception {
        Jevent.run(() -> {
            var hello = new HttpServer(
                    "127.0.0.1:0",
                    (request, response) -> {
                        Jevent.sleep();
                        assertThat(Request.current()).isSameAs(request);
                        response.send("Hello " + Request.current().path());
                    },
                    QUIET);
            serving(hello, server -> {
                var clients = IntStream.range(0, 20)
                        .mapToObj(i -> Jevent.spawn(() -> answer(server, GET.replace("/ ", "/" + i + " "))))
                        .toList();
                for (int i = 0; i < 20; i++) {
                    assertThat(clients.get(i).result()).endsWith("Hello /" + i);
                }
            });
            return null;
        });
    }

    @Test
    @DisplayName("W1, W2, W3, W4: two ways to serve an application, one server: the same bytes, streamed by both")
    void bothServersAreOne() throws Exception {
        WsgiApplication application = (environ, start) -> {
            start.start("200 OK", List.of(entry("Content-Type", "text/html")));
            return "/stream".equals(environ.get("PATH_INFO"))
                    ? BodyIterable.ofTexts(Stream.of("<p>Hello", "World</p>"))
                    : List.of(bytes("<p>Hello World</p>"));
        };
        Jevent.run(() -> {
            var servers = List.of(
                    new WsgiServer("127.0.0.1:0", application, QUIET),
                    new HttpServer("127.0.0.1:0", new WsgiHandler(application), QUIET));
            for (String request : List.of(GET, GET.replace("/ ", "/stream "), GET.replace("1.1", "1.0"))) {
                var answers = new ArrayList<String>();
                for (HttpServer server : servers) {
                    server.start();
                    answers.add(answer(server, request).replaceFirst("Date: [^\r]*", "Date: now"));
                    var _ = server.stop();
                }
                assertThat(answers.getFirst()).startsWith("HTTP/1.1 200 OK\r\n").isEqualTo(answers.getLast());
                assertThat(answers.getFirst().contains("Transfer-Encoding: chunked"))
                        .isEqualTo(request.contains("/stream"));
            }
            return null;
        });
    }

    @Test
    @DisplayName("W5, W6, W7: pieces leave one by one as chunks; a list goes with its length")
    void piecesLeaveOneByOne() throws Exception {
        var go = new Queue<String>();
        withApplication(
                (environ, start) -> {
                    start.start("200 OK", List.of(entry("Content-Type", "text/html")));
                    return BodyIterable.ofTexts(Stream.of("<p>Hello", "", "World</p>")
                            .map(piece -> piece.startsWith("World") ? piece + go.get() : piece));
                },
                server -> {
                    try (StreamSocket socket = asking(server, GET)) {
                        var heard = new StringBuilder();
                        while (heard.indexOf("<p>Hello\r\n") < 0) {
                            heard.append(new String(socket.recv(1000), StandardCharsets.ISO_8859_1));
                        }
                        assertThat(heard.toString())
                                .doesNotContain("Content-Length")
                                .endsWith("Transfer-Encoding: chunked\r\n\r\n8\r\n<p>Hello\r\n");
                        go.put("");
                        assertThat(new String(socket.inputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                                .isEqualTo("9\r\nWorld</p>\r\n0\r\n\r\n");
                    }
                });
        withApplication(
                (environ, start) -> {
                    start.start("200 OK", List.of());
                    return List.of(bytes("<p>Hello World</p>"));
                },
                server -> assertThat(answer(server, GET))
                        .contains("Content-Length: 18")
                        .doesNotContain("chunked"));
    }

    @Test
    @DisplayName("X1: a WebSocket gets random values each half second, in the environ of an application")
    void valuesComeThroughAWebSocket() throws Exception {
        try (var hub = TestHub.virtualTime(VirtualTimeLoop.withInput())) {
            hub.run(() -> {
                WsgiApplication application = (environ, _) -> {
                    var socket = (WebSocket) Objects.requireNonNull(environ.get("wsgi.websocket"));
                    for (int x = 0; socket.isOpen(); x++) {
                        socket.send("{\"x\": " + x + "}");
                        Jevent.sleep(Duration.ofMillis(500));
                    }
                    return List.of();
                };
                serving(new HttpServer("127.0.0.1:0", new WebSocketHandler(application), QUIET), server -> {
                    try (var socket = WebSocket.connect("ws://127.0.0.1:" + server.port() + "/")) {
                        long start = Hub.current().now();
                        for (int x = 0; x < 5; x++) {
                            assertThat(socket.receiveText()).contains("{\"x\": " + x + "}");
                        }
                        assertThat(Duration.ofNanos(Hub.current().now() - start))
                                .isEqualTo(Duration.ofSeconds(2));
                    }
                });
            });
        }
    }

    @Test
    @DisplayName("W8: a hundred requests that wait at once take a thread each in a server of threads, and none here")
    void requestsThatWaitTakeNoThreads() throws Exception {
        int many = 100;
        var threads = ManagementFactory.getThreadMXBean();
        Jevent.run(() -> {
            int before = threads.getThreadCount();
            var inside = new AtomicInteger();
            var all = new Event();
            var waiting = new HttpServer(
                    "127.0.0.1:0",
                    (_, response) -> {
                        if (inside.incrementAndGet() == many) {
                            all.set();
                        }
                        all.await();
                        response.send(Integer.toString(threads.getThreadCount() - before));
                    },
                    QUIET);
            serving(waiting, server -> {
                for (String more : askAtOnce(server.port(), many)) {
                    assertThat(Integer.parseInt(more))
                            .as("threads more than before")
                            .isLessThan(10);
                }
            });
            var made = new AtomicInteger();
            var latch = new CountDownLatch(many);
            var jdk = com.sun.net.httpserver.HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), many);
            try (var pool = Executors.newCachedThreadPool(work -> {
                made.incrementAndGet();
                return new Thread(work);
            })) {
                jdk.setExecutor(pool);
                jdk.createContext("/", exchange -> {
                    latch.countDown();
                    awaitAll(latch);
                    exchange.sendResponseHeaders(200, 1);
                    exchange.getResponseBody().write('x');
                    exchange.close();
                });
                jdk.start();
                assertThat(askAtOnce(jdk.getAddress().getPort(), many)).allMatch("x"::equals);
                jdk.stop(0);
            }
            assertThat(made).as("threads of the other server").hasValueGreaterThanOrEqualTo(many);
            return null;
        });
    }

    private static void awaitAll(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> askAtOnce(int port, int many) throws IOException {
        List<Greenlet<String>> clients = IntStream.range(0, many)
                .mapToObj(_ -> Jevent.spawn(() -> {
                    try (var socket = StreamSocket.connect("127.0.0.1:" + port)) {
                        socket.sendAll(bytes(GET));
                        String whole = new String(socket.inputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                        return whole.substring(whole.indexOf("\r\n\r\n") + 4);
                    }
                }))
                .toList();
        Jevent.joinAllOrThrow(clients);
        return clients.stream().map(Greenlet::result).toList();
    }

    @Test
    @DisplayName("W9: ten thousand requests, a hundred at a time, and none fails")
    void manyRequestsAreServed() throws Exception {
        withApplication(
                (environ, start) -> {
                    start.start("200 OK", List.of(entry("Content-Type", "text/html")));
                    return List.of(bytes("<p>Hello World</p>"));
                },
                server -> {
                    var left = new AtomicInteger(10_000);
                    var clients = IntStream.range(0, 100)
                            .mapToObj(_ -> Jevent.spawn(() -> {
                                int served = 0;
                                while (left.getAndDecrement() > 0) {
                                    assertThat(answer(server, "GET / HTTP/1.0\r\n\r\n"))
                                            .startsWith("HTTP/1.1 200 OK\r\n")
                                            .endsWith("<p>Hello World</p>");
                                    served++;
                                }
                                return served;
                            }))
                            .toList();
                    int served = 0;
                    for (var client : clients) {
                        served += client.result();
                    }
                    assertThat(served).isEqualTo(10_000);
                });
    }

    @Test
    @DisplayName("Y1: a request is held until there is something to tell, through empty times; each datum goes to one")
    void aRequestIsHeld() throws Exception {
        assertThat(Example.named("long-polling").program().run().took()).isEqualTo(Duration.ofSeconds(3));
        try (var hub = TestHub.virtualTime(VirtualTimeLoop.withInput())) {
            hub.run(() -> {
                var data = new Queue<String>();
                int[] empty = {0};
                Handler poll = (_, response) -> {
                    Optional<String> datum = data.get(Duration.ofSeconds(5));
                    while (datum.isEmpty()) {
                        empty[0]++;
                        datum = data.get(Duration.ofSeconds(5));
                    }
                    response.send(datum.get());
                };
                serving(new HttpServer("127.0.0.1:0", poll, QUIET), server -> {
                    long begin = Hub.current().now();
                    var clients =
                            List.of(Jevent.spawn(() -> answer(server, GET)), Jevent.spawn(() -> answer(server, GET)));
                    Jevent.sleep(Duration.ofSeconds(12));
                    assertThat(clients).noneMatch(Greenlet::isReady);
                    data.put("one");
                    data.put("other");
                    var bodies = clients.stream()
                            .map(client -> client.result().replaceFirst("(?s).*\r\n\r\n", ""))
                            .toList();
                    assertThat(bodies).containsExactlyInAnyOrder("one", "other");
                    assertThat(empty[0]).as("empty times").isEqualTo(4);
                    assertThat(Duration.ofNanos(Hub.current().now() - begin)).isEqualTo(Duration.ofSeconds(12));
                });
            });
        }
    }
}
