// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every workload runs: a round of a few operations in a child process, as the bench starts it. */
class WorkloadsTest {

    private static final int FEW = 40;

    @Test
    void everyWorkloadThatCanRunHereAnswers(@TempDir Path folder) throws Exception {
        var scratch = new Scratch(folder);
        var silent = new ArrayList<String>();
        var peers = new ArrayList<>(Peers.others(scratch));
        peers.addFirst(Peers.ours());
        peers.removeIf(peer -> peer.availability() instanceof Availability.Absent);
        for (var row : Rows.ALL) {
            var few = new Row(row.name(), row.metric(), row.what(), new Plan(FEW, FEW, 0, 1, 1), row.cores());
            for (var peer : peers) {
                var samples = measure(few, peer, folder);
                samples.failure().ifPresent(reason -> silent.add(row.name() + ", " + peer.name() + ": " + reason));
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void aChildThatFailsIsReportedWithItsLastWords(@TempDir Path folder) {
        var row = Rows.named("switch").orElseThrow();
        var broken = new JvmPeer("broken", new Availability.Present("broken"), "jdk");
        var plan = new Plan(-1, -1, 0, 1, 1);
        var samples = measure(new Row("spawn", row.metric(), row.what(), plan, 1), broken, folder);
        assertThat(samples.failure().orElseThrow()).contains("NegativeArraySizeException");
    }

    private static Samples measure(Row row, Peer peer, Path folder) {
        return new Contest(row, folder).run(peer, List.of()).ours();
    }
}
