// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.Hub;
import io.jevent.websocket.WebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Requests and responses on threads other than their hub's, and after their handler. */
class ThreadsTest {

    private static final String POST =
            "POST /a?b=c HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

    @FunctionalInterface
    private interface Use {
        Object on(Request request, Response response) throws Exception;
    }

    private static <T> T of(CompletableFuture<T> future) throws Exception {
        return Objects.requireNonNull(future.get(600, TimeUnit.SECONDS));
    }

    /**
     * Starts a task on another thread: a platform thread, or a virtual one, which no greenlet starts, so that the JDK
     * schedules it.
     */
    private static CompletableFuture<Object> elsewhere(boolean virtual, Callable<Object> use) {
        var result = new CompletableFuture<Object>();
        Runnable work = () -> {
            try {
                result.complete(String.valueOf(use.call()));
            } catch (Throwable t) {
                result.complete(t);
            }
        };
        Thread.ofPlatform().daemon().start(virtual ? () -> Thread.ofVirtual().start(work) : work);
        return result;
    }

    @Test
    void aResponseIsRefusedOnAnotherThread() throws Exception {
        Map<String, Use> uses = new LinkedHashMap<>();
        uses.put("status", (q, r) -> r.status(404));
        uses.put("header", (q, r) -> r.header("X", "y"));
        uses.put("type", (q, r) -> r.type("text/html"));
        uses.put("send", (q, r) -> {
            r.send("hi");
            return "sent";
        });
        uses.put("send bytes", (q, r) -> {
            r.send(new byte[3_000_000]);
            return "sent";
        });
        uses.put("write", (q, r) -> {
            r.write("hi");
            return "sent";
        });
        uses.put("end", (q, r) -> {
            r.end();
            return "sent";
        });
        uses.put("events", (q, r) -> r.events());
        uses.put("redirect", (q, r) -> {
            r.redirect("/");
            return "sent";
        });
        uses.put("outputStream", (q, r) -> r.outputStream());
        uses.put("trailer", (q, r) -> r.trailer("X", "y"));
        uses.put("headers", (q, r) -> r.headers());
        uses.put("attributes", (q, r) -> q.attributes());
        for (boolean virtual : new boolean[] {false, true}) {
            for (Map.Entry<String, Use> use : uses.entrySet()) {
                try (Site site = Site.of((request, response) -> {
                            Object seen = Jevent.await(
                                    elsewhere(virtual, () -> use.getValue().on(request, response)));
                            response.send(seen.getClass().getSimpleName());
                        });
                        Wire wire = site.wire()) {
                    assertThat(wire.send(POST).readAll())
                            .as(use.getKey())
                            .startsWith("HTTP/1.1 200 ")
                            .endsWith("\r\n\r\nInvalidThreadUseException");
                }
            }
        }
    }

    @Test
    void streamsAndEventsAreRefusedOnAnotherThread() throws Exception {
        var seen = new CopyOnWriteArrayList<Object>();
        try (Site site = Site.of((request, response) -> {
                    EventStream events = response.events();
                    OutputStream out = response.outputStream();
                    seen.add(Jevent.await(elsewhere(false, () -> {
                        events.send("hi");
                        return "sent";
                    })));
                    seen.add(Jevent.await(elsewhere(false, () -> {
                        out.write('x');
                        return "sent";
                    })));
                    seen.add(Jevent.await(elsewhere(false, () -> {
                        out.close();
                        return "sent";
                    })));
                });
                Wire wire = site.wire()) {
            assertThat(wire.send(POST).readAll()).endsWith("\r\n\r\n3\r\n:\n\n\r\n0\r\n\r\n");
            assertThat(seen).hasSize(3).allMatch(InvalidThreadUseException.class::isInstance);
        }
    }

