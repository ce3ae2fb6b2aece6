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

    @Test
    void chanceTimeAndThreadsAreTheSameInEachProcessAndWithEachCollector() throws Exception {
        Path file = checkout.write("Seen.java", """
            import java.time.Instant;
            import java.util.HashSet;
            import java.util.List;
            import java.util.Random;
            import java.util.Set;
            import java.util.UUID;
            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.Executors;
            import java.util.concurrent.LinkedBlockingQueue;
            import java.util.concurrent.ThreadLocalRandom;
            import java.util.concurrent.TimeUnit;

            enum Color { RED, GREEN, BLUE, BLACK, WHITE }

            void show(Object... values) {
                IO.println(List.of(values));
            }

            void main() throws Exception {
                show(System.nanoTime(), System.currentTimeMillis(), Instant.now());
                show(Math.random(), new Random().nextInt(), ThreadLocalRandom.current().nextInt(), UUID.randomUUID());
                show(new Object(), new HashSet<>(List.of(Color.values())), Set.of("a", "b", "c", "d"));
                show(new Thread(() -> {}), java.nio.file.Files.createTempFile("x", "y"));
                Thread.sleep(300);
                new LinkedBlockingQueue<String>().poll(300, TimeUnit.MILLISECONDS);
                synchronized (this) {
                    wait(300);
                }
                CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS)).join();
                try (var pool = Executors.newScheduledThreadPool(1)) {
                    pool.schedule(() -> {}, 300, TimeUnit.MILLISECONDS).get();
                }
                show(Instant.now());
                var order = new StringBuffer();
                try (var pool = Executors.newFixedThreadPool(4)) {
                    for (int i = 0; i < 8; i++) {
                        int number = i;
                        pool.execute(() -> order.append(number).append(Thread.currentThread().getName()));
                    }
                }
                show(order);
                throw new AssertionError(UUID.randomUUID());
            }
            """);
        assertThat(checkout.jevent("sim", file).status()).isEqualTo(1);
        Outcome replayed = checkout.jevent("sim", file, "--replay=Seen.sim");
        assertThat(replayed.out()).contains("2000-01-01T00:00:01.500Z");
        for (String flag : List.of("-J-XX:+UseSerialGC", "-J-XX:+UseParallelGC", "-J-XX:+UseZGC", "-J-Xint")) {
            assertThat(checkout.jevent("sim", flag, file, "--replay=Seen.sim"))
                    .as(flag)
                    .isEqualTo(replayed);
        }
        Files.delete(folder.resolve("Seen.sim"));
    }

    @Test
    void threadsAreInterruptedWhereTheOptionTells() throws Exception {
        Path file = checkout.write("Count.java", """
            import java.util.concurrent.Executors;

            class Count {
                int value;

                void main() throws Exception {
                    try (var pool = Executors.newFixedThreadPool(2)) {
                        for (int i = 0; i < 2; i++) pool.execute(() -> value++);
                    }
                    if (value != 2) throw new AssertionError("counted " + value);
                }
            }
            """);
        assertThat(checkout.jevent("sim", file, "--schedules=100").status()).isZero();
        Outcome found = checkout.jevent("sim", file, "--schedules=100", "--preempt", "fields");
        assertThat(found.status()).isEqualTo(1);
        assertThat(found.out())
                .contains("counted 1")
                .contains("to replay it: ./jevent sim " + file + " --replay Count.sim");
        assertThat(checkout.jevent("sim", file, "--replay=Count.sim").out()).contains("counted 1");
        assertThat(checkout.jevent("sim", file, "--preempt=always").err())
                .isEqualTo(
                        "jevent: the system property jevent.sim.preempt is 'always'; allowed: waits, sync, fields\n");
        Files.delete(folder.resolve("Count.sim"));
    }

    @Test
    void whereTheJdkMayNotBeChangedItIsSaidWhy() throws Exception {
        Path file = checkout.write("Sleeps.java", """
            void main() throws Exception {
                Thread.sleep(1000);
            }
            """);
        assertThat(checkout.jevent("sim", file, "--schedules=20").status()).isZero();
        Outcome refused = checkout.jevent("sim", "-J-Djevent.monkey.noAttach=true", file);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out())
                .startsWith("Sleeps cannot be simulated as it is\n")
                .contains("NotSimulatedException: root waits in Thread.sleep at Sleeps.main(Sleeps.java:2)")
                .contains("not simulated in this JVM: the agent is not there and may not be loaded"
                        + " (jevent.monkey.noAttach)");
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
        assertThat(outcome.out())
                .matches("Counter: passed 30 of 30 schedules, [0-9,]+/s, 1 different orders, coverage 0\n");
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
