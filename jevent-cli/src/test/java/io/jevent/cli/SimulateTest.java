// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateTest {

    private static final String RACE = """
            class Race {
                void main(String[] args) {
                    var order = new StringBuilder(args[0]);
                    var a = io.jevent.Jevent.spawn(() -> order.append('a'));
                    var b = io.jevent.Jevent.spawn(() -> order.append('b'));
                    io.jevent.Jevent.joinAll(a, b);
                    System.out.println("the order is " + order);
                    if (!order.toString().equals("-ab")) throw new IllegalStateException("wrong: " + order);
                }
            }
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<String> properties = new ArrayList<>();

    /** The programs are compiled against jevent, which is on the path of modules here. */
    @BeforeEach
    void compileAgainstJevent() {
        String classes = System.getProperty("java.class.path", "");
        set("jevent.javac.path", System.getProperty("jdk.module.path", "") + File.pathSeparator + classes);
    }

    @AfterEach
    void forget() {
        properties.forEach(System::clearProperty);
    }

    private void set(String property, String value) {
        System.setProperty(property, value);
        properties.add(property);
    }

    private int simulate(Path file, String... args) {
        var all = new ArrayList<>(List.of(file.toString()));
        all.addAll(List.of(args));
        return Simulate.program(all.toArray(String[]::new), folder, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        String text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }

    @Test
    void reportsTheSmallestScheduleThatFailsAndReplaysIt() throws IOException {
        Path file = Files.writeString(folder.resolve("Race.java"), RACE);
        PrintStream before = System.out;
        assertThat(simulate(file, "-")).isEqualTo(1);
        assertThat(System.out).isSameAs(before);
        assertThat(printed())
                .startsWith("Race failed in schedule ")
                .contains("java.lang.IllegalStateException: wrong: -ba")
                .contains("at Race.java:8  if (!order.toString()")
                .contains("It needs 1 deviation from first in, first out")
                .contains("to replay it: ./jevent sim " + file + " --replay " + folder.resolve("Race.sim"))
                .doesNotContain("the order is");
        assertThat(folder.resolve("Race.html")).exists();

        set("jevent.sim.replay", folder.resolve("Race.sim").toString());
        assertThat(simulate(file, "-")).isEqualTo(1);
        assertThat(printed()).startsWith("Race failed in schedule 1 (replay)");
    }

    @Test
    void takesItsLimitsFromTheSettings() throws IOException {
        Path file = Files.writeString(folder.resolve("Fine.java"), "class Fine { void main() {} }");
        set("jevent.sim.schedules", "25");
        set("jevent.sim.budget", "1h");
        set("jevent.sim.seed", "4");
        assertThat(simulate(file)).isZero();
        assertThat(printed()).startsWith("Fine: passed 25 of 25 schedules, ");
    }

    @Test
    void staticFieldsBelongToOneRun() throws IOException {
        Path file = Files.writeString(folder.resolve("Counter.java"), """
                class Counter {
                    static final int LIMIT = 1;
                    static int runs;
                    void main() {
                        if (++runs > LIMIT) throw new IllegalStateException("run " + runs);
                    }
                }
                """);
        set("jevent.sim.schedules", "5");
        assertThat(simulate(file)).isZero();
    }

    @Test
    void refusesWhatIsNoProgramAndNoSchedule() throws IOException {
        Path file = Files.writeString(folder.resolve("Fine.java"), "class Fine { void main() {} }");
        assertFault("sim: give a .java file", folder.resolve("x.jar"));
        assertFault("no such file", folder.resolve("None.java"));
        set("jevent.sim.replay", Files.writeString(folder.resolve("x.sim"), "x").toString());
        assertFault("x.sim: line 1 is none of a schedule", file);
    }

    private void assertFault(String words, Path file) {
        assertThatThrownBy(() -> simulate(file))
                .isInstanceOfSatisfying(
                        LauncherException.class, e -> assertThat(e.status()).isEqualTo(2))
                .hasMessageContaining(words);
    }
}