    @Test
    void aWebSocketIsRefusedOnAnotherThread() throws Exception {
        var seen = new CompletableFuture<Object>();
        try (Site site = Site.of((request, response) -> {
            WebSocket socket = WebSocket.accept(request, response);
            seen.complete(Jevent.await(elsewhere(false, () -> {
                socket.send("hi");
                return "sent";
            })));
        })) {
            try (Hub _ = Hub.current()) {
                boolean heard = Jevent.run(() -> {
                    try (WebSocket socket = WebSocket.connect("ws://127.0.0.1:" + site.port() + "/")) {
                        return socket.receive().isPresent();
                    }
                });
                assertThat(heard).isFalse();
            }
            assertThat(of(seen)).isInstanceOf(InvalidThreadUseException.class);
        }
    }

    @Test
    void aRequestCanBeReadOnAnotherThread() throws Exception {
        for (boolean virtual : new boolean[] {false, true}) {
            try (Site site = Site.of((request, response) -> response.send(String.valueOf(Jevent.await(elsewhere(
                            virtual,
                            () -> request.method()
                                    + request.path()
                                    + request.parameter("b")
                                    + request.header("host")
                                    + request.headers().size()
                                    + request.text()
                                    + request.remoteHost())))));
                    Wire wire = site.wire()) {
                assertThat(wire.send(POST).readAll()).endsWith("\r\n\r\nPOST/aOptional[c]Optional[h]3hello127.0.0.1");
            }
        }
    }

    @Test
    void aBodyReadElsewhereKeepsTheOrderOfTheReads() throws Exception {
        try (Site site = Site.of((request, response) -> {
                    InputStream body = request.body();
                    int first = Jevent.await(CompletableFuture.supplyAsync(() -> read(body)));
                    int second = body.read();
                    byte[] rest = Jevent.await(CompletableFuture.supplyAsync(() -> readAll(body)));
                    response.send("" + (char) first + (char) second + "-" + new String(rest, UTF_8)
                            + Jevent.await(CompletableFuture.supplyAsync(() -> read(body))));
                });
                Wire wire = site.wire()) {
            wire.send(POST.substring(0, POST.length() - 3));
            wire.send("llo");
            assertThat(wire.readAll()).endsWith("\r\n\r\nhe-llo-1");
        }
    }

