// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.server.StreamServer;
import io.jevent.sim.Faults;
import io.jevent.sim.Simulation;
import io.jevent.socket.StreamSocket;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsClient;
import io.jevent.tls.TlsServer;
import io.jevent.websocket.Message;
import io.jevent.websocket.WebSocket;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** jevent's servers over a simulated network with faults: an answer is right, or the client gets an error. */
class SimulatedServersTest {

    private static final int SCHEDULES = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final HttpOptions QUIET = HttpOptions.DEFAULTS.log(_ -> {});

    private int right;
    private int failed;

    private static Simulation simulation() {
        return Simulation.named("test").schedules(SCHEDULES).faults(Faults.NETWORK, Faults.CRASHES, Faults.PAUSES);
    }

    /** Asks one question on a connection of its own. */
    private interface Asker {
        String ask(int client, int number) throws IOException;
    }

    private void ask(Simulation simulation, Simulation.Body servers, Asker asker) {
        var _ = simulation.run(sim -> {
            servers.run(sim);
            Jevent.sleep(Duration.ofMillis(1));
            List<Greenlet<?>> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int client = i;
                clients.add(sim.client(() -> {
                    for (int number = 0; number < 4; number++) {
                        askOnce(asker, client, number);
                    }
                    return true;
                }));
            }
            Jevent.joinAllOrThrow(clients);
        });
        assertThat(right).isGreaterThan(SCHEDULES);
        assertThat(failed).isPositive();
    }

    private void askOnce(Asker asker, int client, int number) {
        String answer;
        try {
            answer = asker.ask(client, number);
        } catch (IOException _) {
            failed++;
            return;
        }
        assertThat(answer).isEqualTo("you are " + client + "-" + number);
        right++;
    }

    @Test
    void http() {
        ask(
                simulation(),
                sim -> sim.node(
                        "server",
                        "10.0.0.1",
                        _ -> new HttpServer(
                                        "0.0.0.0:80",
                                        (request, response) -> {
                                            Jevent.sleep(Duration.ofMillis(5));
                                            response.send(
                                                    "you are " + request.path().substring(1));
                                        },
                                        QUIET)
                                .serveForever()),
                (client, number) -> {
                    try (var socket = StreamSocket.connect("server:80", PATIENCE)) {
                        socket.sendAll(("GET /" + client + "-" + number
                                        + " HTTP/1.1\r\nHost: server\r\nConnection: close\r\n\r\n")
                                .getBytes(UTF_8));
                        return body(socket);
                    }
                });
    }

    private static String body(StreamSocket socket) throws IOException {
        var all = new StringBuilder();
        while (true) {
            byte[] bytes = socket.recv(100, PATIENCE);
            all.append(new String(bytes, UTF_8));
            int head = all.indexOf("\r\n\r\n");
            if (head >= 0) {
                int length = Integer.parseInt(all.toString()
                        .toLowerCase(java.util.Locale.ROOT)
                        .replaceFirst("(?s).*content-length: ([0-9]+).*", "$1"));
                if (all.length() == head + 4 + length) {
                    return all.substring(head + 4);
                }
            }
            if (bytes.length == 0) {
                throw new EOFException("after " + all);
            }
        }
    }

    @Test
    void webSockets() {
        ask(
                simulation(),
                sim -> sim.node(
                        "server",
                        "10.0.0.1",
                        _ -> new HttpServer(
                                        "0.0.0.0:80",
                                        (request, response) -> {
                                            try (var socket = WebSocket.accept(request, response)) {
                                                while (true) {
                                                    var text = socket.receiveText();
                                                    if (text.isEmpty()) {
                                                        return;
                                                    }
                                                    socket.send("you are " + text.get());
                                                }
                                            } catch (IOException _) {
                                                // the client is gone
                                            }
                                        },
                                        QUIET)
                                .serveForever()),
                (client, number) -> {
                    try (var socket = WebSocket.connect("ws://server/")) {
                        socket.send(client + "-" + number);
                        var message = socket.receive(PATIENCE).orElseThrow(() -> new EOFException("closed"));
                        return message instanceof Message.Text(String text) ? text : "bytes";
                    }
                });
    }

    @Test
    void tls() throws Exception {
        DevelopmentCertificate certificate = DevelopmentCertificate.create();
        TlsServer server = TlsServer.of(certificate.identity());
        TlsClient trusting = TlsClient.builder().trust(certificate.trust()).build();
        ask(
                simulation().schedules(SCHEDULES / 2).start(Instant.now()), // when the certificate is valid
                sim -> sim.node(
                        "localhost2",
                        "10.0.0.1",
                        _ -> new StreamServer("0.0.0.0:443", socket -> {
                                    try (socket) {
                                        var _ = server.secure(socket);
                                        String line = line(socket);
                                        socket.sendAll(("you are " + line + "\n").getBytes(UTF_8));
                                    } catch (IOException _) {
                                        // the client is gone
                                    }
                                })
                                .serveForever()),
                (client, number) -> {
                    var limit = new Timeout(PATIENCE);
                    limit.start();
                    try (var socket = StreamSocket.connect("localhost2:443")) {
                        var _ = trusting.secure(socket, "localhost");
                        socket.sendAll((client + "-" + number + "\n").getBytes(UTF_8));
                        return line(socket);
                    } catch (Timeout t) {
                        throw new IOException("too late", t);
                    } finally {
                        limit.close();
                    }
                });
    }

    private static String line(StreamSocket socket) throws IOException {
        String line = new BufferedReader(new InputStreamReader(socket.inputStream(), UTF_8)).readLine();
        if (line == null) {
            throw new EOFException("no line");
        }
        return line;
    }
}
