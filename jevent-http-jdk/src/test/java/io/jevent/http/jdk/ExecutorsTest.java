// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handlers run where the program wants them, and a response may be completed on any thread. */
class ExecutorsTest {

    private static final String BODY = "0123456789".repeat(5_000);

    private static HttpServer serving(Providers provider, @Nullable Executor executor, HttpHandler handler)
            throws Exception {
        HttpServer server =
                provider.provider().createHttpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler);
        server.setExecutor(executor);
        server.start();
        return server;
    }

    private static String post(String body) {
        return "POST / HTTP/1.1\nHost: a\nContent-Length: " + body.length() + "\nConnection: close\n\n" + body;
    }

    private static void echoWithThread(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Thread", Thread.currentThread().getName());
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @ParameterizedTest
    @EnumSource
    void aPoolOfThreads(Providers provider) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(2, task -> new Thread(task, "own"))) {
            HttpServer server = serving(provider, pool, ExecutorsTest::echoWithThread);
            try {
                assertThat(RawClient.exchange(server.getAddress(), post(BODY)))
                        .contains("thread: own\n")
                        .contains(BODY + "<end>");
                assertThat(server.getExecutor()).isSameAs(pool);
            } finally {
                server.stop(0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void virtualThreads(Providers provider) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            HttpServer server = serving(provider, threads, ExecutorsTest::echoWithThread);
            try {
                assertThat(RawClient.exchange(server.getAddress(), post(BODY))).contains(BODY + "<end>");
            } finally {
                server.stop(0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherThreadCompletesTheResponseAfterTheHandlersReturn(Providers provider) throws Exception {
        var later = new CompletableFuture<HttpExchange>();
        HttpServer server = serving(provider, null, later::complete);
        try (Socket client = RawClient.connect(server.getAddress())) {
            RawClient.send(client, post("hello"));
            HttpExchange exchange = later.get(60, TimeUnit.SECONDS);
            echoWithThread(exchange);
            assertThat(RawClient.rest(client)).contains("hello<end>");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerWaitsForAThreadThatResponds(Providers provider) throws Exception {
        HttpServer server = serving(provider, null, exchange -> {
            var done = new CompletableFuture<Void>();
            new Thread(() -> {
                        try {
                            echoWithThread(exchange);
                            done.complete(null);
                        } catch (IOException e) {
                            done.completeExceptionally(e);
                        }
                    })
                    .start();
            done.join();
        });
        try {
            assertThat(RawClient.exchange(server.getAddress(), post(BODY))).contains(BODY + "<end>");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void withoutAnExecutorHandlersBlockWithoutDelayingOthers() throws Exception {
        var both = new CountDownLatch(2);
        HttpServer server = serving(Providers.JEVENT, null, exchange -> {
            both.countDown();
            try {
                both.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
            Behaviors.answer(exchange, Thread.currentThread().isVirtual() + "");
        });
        try (Socket first = RawClient.connect(server.getAddress())) {
            RawClient.send(first, Behaviors.get("/"));
            assertThat(RawClient.exchange(server.getAddress(), Behaviors.get("/")))
                    .contains("true");
            assertThat(RawClient.rest(first)).contains("true");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anExecutorThatIsFullMeans503() throws Exception {
        HttpServer server = serving(
                Providers.JEVENT,
                task -> {
                    throw new RejectedExecutionException("full");
                },
                exchange -> Behaviors.answer(exchange, "no"));
        try {
            assertThat(RawClient.exchange(server.getAddress(), Behaviors.get("/")))
                    .startsWith("HTTP/1.1 503");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anInterruptEndsTheCallOfAThread() throws Exception {
        var seen = new CompletableFuture<Throwable>();
        var handling = new CompletableFuture<Thread>();
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            HttpServer server = serving(Providers.JEVENT, pool, exchange -> {
                handling.complete(Thread.currentThread());
                try {
                    exchange.getRequestBody().readAllBytes();
                } catch (IOException e) {
                    seen.complete(e);
                    throw e;
                }
            });
            try (Socket client = RawClient.connect(server.getAddress())) {
                RawClient.send(client, "POST / HTTP/1.1\nHost: a\nContent-Length: 5\n\n");
                handling.get(60, TimeUnit.SECONDS).interrupt();
                assertThat(seen.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
                assertThat(RawClient.rest(client)).startsWith("HTTP/1.1 500");
            } finally {
                server.stop(0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailureOnAThreadEndsTheConnection(Providers provider) throws Exception {
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            HttpServer server = serving(provider, pool, exchange -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("part".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                throw new IllegalStateException("expected");
            });
            try {
                assertThat(RawClient.exchange(server.getAddress(), Behaviors.get("/")))
                        .endsWith("part<cut>\n");
            } finally {
                server.stop(0);
            }
        }
    }
}