    private static int read(InputStream body) {
        try {
            return body.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] readAll(InputStream body) {
        try {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A thread that is interrupted ends its read, and takes no bytes. */
    @Test
    void aReadThatIsInterruptedLosesNothing() throws Exception {
        var began = new CompletableFuture<Thread>();
        var failure = new CompletableFuture<Object>();
        var go = new Event();
        try (Site site = Site.of((request, response) -> {
                    Thread reader = Thread.ofPlatform().start(() -> {
                        began.complete(Thread.currentThread());
                        try {
                            failure.complete(request.body().readAllBytes());
                        } catch (IOException e) {
                            failure.complete(e + " " + Thread.currentThread().isInterrupted());
                        }
                    });
                    reader.interrupt();
                    Jevent.await(failure);
                    go.await();
                    response.send(request.text());
                });
                Wire wire = site.wire()) {
            wire.send(POST.substring(0, POST.length() - 5));
            of(began);
            assertThat(of(failure)).isEqualTo("java.io.InterruptedIOException: interrupted while a body was read true");
            wire.send("hello");
            go.set();
            assertThat(wire.readAll()).endsWith("\r\n\r\nhello");
        }
    }

    /**
     * The client vanishes while another thread reads the body: the read fails, and the handler's failure is not
     * reported.
     */
    @Test
    void aClientThatVanishesFailsTheReadOfAnotherThread() throws Exception {
        var failure = new CompletableFuture<Object>();
        try (Site site = Site.of((request, response) -> {
            CompletableFuture<Object> reading =
                    elsewhere(false, () -> request.body().readAllBytes());
            var _ = reading.thenAccept(failure::complete);
            Object thrown = Jevent.await(reading);
            throw new IllegalStateException("a client of another library has failed", (Throwable) thrown);
        })) {
            try (Wire wire = site.wire()) {
                wire.send(POST.substring(0, POST.length() - 2));
            }
            assertThat(of(failure)).isInstanceOf(IOException.class);
            while (site.server().requests() > 0) {
                Thread.onSpinWait();
            }
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void aReadOfAnotherThreadEndsWithTheHandler() throws Exception {
        var failure = new CompletableFuture<Object>();
        var reading = new CompletableFuture<InputStream>();
        try (Site site = Site.of((request, response) -> {
                    if (request.path().equals("/next")) {
                        response.send(request.text());
                        return;
                    }
                    InputStream body = request.body();
                    Thread.ofPlatform().daemon().start(() -> {
                        try {
                            body.read();
                            reading.complete(body);
                            failure.complete(body.readAllBytes());
                        } catch (IOException e) {
                            failure.complete(e);
                        }
                    });
                    Jevent.await(reading);
                    response.send("done");
                });
                Wire wire = site.wire()) {
            wire.send("POST /first HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nh");
            assertThat(wire.readResponse()).endsWith("done");
            assertThat(of(failure))
                    .asString()
                    .startsWith(
                            "java.io.IOException: the body of POST /first cannot be read any more: its handler has returned");
            wire.send("elloPOST /next HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n\r\nsecret");
            assertThat(wire.readResponse()).endsWith("\r\n\r\nsecret");
            assertThat(of(reading)).isNotNull();
            assertThatThrownBy(() -> of(reading).read()).isInstanceOf(IOException.class);
        }
    }

    private static Map<String, Use> lateUses() {
        Map<String, Use> uses = new LinkedHashMap<>();
        uses.put("text", (q, r) -> q.text());
        uses.put("body", (q, r) -> q.body().read());
        uses.put("form", (q, r) -> q.form());
        uses.put("send", (q, r) -> {
            r.send("LATE");
            return "sent";
        });
        uses.put("write", (q, r) -> {
            r.write("LATE");
            return "sent";
        });
        uses.put("stream", (q, r) -> {
            r.outputStream().write('L');
            return "sent";
        });
        uses.put("file", (q, r) -> {
            r.sendFile(java.nio.file.Path.of("/nowhere"));
            return "sent";
        });
        uses.put("header", (q, r) -> r.header("X", "y"));
        uses.put("trailer", (q, r) -> r.trailer("X", "y"));
        uses.put("events", (q, r) -> r.events());
        return uses;
    }

    /** Greenlets that outlive a handler cannot use its request and response any more. */
    @Test
    void afterTheHandlersEndRequestAndResponseAreRefused() throws Exception {
        List<Object> seen = new CopyOnWriteArrayList<>();
        Map<String, Use> uses = lateUses();
        for (String first : new String[] {"send", "write"}) {
            for (Map.Entry<String, Use> use : uses.entrySet()) {
                var go = new Event();
                var over = new Event();
                try (Site site = Site.of((request, response) -> {
                            if (request.path().equals("/next")) {
                                go.set();
                                over.await();
                                response.send("next");
                                return;
                            }
                            var _ = Jevent.spawn(() -> {
                                go.await();
                                try {
                                    seen.add(use.getKey() + " " + use.getValue().on(request, response));
                                } catch (IOException | IllegalStateException e) {
                                    seen.add(e);
                                }
                                over.set();
                                return null;
                            });
                            if (first.equals("send")) {
                                response.send("ok");
                            } else {
                                response.write("ok");
                            }
                        });
                        Wire wire = site.wire()) {
                    wire.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n\r\nsecret"
                            + "GET /next HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
                    assertThat(wire.readAll())
                            .as(use.getKey())
                            .doesNotContain("LATE")
                            .endsWith("next");
                }
            }
        }
        assertThat(seen).hasSize(2 * uses.size()).allMatch(Exception.class::isInstance);
    }
}
