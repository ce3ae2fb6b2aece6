// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import io.jevent.sim.SimulationFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiskInSimulationTest {

    /** Replaces a file, as many programs do it. */
    private static void replace(Disk disk, boolean forces) throws IOException {
        Path next = disk.path("/config.tmp");
        Files.writeString(next, "new");
        if (forces) {
            force(next, StandardOpenOption.WRITE);
        }
        Files.move(next, disk.path("/config"), StandardCopyOption.ATOMIC_MOVE);
        force(disk.path("/"), StandardOpenOption.READ);
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    private static void crashTest(Sim sim, boolean forces) throws IOException {
        Disk disk = sim.disk("d");
        replace(disk, forces);
        disk.crash();
        assertThat(Files.readString(sim.disk("d").path("/config"))).isEqualTo("new");
    }

    @Test
    void aCrashFindsTheForceThatIsMissing() {
        SimulationFailure failure = Simulation.named("replace")
                .explore(sim -> crashTest(sim, false))
                .failure()
                .orElseThrow();
        assertThat(failure.schedule()).isLessThan(20);
        assertThat(failure).hasMessageContaining("here is      d: unforced write = 1");
        assertThat(Simulation.named("mended").run(sim -> crashTest(sim, true)).schedules())
                .isEqualTo(1000);
    }

    @Test
    void aSlowDiskLetsOthersRun() {
        var _ = Simulation.named("slow").schedules(50).run(sim -> {
            Disk disk = sim.disk("d").latency(Duration.ofMillis(1), Duration.ofMillis(5));
            int[] ran = {0};
            var other = Jevent.spawn(() -> ran[0]++);
            long before = sim.hub().now();
            Files.writeString(disk.path("/f"), "x");
            assertThat(ran[0]).isEqualTo(1);
            assertThat(Duration.ofNanos(sim.hub().now() - before))
                    .isBetween(Duration.ofMillis(2), Duration.ofMillis(11));
            other.join();
        });
    }
}
