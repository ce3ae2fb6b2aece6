// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that inherits its sockets from one which binds them, as systemd does, and which starts it again and again.
 */
class ActivationTest {

    private static final String MANAGER = """
            import fcntl, os, socket, sys
            path, count, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
            web = socket.create_server(("127.0.0.1", 0))
            admin = socket.socket(socket.AF_UNIX)
            admin.bind(path)
            admin.listen()
            print(web.getsockname()[1], flush=True)
            for n in range(count):
                pid = os.fork()
                if pid == 0:
                    for target, own in [(20, web), (21, admin)]:
                        os.dup2(own.fileno(), target)
                    os.dup2(20, 3)
                    os.dup2(21, 4)
                    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="2", LISTEN_FDNAMES="web:admin")
                    os.execv(command[0], command + [str(n)])
                _, status = os.waitpid(pid, 0)
                if status:
                    sys.exit("the server ended with %d" % status)
            """;

    @TempDir
    private Path folder;

    @Test
    void eachProcessServesWhatArrivedBeforeItWasStarted() throws Exception {
        Path path = folder.resolve("admin");
        var command = new ArrayList<>(List.of("/usr/bin/env", "python3", "-c", MANAGER, path.toString(), "3"));
        command.add(System.getProperty("java.home") + "/bin/java");
        command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Djevent.loop=netty-epoll");
        command.add("-cp");
        command.add(OutOfDescriptors.classPath());
        command.add(ActivatedServer.class.getName());
        Process manager = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = manager.inputReader()) {
            var web = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(said.readLine()));
            assertThat(read(web)).isEqualTo("0 from web");
            assertThat(read(web)).isEqualTo("1 from web"); // connected while no process served, or about to end
            assertThat(read(UnixDomainSocketAddress.of(path))).isEqualTo("2 from admin");
            assertThat(manager.waitFor()).isZero();
            assertThat(said.lines())
                    .startsWith(
                            "listening socket at 127.0.0.1:" + web.getPort() + " (web)",
                            "listening socket at unix:" + path + " (admin)")
                    .hasSize(6);
            assertThat(Files.exists(path)).as("the path is the manager's").isTrue();
        } finally {
            manager.destroy();
        }
    }

    private static String read(SocketAddress address) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            ByteBuffer all = ByteBuffer.allocate(100);
            while (channel.read(all) >= 0 && all.hasRemaining()) {
                // until its end
            }
            return new String(all.array(), 0, all.position(), StandardCharsets.UTF_8);
        }
    }
}
