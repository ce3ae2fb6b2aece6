// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.http.Routes;
import io.jevent.http.ops.Health;
import io.jevent.monitor.BlockingMonitor;
import io.jevent.monitor.BlockingReport;
import io.jevent.testing.http.TestClient;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that end, that are asked whether they serve, or that are busy. */
class OperationTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<TestNode> nodes = new ArrayList<>();

    private TestNode node() throws Exception {
        ClusterOptions options = ClusterOptions.create()
                .stableAfter(Duration.ofSeconds(1))
                .allow(NodeProgram.Entry.class)
                .storageInMemory();
        if (!nodes.isEmpty()) {
            options.seeds(nodes.getFirst().cluster().address());
        }
        TestNode node = TestNode.start(options);
        nodes.add(node);
        return node;
    }

    @AfterEach
    void end() {
        nodes.reversed().forEach(TestNode::close);
    }

    /** An actor that tells when it is created; its reply is the address of its node. */
    private static final class Known implements KeyedActor<String, String> {
        private final String address;
        private final String key;
        private final BlockingQueue<String> started;

        Known(String address, String key, BlockingQueue<String> started) {
            this.address = address;
            this.key = key;
            this.started = started;
        }

        @Override
        public void started() {
            started.add(key + " at " + address);
        }

        @Override
        public String receive(String message) {
            return address;
        }
    }

    /** Finds a key whose actor is on a node; the first node asks the actors for their nodes' addresses. */
    private String keyAt(String address, Actors<String, String> actors) throws Exception {
        return nodes.getFirst().call(_ -> {
            for (int i = 0; ; i++) {
                if (actors.get("key" + i).ask("where", LIMIT).equals(address)) {
                    return "key" + i;
                }
            }
        });
    }

    @Test
    void rememberedActorsAreCreatedAgainWithoutAMessage() throws Exception {
        var started = new LinkedBlockingQueue<String>();
        List<Actors<String, String>> actors = new ArrayList<>();
        for (TestNode node : List.of(node(), node())) {
            actors.add(node.call(cluster -> cluster.actors(
                    "known",
                    key -> new Known(cluster.address(), key, started),
                    ActorOptions.DEFAULT.withRemembering())));
        }
        TestNode first = nodes.getFirst();
        TestNode second = nodes.getLast();
        String moving = keyAt(second.cluster().address(), actors.getFirst());
        second.close();
        String wanted = moving + " at " + first.cluster().address();
        String next = started.take();
        while (!next.equals(wanted)) {
            next = started.take();
        }
        assertThat(next).isEqualTo(wanted);
    }

    private static int status(TestNode node, String path) throws Exception {
        return node.call(cluster -> {
            var health = new Health().check("cluster", cluster::isUp);
            try (var client = new TestClient(new Routes().mount("/health", health.routes()))) {
                return client.get(path).send().status();
            }
        });
    }

    @Test
    void aNodeThatLeavesIsNotReadyAnyMore() throws Exception {
        TestNode first = node();
        TestNode second = node();
        assertThat(status(second, "/health/ready")).isEqualTo(200);
        second.call(cluster -> {
            cluster.close();
            return null;
        });
        assertThat(status(second, "/health/ready")).isEqualTo(503);
        assertThat(status(second, "/health/live")).isEqualTo(200);
        assertThat(first.cluster().isUp()).isTrue();
    }

    @Test
    void anAddressThatIsInUseIsRefusedAtOnce() throws Exception {
        try (var used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ClusterOptions options = ClusterOptions.create().at("127.0.0.1", used.getLocalPort());
            assertThatThrownBy(() -> TestNode.start(options))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(BindException.class)
                    .hasMessageContaining("127.0.0.1:" + used.getLocalPort());
        }
    }

    /** Blocks its hub until it is released, as a program that computes for long. */
    private static final class Busy implements KeyedActor<String, String> {
        private static volatile boolean released;
        private final String address;

        Busy(String address) {
            this.address = address;
        }

        @Override
        public String receive(String message) {
            while (message.equals("block") && !released) {
                Thread.onSpinWait();
            }
            return address;
        }
    }

    /** Waits until a presence of the first node is as wanted. */
    private static void await(Subscription<Set<String>> states, Set<String> wanted) {
        Set<String> state = states.get();
        while (!state.equals(wanted)) {
            state = states.get();
        }
    }

    @Test
    void anActorThatBlocksItsHubIsReportedAndItsNodeStaysReachable(@TempDir Path fence) throws Exception {
        var reports = new LinkedBlockingQueue<BlockingReport>();
        List<Actors<String, String>> actors = new ArrayList<>();
        for (TestNode node : List.of(node(), node())) {
            actors.add(node.call(cluster -> cluster.actors("busy", _ -> new Busy(cluster.address()))));
        }
        TestNode first = nodes.getFirst();
        TestNode second = nodes.getLast();
        String there = second.cluster().address();
        String seed = first.cluster().address();
        try (NodeProcess third = NodeProcess.start(
                List.of(), "127.0.0.1", Integer.toString(NodeProcess.freePort()), seed, "-", fence.toString())) {
            String killed = third.await("up ").substring("up ".length());
            Subscription<Set<String>> members =
                    first.call(cluster -> cluster.presence(NodeProgram.HERE).changes());
            first.call(_ -> {
                await(members, Set.of(killed));
                return null;
            });
            try (var _ = BlockingMonitor.start(Duration.ofMillis(100), reports::add)) {
                String key = keyAt(there, actors.getFirst());
                first.call(_ -> {
                    actors.getFirst().get(key).tell("block");
                    return null;
                });
                BlockingReport report = reports.take();
                while (!report.toString().contains("busy/" + key)) {
                    report = reports.take();
                }
                third.signal("KILL");
                first.call(_ -> {
                    await(members, Set.of()); // a node that is silent since then has been removed
                    return null;
                });
                assertThat(first.cluster().report().members())
                        .filteredOn(member -> member.address().equals(there))
                        .containsExactly(new ClusterReport.Member(there, "Up", true));
                Busy.released = true;
                assertThat(first.<String>call(_ -> actors.getFirst().get(key).ask("where", LIMIT)))
                        .isEqualTo(there);
            } finally {
                Busy.released = true;
            }
        }
    }
}
