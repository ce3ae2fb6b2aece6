// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server is made, bound, started and stopped as the JDK documents it. */
class ServerLifeTest {

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @ParameterizedTest
    @EnumSource
    void wrongStatesAreRefused(Providers provider) throws Exception {
        HttpServer server = provider.provider().createHttpServer(null, 0);
        assertThat(server.getAddress()).isNull();
        assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server.bind(null, 0)).isInstanceOf(NullPointerException.class);
        server.bind(anyPort(), 5);
        assertThat(server.getAddress().getPort()).isPositive();
        assertThatThrownBy(() -> server.bind(anyPort(), 0)).isInstanceOf(BindException.class);
        assertThat(server.getExecutor()).isNull();
        server.start();
        assertThat(server.getExecutor()).isNotNull();
        assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server.setExecutor(Runnable::run)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server.stop(-1)).isInstanceOf(IllegalArgumentException.class);
        server.stop(0);
        assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aPortInUseIsRefusedAtOnce(Providers provider) throws Exception {
        HttpServer first = provider.provider().createHttpServer(anyPort(), 0);
        try {
            assertThatThrownBy(() -> provider.provider().createHttpServer(first.getAddress(), 0))
                    .isInstanceOf(BindException.class);
        } finally {
            first.stop(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void connectionsWaitForTheStart(Providers provider) throws Exception {
        HttpServer server = provider.provider().createHttpServer(anyPort(), 0);
        server.createContext("/", exchange -> Behaviors.answer(exchange, "hello"));
        try (Socket early = RawClient.connect(server.getAddress())) {
            RawClient.send(early, Behaviors.get("/"));
            server.start();
            assertThat(RawClient.rest(early)).contains("hello");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void stopWaitsForExchangesAndRefusesNewClients(Providers provider) throws Exception {
        HttpServer server = provider.provider().createHttpServer(anyPort(), 0);
        var handling = new CountDownLatch(1);
        var proceed = new CountDownLatch(1);
        server.createContext("/", exchange -> {
            handling.countDown();
            await(proceed);
            Behaviors.answer(exchange, "late");
        });
        server.setExecutor(task -> new Thread(task).start());
        server.start();
        var stopping = new Thread(() -> server.stop(600));
        try (Socket client = RawClient.connect(server.getAddress())) {
            RawClient.send(client, Behaviors.get("/"));
            await(handling);
            stopping.start();
            while (!isRefused(server.getAddress())) {
                Thread.onSpinWait();
            }
            assertThat(stopping.isAlive()).isTrue();
            proceed.countDown();
            assertThat(RawClient.rest(client)).contains("late");
            stopping.join();
        } finally {
            proceed.countDown();
            server.stop(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void stopClosesWhatLastsLonger(Providers provider) throws Exception {
        HttpServer server = provider.provider().createHttpServer(anyPort(), 0);
        var handling = new CountDownLatch(1);
        var proceed = new CountDownLatch(1);
        server.createContext("/", exchange -> {
            handling.countDown();
            await(proceed);
        });
        server.setExecutor(task -> new Thread(task).start());
        server.start();
        try (Socket client = RawClient.connect(server.getAddress())) {
            RawClient.send(client, Behaviors.get("/"));
            await(handling);
            server.stop(0);
            assertThat(RawClient.rest(client)).isEmpty();
        } finally {
            proceed.countDown();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static boolean isRefused(InetSocketAddress address) throws IOException {
        try (Socket _ = RawClient.connect(address)) {
            return false;
        } catch (SocketException e) { // refused; or reset, when the port was closed with this connection in its queue
            return true;
        }
    }

    @Test
    void aHandlerStopsItsServer() throws Exception {
        HttpServer server = Providers.JEVENT.provider().createHttpServer(anyPort(), 0);
        var stopped = new CompletableFuture<Void>();
        server.createContext("/", exchange -> {
            Behaviors.answer(exchange, "bye");
            server.stop(1);
            stopped.complete(null);
        });
        server.start();
        assertThat(RawClient.exchange(server.getAddress(), Behaviors.get("/"))).contains("bye");
        stopped.get(60, TimeUnit.SECONDS);
        assertThat(isRefused(server.getAddress())).isTrue();
    }

    @Test
    void theThreadOfAServerKeepsTheJvmRunningUntilItStops() throws Exception {
        HttpServer server = Providers.JEVENT.provider().createHttpServer(anyPort(), 0);
        server.start();
        Thread dispatcher = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("HTTP-Dispatcher"))
                .findFirst()
                .orElseThrow();
        assertThat(dispatcher.isDaemon()).isFalse();
        server.stop(0);
        assertThat(dispatcher.isAlive()).isFalse();
    }

    @Test
    void aServerThatAGreenletStartsRunsOnItsHub() throws Exception {
        var handlers = new AtomicReference<Hub>();
        Jevent.run(() -> {
            HttpServer server = Providers.JEVENT.provider().createHttpServer(anyPort(), 0);
            server.createContext("/", exchange -> {
                handlers.set(Hub.current());
                Behaviors.answer(exchange, "hello");
            });
            server.start();
            var response = new CompletableFuture<String>();
            new Thread(() -> {
                        try {
                            response.complete(RawClient.exchange(server.getAddress(), Behaviors.get("/")));
                        } catch (IOException e) {
                            response.completeExceptionally(e);
                        }
                    })
                    .start();
            assertThat(Jevent.await(response)).contains("hello");
            assertThat(handlers.get()).isSameAs(Hub.current());
            server.stop(0);
            return null;
        });
    }

    @ParameterizedTest
    @EnumSource
    void theFileServerOfTheJdk(Providers provider, @TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("a.txt"), "text");
        Files.createDirectory(folder.resolve("sub"));
        HttpServer server = provider.provider().createHttpServer(anyPort(), 0);
        server.createContext("/", SimpleFileServer.createFileHandler(folder.toRealPath()));
        server.start();
        try {
            assertThat(RawClient.exchange(server.getAddress(), Behaviors.get("/a.txt")))
                    .contains("HTTP/1.1 200", "content-type: text/plain", "\n\ntext\n");
            assertThat(RawClient.exchange(server.getAddress(), Behaviors.get("/")))
                    .contains("HTTP/1.1 200", "<a href=\"a.txt\">a.txt</a>", "sub/");
            assertThat(RawClient.exchange(server.getAddress(), Behaviors.get("/sub")))
                    .contains("HTTP/1.1 301", "location: /sub/");
            assertThat(RawClient.exchange(server.getAddress(), Behaviors.get("/none")))
                    .contains("HTTP/1.1 404");
            assertThat(RawClient.exchange(server.getAddress(), "HEAD /a.txt HTTP/1.1\nHost: a\nConnection: close\n\n"))
                    .contains("content-length: 4");
        } finally {
            server.stop(0);
        }
    }
}
