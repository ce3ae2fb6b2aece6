// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three JVMs on this machine that share ledgers in PostgreSQL, and what may happen to one of them. */
class FaultsTest {

    private static PostgresServer database;
    private static final List<NodeProcess> STARTED = new ArrayList<>();
    private static final List<NodeProcess> NODES = new ArrayList<>();

    @TempDir
    static Path fence;

    private static String seeds;
    private static final List<Integer> PORTS = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        database = PostgresServer.start();
        for (int i = 0; i < 3; i++) {
            PORTS.add(NodeProcess.freePort());
        }
        seeds = "127.0.0.1:" + PORTS.get(0) + ",127.0.0.1:" + PORTS.get(1);
        for (int i = 0; i < 3; i++) {
            NODES.add(node(i));
        }
        for (NodeProcess node : NODES) {
            node.await("up ");
        }
    }

    private static NodeProcess node(int i) throws IOException {
        NodeProcess node = NodeProcess.start(
                List.of(), "127.0.0.1", Integer.toString(PORTS.get(i)), seeds, database.url(), fence.toString());
        STARTED.add(node);
        return node;
    }

    @AfterAll
    static void stop() throws Exception {
        STARTED.forEach(NodeProcess::close);
        database.close();
    }

    /** Each test finds three NODES. */
    private static void replace(int i) throws Exception {
        NODES.set(i, node(i));
        NODES.get(i).await("up ");
    }

    /** All ids that were acknowledged, by key. */
    private static Map<String, List<Long>> acknowledged() {
        Map<String, List<Long>> acks = new TreeMap<>();
        for (NodeProcess node : STARTED) {
            for (String line : node.lines()) {
                if (line.startsWith("ack ")) {
                    String[] words = line.split(" ", -1);
                    acks.computeIfAbsent(words[1], _ -> new ArrayList<>()).add(Long.valueOf(words[2]));
                }
            }
        }
        return acks;
    }

    /** Checks that a node finds all that was acknowledged, and returns the NODES that own the keys. */
    private static List<String> verify(NodeProcess asked) throws InterruptedException {
        Map<String, List<Long>> acks = acknowledged();
        int mark = asked.mark();
        asked.command("all");
        asked.await(mark, line -> line.equals("end"));
        List<String> lines = asked.lines().subList(mark, asked.mark());
        for (String line : lines) {
            if (line.startsWith("ids ")) {
                String key = line.split(" ", -1)[1];
                List<Long> stored = Stream.of(line.substring(line.indexOf('[') + 1, line.indexOf(']'))
                                .split(", ", -1))
                        .map(Long::valueOf)
                        .toList();
                assertThat(stored).doesNotHaveDuplicates().containsAll(acks.getOrDefault(key, List.of()));
            }
        }
        return lines.stream()
                .filter(line -> line.startsWith("at "))
                .map(line -> line.split(" ", -1)[2])
                .toList();
    }

    /** The number of lines that begin so. */
    private static long count(NodeProcess node, String beginning) {
        return node.lines().stream().filter(line -> line.startsWith(beginning)).count();
    }

    /** Checks that no two nodes have owned a key at the same time so far. */
    private static void verifyOneOwner() {
        for (NodeProcess node : STARTED) {
            assertThat(node.lines()).noneMatch(line -> line.startsWith(Fence.BROKEN));
        }
    }

    /** Waits until each key is acknowledged after now. */
    private static void awaitAllKeys(NodeProcess node) throws InterruptedException {
        int mark = node.mark();
        for (int i = 0; i < 12; i++) {
            String key = "ack k" + i + " ";
            node.await(mark, line -> line.startsWith(key));
        }
    }

    /** Waits until a node owns keys: one that has joined owns none until the next rebalancing. */
    private static void awaitOwner(NodeProcess node) throws InterruptedException {
        node.await("own k");
    }

    @Test
    void nothingAcknowledgedIsLostWhenANodeIsKilled() throws Exception {
        NODES.get(0).command("load 1000000");
        NODES.get(1).command("load 2000000");
        NODES.get(0).awaitAcks(50);
        NodeProcess killed = NODES.get(2);
        awaitOwner(killed);
        killed.signal("KILL");
        assertThat(killed.awaitEnd()).isEqualTo(128 + 9);
        awaitAllKeys(NODES.get(0));
        awaitAllKeys(NODES.get(1));
        NODES.get(0).command("rest");
        NODES.get(1).command("rest");
        assertThat(verify(NODES.get(1)))
                .hasSize(12)
                .isSubsetOf("127.0.0.1:" + PORTS.get(0), "127.0.0.1:" + PORTS.get(1));
        verifyOneOwner();
        replace(2);
    }

    @Test
    void aRollingRestartHandsTheActorsOverAndNoAskFailsTwice() throws Exception {
        NodeProcess asking = NODES.get(0);
        asking.command("load 3000000");
        asking.awaitAcks(50);
        int mark = asking.mark();
        for (int i = 1; i < 3; i++) {
            NodeProcess leaving = NODES.get(i);
            leaving.signal("TERM");
            assertThat(leaving.awaitEnd()).isEqualTo(128 + 15);
            assertThat(count(leaving, "free ")).isEqualTo(count(leaving, "own "));
            replace(i);
            awaitAllKeys(asking);
        }
        asking.command("rest");
        assertThat(asking.lines().subList(mark, asking.mark()).stream()
                        .filter(line -> line.startsWith("ack "))
                        .map(line -> line.split(" ", -1)[3]))
                .isSubsetOf("1", "2");
        verify(asking);
        verifyOneOwner();
    }

    @Test
    @Tag("soak")
    void aNodeThatPausesUntilOthersHaveItsKeysEndsWhenItReturns() throws Exception {
        NodeProcess asking = NODES.get(0);
        asking.command("load 4000000");
        asking.awaitAcks(50);
        NodeProcess paused = NODES.get(2);
        awaitOwner(paused);
        paused.signal("STOP");
        awaitAllKeys(asking);
        int mark = paused.mark();
        paused.signal("CONT");
        paused.await(mark, line -> line.equals("removed"));
        asking.command("rest");
        assertThat(verify(asking)).hasSize(12).isSubsetOf("127.0.0.1:" + PORTS.get(0), "127.0.0.1:" + PORTS.get(1));
        paused.close();
        replace(2);
    }

    private static boolean hasOwned(NodeProcess node, String key) {
        return node.lines().stream().anyMatch(line -> line.startsWith("own " + key + " "));
    }

    /** Has inserts wait for an advisory lock, and returns a connection that holds it. */
    private static Connection stopInserts() throws SQLException {
        database.execute("""
                create function await_lock() returns trigger language plpgsql as
                'begin perform pg_advisory_xact_lock_shared(7); return new; end'""");
        database.execute("create trigger await_lock before insert on event_journal"
                + " for each row execute function await_lock()");
        Connection holder = DriverManager.getConnection(database.url(), "test", "");
        try (Statement statement = holder.createStatement()) {
            statement.execute("select pg_advisory_lock(7)");
        }
        return holder;
    }

    /** Waits until an insert waits for the lock. */
    private static void awaitInsert(Connection holder) throws SQLException {
        try (Statement statement = holder.createStatement()) {
            boolean waits = false;
            while (!waits) {
                try (ResultSet locks =
                        statement.executeQuery("select 1 from pg_locks where locktype = 'advisory' and not granted")) {
                    waits = locks.next();
                }
            }
        }
    }

    @Test
    void aNodeThatPausesWithinATransactionDoesNotBlockTheNewOwner() throws Exception {
        NodeProcess asking = NODES.get(0);
        String key;
        for (int i = 0; ; i++) { // until it is the key of another node
            key = "stuck" + i;
            int mark = asking.mark();
            asking.command("add " + key + " 1");
            asking.await(mark, line -> line.equals("added 1"));
            if (!hasOwned(asking, key)) {
                break;
            }
        }
        int owner = hasOwned(NODES.get(1), key) ? 1 : 2;
        NodeProcess paused = NODES.get(owner);
        int mark = asking.mark();
        try (Connection holder = stopInserts()) {
            asking.command("add " + key + " 2");
            awaitInsert(holder);
            paused.signal("STOP");
        } // the insert goes on, and its transaction waits for the node's commit
        asking.command("add " + key + " 3");
        asking.await(mark, line -> line.equals("added 3"));
        int before = paused.mark();
        paused.signal("CONT");
        paused.await(before, line -> line.equals("removed"));
        database.execute("drop trigger await_lock on event_journal");
        database.execute("drop function await_lock");
        paused.close();
        replace(owner);
    }

    @Test
    void anEventIsNotAcknowledgedWithoutTheDatabase() throws Exception {
        NodeProcess node = NODES.get(0);
        int before = node.mark();
        node.command("add alone 1");
        assertThat(node.await(before, line -> line.startsWith("added "))).isEqualTo("added 1");
        database.stop();
        node.command("add alone 2");
        assertThat(node.await(before, line -> line.startsWith("failed "))).contains("StorageException");
        database.again();
        String answer = "failed ";
        while (answer.startsWith("failed ")) { // while the pool has a connection of before
            int mark = node.mark();
            node.command("add alone 3");
            answer = node.await(mark, line -> line.startsWith("added ") || line.startsWith("failed "));
        }
        assertThat(answer).isEqualTo("added 2");
    }
}
