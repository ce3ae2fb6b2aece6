// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three JVMs in network namespaces on one bridge, of which one is cut off. Where namespaces are not permitted the test
 * is skipped, or fails if JEVENT_NEED_NETNS is set.
 */
class PartitionTest {

    private static final String PREFIX = "jv" + ProcessHandle.current().pid() % 100_000;
    private static final int NODES = 3;

    @TempDir
    Path fence;

    private final List<NodeProcess> nodes = new ArrayList<>();

    private static boolean ip(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        return Machine.succeeds(command.toArray(new String[0]));
    }

    private static void must(String... words) throws IOException, InterruptedException {
        if (!ip(words)) {
            throw new IOException("ip " + List.of(words) + " failed");
        }
    }

    @BeforeEach
    void connect() throws Exception {
        if (!ip("link", "add", PREFIX, "type", "bridge")) {
            throw Machine.lacks("network namespaces are not permitted here", "JEVENT_NEED_NETNS");
        }
        must("link", "set", PREFIX, "up");
        for (int i = 1; i <= NODES; i++) {
            String space = PREFIX + "n" + i;
            String outer = PREFIX + "o" + i;
            must("netns", "add", space);
            must("link", "add", outer, "type", "veth", "peer", "name", "eth0", "netns", space);
            must("link", "set", outer, "master", PREFIX, "up");
            must("-n", space, "addr", "add", "10.199.77." + i + "/24", "dev", "eth0");
            must("-n", space, "link", "set", "eth0", "up");
            must("-n", space, "link", "set", "lo", "up");
            nodes.add(NodeProcess.start(
                    List.of("ip", "netns", "exec", space),
                    "10.199.77." + i,
                    "7355",
                    "10.199.77.1:7355,10.199.77.2:7355",
                    "-",
                    fence.toString()));
        }
        for (NodeProcess node : nodes) {
            node.await("up ");
        }
    }

    @AfterEach
    void disconnect() throws Exception {
        nodes.forEach(NodeProcess::close);
        for (int i = 1; i <= NODES; i++) {
            boolean _ = ip("netns", "del", PREFIX + "n" + i);
        }
        boolean _ = ip("link", "del", PREFIX);
    }

    @Test
    void theMinorityEndsAndTheMajorityTakesItsKeys() throws Exception {
        NodeProcess asking = nodes.get(0);
        asking.command("load 1");
        asking.awaitAcks(50);
        NodeProcess cutOff = nodes.get(2);
        must("link", "set", PREFIX + "o3", "nomaster");
        cutOff.await("removed");
        int mark = asking.mark();
        for (int i = 0; i < 12; i++) {
            String key = "ack k" + i + " ";
            asking.await(mark, line -> line.startsWith(key));
        }
        asking.command("rest");
        asking.command("all");
        asking.await("end");
        assertThat(asking.lines().stream().filter(line -> line.startsWith("at ")))
                .hasSize(12)
                .allMatch(line -> line.endsWith(" 10.199.77.1:7355") || line.endsWith(" 10.199.77.2:7355"));
        assertThat(nodes.get(1).lines()).doesNotContain("removed");
        for (NodeProcess node : nodes) {
            assertThat(node.lines()).noneMatch(line -> line.startsWith(Fence.BROKEN));
        }
    }
}
