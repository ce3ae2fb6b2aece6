// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.exceptions.NotSimulatedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.example.sim.FilePrograms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that the program of a node opens are on its disk, or the call fails. */
class NodeFilesTest {

    @TempDir
    Path folder;

    private static void once(Simulation.Body body) {
        var _ = Simulation.named("test").schedules(1).run(body);
    }

    @Test
    void pathsOfANodeAreOnItsDisk() {
        String name = folder.toString();
        once(sim -> {
            Node a = sim.node("a", "10.0.0.1");
            Node b = sim.node("b", "10.0.0.2");
            assertThat(a.spawn(() -> FilePrograms.useFiles(name)).get()).isEqualTo("abcd [" + name + "/data/log]");
            assertThat(Files.readString(a.disk().path(name, "data", "log"))).isEqualTo("abcd");
            assertThat(Files.exists(b.disk().path(name))).isFalse();
            assertThat(b.spawn(() -> FilePrograms.useFiles("relative")).get()).startsWith("abcd");
            assertThat(Files.readString(b.disk().path("relative/data/log"))).isEqualTo("abcd");
        });
        assertThat(folder).isEmptyDirectory();
        assertThat(Path.of("relative")).doesNotExist();
    }

    @Test
    void whatIsWrittenWithoutForceMayBeLost() {
        String name = folder.toString();
        List<Boolean> kept = new ArrayList<>();
        var _ = Simulation.named("test").schedules(200).run(sim -> {
            Node node = sim.node("a", "10.0.0.1", _ -> {
                if (!Files.exists(FilePrograms.path(name, "data"))) {
                    FilePrograms.useFiles(name);
                }
            });
            Jevent.sleep(Duration.ofMillis(1));
            node.crash();
            kept.add(Files.exists(node.disk().path(name, "data", "log")));
        });
        assertThat(kept).contains(true, false);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void descriptorsOfThisMachineAreRefusedByName() throws Exception {
        Path file = Files.writeString(folder.resolve("real"), "real");
        once(sim -> {
            Node node = sim.node("a", "10.0.0.1");
            var programs = node.spawn(() -> FilePrograms.descriptors(file.toString(), file))
                    .get();
            programs.forEach((words, program) -> assertThatThrownBy(
                            () -> node.spawn(program).get())
                    .as(words)
                    .hasRootCauseInstanceOf(NotSimulatedException.class)
                    .rootCause()
                    .hasMessageContaining(words)
                    .hasMessageContaining("the disk of this machine"));
        });
        assertThat(file).hasContent("real");
        assertThat(folder).isDirectoryContaining(file::equals);
        try (var all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void resourcesAndTemporaryFilesAreThoseOfThisMachine() {
        once(sim -> {
            Node node = sim.node("a", "10.0.0.1");
            assertThat(node.spawn(FilePrograms::readResources).get()).isGreaterThan(1000);
            assertThat(node.spawn(FilePrograms::useTemporaryFiles).get()).isEqualTo("temporary files");
        });
    }

    /** A program that is started by its name loads classes while it runs. */
    @Test
    void theTestItselfHasTheFilesOfThisMachine() throws Exception {
        Path file = Files.writeString(folder.resolve("real"), "real");
        once(sim -> {
            var _ = sim.node("a", "10.0.0.1", "com.example.sim.Counter", "2");
            Jevent.sleep(Duration.ofMillis(1));
            assertThat(Files.readString(FilePrograms.path(file.toString()))).isEqualTo("real");
        });
    }
}
