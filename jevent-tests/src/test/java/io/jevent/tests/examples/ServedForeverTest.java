// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servers among the examples, with an address as their argument, and clients that know nothing of jevent. */
class ServedForeverTest {

    private static final String ECHO = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX)
            s.settimeout(20)
            s.connect(sys.argv[1])
            s.sendall(b'x' * 100000)
            s.shutdown(socket.SHUT_WR)
            n = 0
            while True:
                data = s.recv(65536)
                if not data:
                    break
                n += len(data)
            print(n)
            """;
    private static final String UDP = """
            import socket, sys
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.settimeout(1)
            for i in range(20):
                s.sendto(b'hello', ('127.0.0.1', int(sys.argv[1])))
                try:
                    print(s.recv(100).decode())
                    break
                except (socket.timeout, ConnectionRefusedError):
                    pass
            """;

    @TempDir
    private Path directory;

    private static Greenlet<?> serving(String example, String... arguments) {
        return Jevent.spawn(() -> {
            Method main = Class.forName(Example.named(example).className()).getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            try {
                return main.invoke(null, (Object) arguments);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof GreenletExit exit) {
                    throw exit;
                }
                throw e;
            }
        });
    }

    private static void awaitPath(Path path) {
        while (!Files.exists(path)) {
            Jevent.sleep(Duration.ofMillis(1));
        }
    }

    @Test
    void ncVisitsTheSimpleServer() {
        Jevent.run(() -> {
            Path path = directory.resolve("simple");
            Greenlet<?> server = serving("simple-server", "unix:" + path);
            awaitPath(path);
            assertThat(Clients.run("", "nc", "-U", path.toString())).isEqualTo("Hello from a telnet!\n0\n1\n2\n3\n4\n");
            server.kill();
            assertThat(Files.exists(path)).isFalse();
        });
    }

    @Test
    void pythonTalksToTheEchoServerOnTwoHubs() {
        Jevent.run(() -> {
            Path path = directory.resolve("echo");
            Greenlet<?> server = serving("echo-server", "unix:" + path, "2");
            awaitPath(path);
            for (int i = 0; i < 3; i++) {
                assertThat(Clients.python(ECHO, path.toString())).isEqualTo("100000\n");
            }
            server.kill();
        });
    }

    @Test
    void pythonTalksThroughThePortForwarder() {
        Jevent.run(() -> {
            Path echo = directory.resolve("echo");
            Path path = directory.resolve("forwarder");
            Greenlet<?> target = serving("echo-server", "unix:" + echo, "1");
            Greenlet<?> server = serving("port-forwarder", "unix:" + path, "unix:" + echo);
            awaitPath(echo);
            awaitPath(path);
            assertThat(Clients.python(ECHO, path.toString())).isEqualTo("100000\n");
            server.kill();
            target.kill();
        });
    }

    @Test
    void pythonTalksToTheUdpServer() throws Exception {
        int port;
        try (var free = new DatagramSocket()) {
            port = free.getLocalPort();
        }
        Jevent.run(() -> {
            Greenlet<?> server = serving("udp-server", "127.0.0.1:" + port);
            assertThat(Clients.python(UDP, Integer.toString(port))).isEqualTo("Received 5 bytes\n");
            server.kill();
        });
    }
}
