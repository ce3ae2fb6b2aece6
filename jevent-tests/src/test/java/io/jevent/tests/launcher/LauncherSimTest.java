// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that {@code ./jevent sim} simulates, each in a process of its own. */
class LauncherSimTest {

    @TempDir
    private static Path folder;

    private static Checkout checkout;

    @BeforeAll
    static void build() throws Exception {
        checkout = new Checkout(folder);
    }

    private static Path ticket(String name, String payment) throws IOException {
        return checkout.write(name + ".java", """
            import io.jevent.Jevent;
            import io.jevent.sim.Sim;
            import java.time.Duration;
            import java.util.List;

            int left = 1;
            int sold = 0;

            void buy() {
                long delay = Sim.current().choices().between("delay", 0, 1000);
                Jevent.sleep(Duration.ofMillis(delay));
                if (left > 0) {
                    pay();
                    left--;
                    sold++;
                }
            }

            void pay() {
                %s
            }

            void main(String[] args) throws Throwable {
                IO.println("arguments: " + List.of(args));
                Jevent.joinAllOrThrow(List.of(Jevent.spawn(this::buy), Jevent.spawn(this::buy)));
                if (sold != 1) throw new AssertionError("sold " + sold);
            }
            """.formatted(payment));
    }

    @Test
    void findsExplainsAndReplaysInAnotherProcess() throws Exception {
        Path file = ticket("Ticket", "Jevent.sleep(Duration.ofMillis(1));");
        Outcome found = checkout.jevent("sim", file, "--schedules", 500, "--", "a", "b");
        assertThat(found.status()).isEqualTo(1);
        assertThat(found.out())
                .startsWith("Ticket failed in schedule 1 (first in, first out)\n  java.lang.AssertionError: sold 2\n")
                .contains("at Ticket.java:26  if (sold != 1) throw new AssertionError(\"sold \" + sold);\n")
                .contains("It fails first in, first out, without any deviation.")
                .contains("to replay it: ./jevent sim " + file + " --replay Ticket.sim")
                .doesNotContain("arguments:");
        assertThat(found.err()).isEmpty();
        assertThat(checkout.jevent("sim", file, "--schedules", 500, "--", "a", "b"))
                .isEqualTo(found);

        Outcome replayed = checkout.jevent("sim", file, "--replay=Ticket.sim", "--", "a", "b");
        assertThat(replayed.status()).isEqualTo(1);
        assertThat(replayed.out())
                .startsWith("arguments: [a, b]\nTicket failed in schedule 1 (replay)")
                .contains("sold 2");
        Files.delete(folder.resolve("Ticket.sim"));
    }

    @Test
    void aReplayIsTheSameInAnotherProcess() throws Exception {
        Path file = ticket("Race", """
                if (Sim.current().time().now().toMillis() > 500) Jevent.sleep(Duration.ofMillis(100));
                """);
        Outcome found = checkout.jevent("sim", file, "--seed", 7);
        assertThat(found.status()).isEqualTo(1);
        assertThat(found.out())
                .contains("It needs 2 deviations from first in, first out")
                .contains("delay = ");
        for (String flag : List.of("-J-XX:+UseSerialGC", "-J-XX:+UseParallelGC", "-J-Xint")) {
            Outcome replayed = checkout.jevent("sim", flag, file, "--replay", "Race.sim");
            assertThat(replayed.out()
                            .lines()
                            .filter(line -> !line.startsWith("arguments"))
                            .skip(1))
                    .containsSequence(found.out().lines().skip(1).limit(2).toList());
            assertThat(deviations(replayed)).isEqualTo(deviations(found));
        }
        Files.delete(folder.resolve("Race.sim"));
    }

    private static String deviations(Outcome outcome) {
        int from = outcome.out().indexOf("   1. ");
        int to = outcome.out().indexOf("\n\n", from);
        return outcome.out()
                .substring(from, to < 0 ? outcome.out().length() : to)
                .stripTrailing();
    }

    @Test
    void aCorrectProgramPassesAndKeepsItsStaticFieldsApart() throws Exception {
        Path file = checkout.write("Counter.java", """
                class Counter {
                    private static int runs;

                    void main() {
                        if (++runs != 1) throw new AssertionError("run " + runs);
                    }
                }
                """);
        Outcome outcome = checkout.jevent("sim", "--schedules=30", "--budget=1h", file);
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).matches("Counter: passed 30 of 30 schedules, [0-9,]+/s, 1 different orders\n");
    }

    @Test
    void complainsOfWhatItCannotRun() throws Exception {
        assertThat(checkout.jevent("sim"))
                .isEqualTo(new Outcome(2, "", "jevent: sim: give a .java file; try 'jevent --help'\n"));
        assertThat(checkout.jevent("sim", "--fast", "X.java"))
                .isEqualTo(new Outcome(2, "", "jevent: sim: no such option: --fast; try 'jevent --help'\n"));
        assertThat(checkout.jevent("sim", "X.java", "y"))
                .isEqualTo(new Outcome(
                        2, "", "jevent: sim: arguments of the program come after --: y; try 'jevent --help'\n"));
        assertThat(checkout.jevent("sim", "X.jar").err()).contains("sim: give a .java file");
        assertThat(checkout.jevent("sim", "X.java").err()).isEqualTo("jevent: X.java: no such file\n");
        Path file = ticket("Fine", "");
        assertThat(checkout.jevent("sim", file, "--schedules", "0").err())
                .isEqualTo("jevent: the system property jevent.sim.schedules is '0';"
                        + " allowed: a whole number, 1 to 2147483647\n");
        assertThat(checkout.jevent("sim", file, "--replay", "none.sim"))
                .isEqualTo(new Outcome(2, "", "jevent: none.sim: no such file\n"));
        Path broken = checkout.write("broken.sim", "{}\n");
        Outcome refused = checkout.jevent("sim", file, "--replay", broken);
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).startsWith("jevent: " + broken + ": line 1 is none of a schedule: ");
    }
}
