// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every workload of jevent runs, in the soak tests those of its peers too: a round of a few operations in a child
 * process, as the bench starts it.
 */
@Execution(ExecutionMode.CONCURRENT)
class WorkloadsTest {

    private static final int FEW = 40;

    /** Rows that no other library of this benchmark can run. */
    private static final Set<String> WITHOUT_PEERS =
            Set.of("sim", "sim-stuck", "sim-nodes", "sim-history", "cluster-many");

    @ParameterizedTest
    @MethodSource("rows")
    void everyWorkloadOfJeventAnswers(Row row, @TempDir Path folder) {
        var _ = answers(row, List.of(), folder);
    }

    /** Hundreds of processes: the peers change when their versions do. */
    @Tag("soak")
    @ParameterizedTest
    @MethodSource("rows")
    void everyWorkloadOfThePeersAnswers(Row row, @TempDir Path folder) {
        var peers = new ArrayList<>(Peers.others(new Scratch(folder)));
        peers.removeIf(peer -> peer.availability() instanceof Availability.Absent);
        var result = answers(row, peers, folder);
        assertThat(result.peers().isEmpty()).isEqualTo(WITHOUT_PEERS.contains(row.name()));
        assertThat(result.peers())
                .allSatisfy(peer -> assertThat(peer.failure()).as(peer.name()).isEmpty());
    }

    private static RowResult answers(Row row, List<Peer> peers, Path folder) {
        assumeTrue(
                !row.name().equals("redis") || canRun("redis-server") || System.getenv("JEVENT_NEED_REDIS") != null,
                "redis-server is not on the PATH; on Debian: apt-get install redis-server");
        int operations = Math.min(FEW, row.plan().operations());
        var few = row.with(new Plan(operations, operations, 0, 1, 1));
        var result = new Contest(few, folder).run(Peers.ours(new Scratch(folder)), peers);
        result.ours().failure().filter(why -> why.contains("is not installed")).ifPresent(why -> {
            if (System.getenv("JEVENT_NEED_LOAD") == null) {
                abort(why);
            }
        });
        assertThat(result.ours().failure()).isEmpty();
        assertThat(result.ours().median()).isPresent();
        return result;
    }

    /** Rows with many peers, so that what is common to all is in the usual tests. */
    @Test
    void thePeersOfARowAnswerToo(@TempDir Path folder) {
        everyWorkloadOfThePeersAnswers(Rows.named("switch").orElseThrow(), folder);
        everyWorkloadOfThePeersAnswers(Rows.named("plaintext").orElseThrow(), folder);
    }

    private static boolean canRun(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** All but those on Python, which need engines, and the one on failover, which takes half a minute. */
    static List<Row> rows() {
        return Stream.concat(Rows.ALL.stream(), ClusterRows.ALL.stream())
                .filter(row -> !row.name().equals("cluster-failover"))
                .toList();
    }

    @Test
    void aChildThatFailsIsReportedWithItsLastWords(@TempDir Path folder) {
        var row = Rows.named("switch").orElseThrow();
        var broken = new JvmPeer("broken", new Availability.Present("broken"), "jdk");
        var plan = new Plan(-1, -1, 0, 1, 1);
        var spawn = new Row("spawn", row.metric(), row.what(), plan, 1);
        var samples = new Contest(spawn, folder).run(broken, List.of()).ours();
        assertThat(samples.failure().orElseThrow()).contains("NegativeArraySizeException");
    }
}
