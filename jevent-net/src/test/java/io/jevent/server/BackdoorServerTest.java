// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the console with its commands and JShell. */
class BackdoorServerTest {

    private static final String ANY = "127.0.0.1:0";

    /** Returns the output for a client that types these lines. */
    private static String visit(BackdoorServer server, String... lines) throws IOException {
        return Scene.ask(server, String.join("\n", lines) + "\n");
    }

    @Test
    void itListsReportsAndKills() throws Exception {
        Scene.on(scene -> {
            var never = new Event();
            var sleeper = Jevent.spawn(() -> never.await());
            sleeper.setName("the sleeper");
            try (var server = new BackdoorServer(ANY)) {
                server.start();
                assertThat(visit(server, "hubs"))
                        .contains(Hub.current().toString())
                        .contains(" greenlets\n");
                assertThat(visit(server, "list"))
                        .contains(Hub.current().name() + " the sleeper: waiting on " + never + "\n");
                assertThat(visit(server, "report")).contains("the sleeper").contains("BackdoorServerTest");
                assertThat(visit(server, "kill nobody")).contains("no greenlet is named nobody\n");
                assertThat(visit(server, "kill")).contains("usage: kill [HUB] GREENLET");
                assertThat(visit(server, "help")).contains("kill [HUB] GREENLET");
                assertThat(sleeper.isReady()).isFalse();
                assertThat(visit(server, "kill " + Hub.current().name() + " the sleeper"))
                        .contains("killed the sleeper\n");
                sleeper.join();
                assertThat(sleeper.exit()).hasMessage("killed through the backdoor");
            }
            assertThat(scene.failures).isEmpty();
        });
    }

    @Test
    void javaSeesTheProcessAndTheValuesGiven() throws Exception {
        Scene.on(scene -> {
            var names = new ArrayList<String>();
            names.add("first");
            try (var server = new BackdoorServer(Addresses.parse(ANY), Map.of("names", names, "hub", Hub.current()))) {
                server.start();
                String seen = visit(
                        server,
                        "names.get(0)",
                        "names.add(\"second\"); names.size()",
                        "hub == Hub.current()",
                        "out.println(\"to the console\")",
                        "int twice(int x) {",
                        "    return 2 * x;",
                        "}",
                        "twice(21)",
                        "Jevent.sleep(Duration.ofMillis(1))",
                        "1 / 0",
                        "no such thing",
                        "quit",
                        "not read");
                assertThat(seen)
                        .contains("jevent> \"first\"\n")
                        .contains("true\n2\n")
                        .contains("jevent> true\n")
                        .contains("to the console\n")
                        .contains("   ...> ")
                        .contains("jevent> 42\n")
                        .contains("java.lang.ArithmeticException: / by zero\n")
                        .contains("expected")
                        .endsWith("jevent> ");
                assertThat(names).containsExactly("first", "second");
            }
            assertThat(scene.failures).isEmpty();
        });
    }

    @RepeatedTest(5)
    void leavingEndsWhatWasBegun() throws Exception {
        Scene.on(scene -> {
            try (var server = new BackdoorServer(ANY)) {
                server.start();
                var visitor = StreamSocket.connect(server.address());
                Scene.say(visitor, "Jevent.sleep(Duration.ofDays(1))\n");
                while (Hub.current().greenlets().stream() // the console also runs short snippets of its own
                        .noneMatch(
                                g -> g.name().equals("snippet") && g.activity().contains("sleep"))) {
                    Jevent.sleep(Duration.ofMillis(5));
                }
                server.stop(Duration.ZERO);
                while (Hub.current().greenlets().stream().anyMatch(g -> g.name().equals("snippet"))) {
                    Jevent.sleep(Duration.ofMillis(5));
                }
                visitor.close();
            }
            assertThat(scene.failures).isEmpty();
        });
    }

    @Test
    void onlyThisMachineCanReachIt() {
        for (String address : new String[] {":0", "0.0.0.0:0", "[::]:0", "192.0.2.1:80", "example.com:80"}) {
            assertThatThrownBy(() -> new BackdoorServer(address))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("it listens only at a loopback address such as 127.0.0.1:0 or at a path")
                    .hasMessageContaining(Addresses.format(Addresses.parse(address)));
        }
        assertThat(new BackdoorServer("localhost:0").isStarted()).isFalse();
        assertThat(new BackdoorServer("[::1]:0").isStarted()).isFalse();
    }

    @Test
    void aPathIsForThisUserOnly(@TempDir Path directory) throws Exception {
        Scene.on(scene -> {
            Path path = directory.resolve("door");
            try (var server = new BackdoorServer(UnixDomainSocketAddress.of(path), Map.of())) {
                server.start();
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("rw-------");
                assertThat(visit(server, "hubs")).contains("greenlets");
            }
        });
    }

    @Test
    void aLineThatIsTooLongEndsTheVisit() throws Exception {
        Scene.on(scene -> {
            try (var server = new BackdoorServer(ANY);
                    var visitor = started(server)) {
                Scene.say(visitor, "x".repeat(64 * 1024 + 1));
                String seen = new String(visitor.inputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(seen).endsWith("a line may have at most 65536 bytes\n");
            }
        });
    }

    private static StreamSocket started(BackdoorServer server) throws IOException {
        server.start();
        return StreamSocket.connect(server.address());
    }

    @Test
    void aBrowserIsSentAway() throws Exception {
        Scene.on(scene -> {
            try (var server = new BackdoorServer(ANY)) {
                server.start();
                assertThat(visit(server, "POST / HTTP/1.1")).endsWith("this is not a web server\n");
            }
        });
    }

    @Test
    void ncIsEnoughToVisitIt() throws Exception {
        Scene.on(scene -> {
            try (var server = new BackdoorServer(ANY)) {
                server.start();
                String seen = ThreadPool.ofHub().apply(() -> {
                    Process nc = new ProcessBuilder("nc", "127.0.0.1", Integer.toString(server.port())).start();
                    nc.getOutputStream().write("hubs\r\nquit\r\n".getBytes(StandardCharsets.UTF_8));
                    nc.getOutputStream().close();
                    String all = new String(nc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    nc.destroy();
                    return all;
                });
                assertThat(seen).startsWith("jevent 25 on hub-").contains(" greenlets\n");
            }
        });
    }
}
