// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three JVMs that find each other by a name with three addresses, which dnsmasq has; in a network namespace, whose name
 * server is at port 53. Where namespaces are not permitted or dnsmasq is missing the test is skipped, or fails if
 * JEVENT_NEED_NETNS or JEVENT_NEED_NAME_SERVER is set.
 */
class DnsTest {

    private static final String SPACE = "jvdns" + ProcessHandle.current().pid() % 100_000;
    private static final Path SETTINGS = Path.of("/etc/netns", SPACE);
    private static final List<String> ADDRESSES = List.of("127.0.0.2", "127.0.0.3", "127.0.0.4");

    @TempDir
    Path folder;

    private final List<NodeProcess> nodes = new ArrayList<>();
    private Process names;

    @BeforeEach
    void startNameServer() throws Exception {
        if (!Files.isExecutable(Path.of("/usr/sbin/dnsmasq"))) {
            throw Machine.lacks(
                    "there is no dnsmasq; on Debian: apt-get install dnsmasq-base", "JEVENT_NEED_NAME_SERVER");
        }
        if (!Machine.succeeds("ip", "netns", "add", SPACE)) {
            throw Machine.lacks("network namespaces are not permitted here", "JEVENT_NEED_NETNS");
        }
        assertThat(Machine.succeeds("ip", "-n", SPACE, "link", "set", "lo", "up"))
                .isTrue();
        Files.createDirectories(SETTINGS);
        Files.writeString(SETTINGS.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
        var command = new ArrayList<>(List.of("ip", "netns", "exec", SPACE, "/usr/sbin/dnsmasq"));
        command.addAll(List.of("--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts"));
        command.addAll(List.of("--log-facility=-", "--user=" + System.getProperty("user.name")));
        command.addAll(List.of("--pid-file=" + folder.resolve("pid"), "--listen-address=127.0.0.1"));
        ADDRESSES.forEach(address -> command.add("--host-record=nodes.test," + address));
        names = new ProcessBuilder(command).redirectErrorStream(true).start();
        var out = new BufferedReader(new InputStreamReader(names.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).contains("started");
        Thread.ofPlatform().daemon().start(() -> out.lines().forEach(_ -> {}));
    }

    @AfterEach
    void end() throws Exception {
        nodes.forEach(NodeProcess::close);
        if (names != null) {
            names.destroyForcibly().onExit().join();
        }
        Files.deleteIfExists(SETTINGS.resolve("resolv.conf"));
        Files.deleteIfExists(SETTINGS);
        boolean _ = Machine.succeeds("ip", "netns", "del", SPACE);
    }

    @Test
    void nodesJoinByAName() throws Exception {
        for (String address : ADDRESSES) {
            nodes.add(NodeProcess.start(
                    List.of("ip", "netns", "exec", SPACE), address, "7355", "dns:nodes.test", "-", folder.toString()));
        }
        for (NodeProcess node : nodes) {
            String up = node.await("up ");
            assertThat(ADDRESSES).anyMatch(address -> up.equals("up " + address + ":7355"));
        }
        for (NodeProcess node : nodes) {
            node.command("here 3");
            assertThat(node.await("here ")).isEqualTo("here [127.0.0.2:7355, 127.0.0.3:7355, 127.0.0.4:7355]");
        }
    }
}
