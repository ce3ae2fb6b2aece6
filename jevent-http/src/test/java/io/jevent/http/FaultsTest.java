// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.RawGreenlet;
import io.jevent.server.StopResult;
import io.jevent.websocket.WebSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that vanish, are slow or never end, and servers that stop. */
class FaultsTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static <T> T of(CompletableFuture<T> future) throws Exception {
        return Objects.requireNonNull(future.get(10, TimeUnit.MINUTES));
    }

    @Test
    void aClientThatLeavesEndsTheHandlerThatWaits() throws Exception {
        var greenlet = new CompletableFuture<RawGreenlet>();
        var end = new CompletableFuture<Throwable>();
        try (Site site = Site.of((request, response) -> {
            greenlet.complete(CurrentGreenlet.require("the test"));
            try {
                new Event().await();
            } catch (ClientGone gone) {
                end.complete(gone);
                throw gone;
            }
        })) {
            try (Wire wire = site.wire()) {
                wire.send(GET);
                of(greenlet);
            }
            assertThat(of(end))
                    .isInstanceOf(ClientGone.class)
                    .hasMessageStartingWith("the client left: HTTP on stream ");
            while (!of(greenlet).isDead()) {
                Thread.onSpinWait();
            }
            assertThat(site.failures).isEmpty();
            assertThat(site.server().requests()).isZero();
        }
    }

    @Test
    void aClientThatIsResetEndsAHandlerThatWaitsInCodeOfTheJdk() throws Exception {
        var began = new CompletableFuture<Void>();
        var end = new CompletableFuture<Throwable>();
        try (Site site = Site.of((request, response) -> {
            began.complete(null);
            try {
                new java.util.concurrent.CountDownLatch(1).await();
            } catch (InterruptedException e) {
                end.complete(e);
                throw e;
            }
        })) {
            try (Wire wire = site.wire()) {
                wire.send(GET);
                began.get(10, TimeUnit.MINUTES);
                wire.reset();
            }
            assertThat(of(end)).isInstanceOf(InterruptedException.class);
            while (site.server().requests() > 0) {
                Thread.onSpinWait();
            }
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void aHandlerThatDoesNotWaitIsNotDisturbed() throws IOException {
        try (Site site = Site.of((request, response) -> response.send("answered"));
                Wire wire = site.wire()) {
            assertThat(wire.send(GET).shutdownOutput().readAll()).endsWith("answered");
        }
    }

    @Test
    void aHandlerMayGoOnIfTheOptionsSaySo() throws IOException {
        try (Site site = Site.of(
                        (request, response) -> {
                            Jevent.sleep(Duration.ofMillis(20));
                            response.send("answered");
                        },
                        HttpOptions.DEFAULTS.endWhenClientLeaves(false));
                Wire wire = site.wire()) {
            assertThat(wire.send(GET).shutdownOutput().readAll()).endsWith("answered");
        }
    }

    @Test
    void aClientThatVanishesInTheMiddleOfItsBodyFailsTheRead() throws Exception {
        var failure = new CompletableFuture<Throwable>();
        try (Site site = Site.of((request, response) -> {
            try {
                request.bytes();
            } catch (IOException e) {
                failure.complete(e);
                throw e;
            }
        })) {
            try (Wire wire = site.wire()) {
                wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhello");
            }
            assertThat(of(failure)).hasMessage("unexpected end of file while reading request at position 5");
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void aClientThatVanishesInTheMiddleOfAResponseFailsTheWrite() throws Exception {
        var failure = new CompletableFuture<Throwable>();
        try (Site site = Site.of((request, response) -> {
            try {
                while (true) {
                    response.write(new byte[100_000]);
                }
            } catch (IOException e) {
                failure.complete(e);
                throw e;
            }
        })) {
            try (Wire wire = site.wire()) {
                wire.send(GET).readUntil("\r\n\r\n");
                wire.reset();
            }
            assertThat(of(failure)).hasMessageStartingWith("the client cannot be sent anything more: HTTP on stream ");
            assertThat(site.failures).isEmpty();
        }
    }

    /**
     * A method that sends reports a client that has left by an IOException, also if the client left while the method
     * waited for it to read; ClientGone cancels the other waits.
     */
    @Test
    void aClientThatLeavesWhileItReadsFailsTheWrite() throws Exception {
        for (boolean events : new boolean[] {false, true}) {
            var failure = new CompletableFuture<Throwable>();
            try (Site site = Site.of((request, response) -> {
                try {
                    EventStream stream = events ? response.events() : null;
                    String piece = "x".repeat(100_000);
                    while (true) {
                        if (stream == null) {
                            response.write(piece);
                        } else {
                            stream.send(piece);
                        }
                    }
                } catch (Throwable t) {
                    failure.complete(t);
                    throw t;
                }
            })) {
                try (Wire wire = site.wire()) {
                    wire.send(GET).readUntil("\r\n\r\n");
                    wire.shutdownOutput();
                    while (!failure.isDone()) {
                        wire.readUntil("x");
                    }
                }
                assertThat(of(failure))
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith("the client cannot be sent anything more: HTTP on stream ");
                assertThat(site.failures).isEmpty();
            }
        }
    }

    @Test
    void clientsThatVanishWhileTheyOpenAWebSocketLeaveNothing() throws Exception {
        String opening = """
                GET /socket HTTP/1.1
                Host: a
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Version: 13

                """.replace("\n", "\r\n");
        try (Site site = Site.of((request, response) -> {
            if (request.path().equals("/socket")) {
                WebSocket.accept(request, response).messages().forEach(_ -> {});
            } else {
                response.send("here");
            }
        })) {
            for (int cut = 1; cut <= opening.length(); cut++) {
                try (Wire closed = site.wire();
                        Wire reset = site.wire()) {
                    closed.send(opening.substring(0, cut));
                    reset.send(opening.substring(0, cut)).reset();
                }
            }
            try (Wire wire = site.wire()) {
                assertThat(wire.send(GET).readResponse()).endsWith("here");
            }
            while (site.server().handlers() > 0) {
                Thread.onSpinWait();
            }
            assertThat(site.server().requests()).isZero();
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void aSlowReaderBlocksTheHandlerAndGetsEverything() throws Exception {
        int pieces = 200;
        var written = new int[1];
        try (Site site = Site.of((request, response) -> {
                    for (int i = 0; i < pieces; i++) {
                        response.write(new byte[100_000]);
                        written[0] += request.method().equals("GET") ? 1 : 0;
                    }
                });
                Wire wire = site.wire()) {
            wire.send("GET / HTTP/1.0\r\n\r\n").readUntil("\r\n\r\n");
            try (Wire other = site.wire()) {
                other.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n\r\n");
            }
            assertThat(written[0]).as("20 MB should not fit into the buffers").isLessThan(pieces);
            assertThat(wire.readAll()).hasSize(pieces * 100_000);
        }
    }

    @Test
    void aClientThatSendsFasterThanTheHandlerReadsIsBlocked() throws Exception {
        var go = new Event();
        var read = new CompletableFuture<Integer>();
        try (Site site = Site.of(
                        (request, response) -> {
                            go.await();
                            read.complete(request.bytes().length);
                        },
                        HttpOptions.DEFAULTS.maxBody(100_000_000));
                Wire wire = site.wire()) {
            var sender = new Thread(() -> {
                try {
                    wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 30000000\r\n\r\n");
                    for (int i = 0; i < 300; i++) {
                        wire.send("x".repeat(100_000));
                    }
                } catch (IOException e) {
                    read.completeExceptionally(e);
                }
            });
            sender.start();
            sender.join(300);
            assertThat(sender.isAlive())
                    .as("30 MB should not fit into the buffers")
                    .isTrue();
            go.set();
            assertThat(of(read)).isEqualTo(30_000_000);
        }
    }

    @Test
    @Tag("realtime")
    void aHeadThatTakesTooLongGets408() throws IOException {
        try (Site site = Site.of(
                        (request, response) -> response.send("ok"),
                        HttpOptions.DEFAULTS.headTimeout(Duration.ofMillis(150)));
                Wire first = site.wire();
                Wire silent = site.wire()) {
            assertThat(first.send("GET / HTTP/1.1\r\nHost:").readAll())
                    .startsWith("HTTP/1.1 408 Request Timeout\r\n")
                    .contains("Connection: close");
            assertThat(silent.readAll()).isEmpty();
            try (Wire later = site.wire()) {
                later.send(GET).readResponse();
                assertThat(later.send("GET / HT").readAll()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
            }
        }
    }

    @Test
    @Tag("realtime")
    void aConnectionWithoutRequestsEnds() throws IOException {
        try (Site site = Site.of(
                        (request, response) -> response.send("ok"),
                        HttpOptions.DEFAULTS.idleTimeout(Duration.ofMillis(100)));
                Wire wire = site.wire()) {
            wire.send(GET).readResponse();
            assertThat(wire.atEnd()).isTrue();
        }
    }

    @Test
    @Tag("realtime")
    void aBodyThatStopsGets408() throws IOException {
        try (Site site = Site.of(
                        (request, response) -> response.send(request.text()),
                        HttpOptions.DEFAULTS.bodyTimeout(Duration.ofMillis(100)));
                Wire wire = site.wire()) {
            wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
            assertThat(wire.readAll()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
        }
    }

    @Test
    @Tag("realtime")
    void aClientThatReadsNothingIsReset() throws Exception {
        var failure = new CompletableFuture<Throwable>();
        try (Site site = Site.of(
                        (request, response) -> {
                            try {
                                while (true) {
                                    response.write(new byte[100_000]);
                                }
                            } catch (IOException e) {
                                failure.complete(e);
                                throw e;
                            }
                        },
                        HttpOptions.DEFAULTS.stallTimeout(Duration.ofMillis(100)));
                Wire wire = site.wire()) {
            wire.send(GET);
            assertThat(of(failure)).hasMessageStartingWith("the client read nothing for PT0.1S: HTTP on stream ");
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void manySlowClientsDoNotKeepANormalOneWaiting() throws IOException {
        slowloris(300);
    }

    @Test
    @Tag("soak")
    void thousandsOfSlowClientsDoNotKeepANormalOneWaiting() throws IOException {
        slowloris(5000);
    }

    private static void slowloris(int many) throws IOException {
        List<Wire> slow = new ArrayList<>();
        try (Site site = Site.of((request, response) -> response.send("ok"), HttpOptions.DEFAULTS)) {
            for (int i = 0; i < many; i++) {
                slow.add(site.wire().send("GET / HTTP/1.1\r\nHost: a\r\n"));
            }
            try (Wire normal = site.wire()) {
                for (int i = 0; i < 100; i++) {
                    slow.get(i % many).send("X" + i + ": y\r\n");
                    assertThat(normal.send(GET).readResponse()).endsWith("ok");
                }
            }
            assertThat(slow.get(0).send("\r\n").readResponse()).endsWith("ok");
        } finally {
            for (Wire wire : slow) {
                wire.close();
            }
        }
    }

    @Test
    void aServerThatStopsCompletesResponsesAndEndsIdleConnections() throws Exception {
        var began = new CompletableFuture<Void>();
        var go = new Event();
        try (Site site = Site.of((request, response) -> {
                    if (request.path().equals("/long")) {
                        began.complete(null);
                        go.await();
                    }
                    response.send("done");
                });
                Wire idle = site.wire();
                Wire fresh = site.wire();
                Wire busy = site.wire()) {
            idle.send(GET).readResponse();
            busy.send("GET /long HTTP/1.1\r\nHost: a\r\n\r\n");
            began.get(10, TimeUnit.MINUTES);

            CompletableFuture<StopResult> stopped =
                    CompletableFuture.supplyAsync(() -> site.stop(Duration.ofMinutes(10)));
            assertThat(idle.atEnd()).isTrue();
            assertThat(fresh.atEnd()).isTrue();
            assertThat(stopped).isNotDone();
            go.set();
            assertThat(busy.readAll()).contains("\r\nConnection: close\r\n").endsWith("done");
            StopResult drained = of(stopped);
            assertThat(drained.killed()).isZero();
        }
    }

    @Test
    void aHandlerThatDoesNotEndInTimeIsKilled() throws Exception {
        var began = new CompletableFuture<Void>();
        var end = new CompletableFuture<Throwable>();
        try (Site site = Site.of((request, response) -> {
                    began.complete(null);
                    try {
                        new Event().await();
                    } catch (Throwable t) {
                        end.complete(t);
                        throw t;
                    }
                });
                Wire wire = site.wire()) {
            wire.send(GET);
            began.get(10, TimeUnit.MINUTES);

            assertThat(site.stop(Duration.ofMillis(10)).killed()).isEqualTo(1);
            assertThat(of(end)).isInstanceOf(io.jevent.exceptions.GreenletExit.class);
            assertThat(wire.readAll()).isEmpty();
        }
    }
}
