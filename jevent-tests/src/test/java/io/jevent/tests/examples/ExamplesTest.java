// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.programs.OwnJvm;
import io.jevent.tests.programs.Program.Ran;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples, run in virtual time: what they print, and how long they would have taken. */
class ExamplesTest {

    /**
     * Those with a test of their own, below or in PatchedExamplesTest; all others print exactly the contents of the
     * file with their name.
     */
    private static final Set<String> VARYING = Set.of(
            "hello",
            "fetch",
            "polling",
            "tasks",
            "determinism",
            "state",
            "shutdown",
            "too-long",
            "map",
            "ping-pong",
            "lookup",
            "chat",
            "socketio-chat",
            "cron",
            "patching",
            "https",
            "service",
            "redis");

    private static String[] linesOf(Ran ran) {
        assertThat(ran.failure()).isNull();
        return ran.out().split("\n", -1);
    }

    static String expected(String name) throws IOException {
        try (InputStream file = ExamplesTest.class.getResourceAsStream(name + ".txt")) {
            assertThat(file).as("the expected output of %s", name).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "switch, 0",
        "spawn, 2",
        "subclass, 3",
        "timeout, 10",
        "timeouts, 3",
        "event, 3",
        "result-signal, 3",
        "result, 3",
        "queue, 0",
        "bounded-queue, 1",
        "group, 0",
        "pool, 0",
        "socket-pool, 0",
        "semaphore, 0",
        "local, 0",
        "actor, 0",
        "election, 0",
        "lease, 0",
        "jobs, 0",
        "connections, 0",
        "echo, 0",
        "datagrams, 1",
        "simple-server, 0",
        "echo-server, 0",
        "port-forwarder, 0",
        "udp-server, 0",
        "wsgi, 0",
        "streaming, 0",
        "long-polling, 3",
        "request-local, 0",
        "web, 3",
        "websocket, 2",
        "relay, 0",
        "tls-echo, 0",
        "zmq, 0",
    })
    void printsWhatItAlwaysPrints(String name, long seconds) throws Exception {
        Ran ran = Example.named(name).program().run();
        assertThat(ran).isEqualTo(new Ran(expected(name), "", Duration.ofSeconds(seconds), null));
    }

    @Test
    void everyExampleIsTested() throws Exception {
        var tested = new TreeSet<>(VARYING);
        CsvSource exact = ExamplesTest.class
                .getDeclaredMethod("printsWhatItAlwaysPrints", String.class, long.class)
                .getAnnotation(CsvSource.class);
        Arrays.stream(exact.value())
                .map(line -> line.substring(0, line.indexOf(',')))
                .forEach(tested::add);
        assertThat(Example.all()).extracting(Example::name).containsExactlyInAnyOrderElementsOf(tested);
    }

    @Test
    void everyDescriptionIsShort() {
        assertThat(Example.all())
                .allSatisfy(example -> assertThat(example.about()).isNotBlank().hasSizeLessThan(80));
    }

    /** The JDK's HTTP client has threads of its own, which a virtual clock does not wait for. */
    @Test
    @Tag("realtime")
    void httpsRedirectsAndFollowsItsCertificate() throws Exception {
        String className = Example.named("https").className();
        assertThat(new OwnJvm(Class.forName(className)).run()).isEqualTo("""
                secure: true
                308, then 200
                Optional[max-age=31536000]
                the new certificate: true
                """);
    }

    @Test
    void helloGreetsItsArgument() {
        assertThat(Example.named("hello").program("Ada").run().out()).isEqualTo("Hello, Ada!\n");
        assertThat(Example.named("hello").program().run().out()).isEqualTo("Hello, world!\n");
    }

    @Test
    void lookupFindsWhatNeedsNoServer() {
        assertThat(Example.named("lookup").program().run().out())
                .startsWith("localhost: ")
                .endsWith("\n192.0.2.1: 192.0.2.1\n");
    }

    @Test
    void stateShowsTheFailureOnTheErrorStreamOnly() throws Exception {
        Ran ran = Example.named("state").program().run();
        assertThat(ran.out()).isEqualTo(expected("state"));
        assertThat(ran.err())
                .startsWith("java.lang.IllegalStateException: You fail at failing.\n\tat io.jevent.examples.States.")
                .containsPattern("\n\\S+Z Greenlet-\\d+ \\S+ failed with IllegalStateException\n");
        assertThat(ran.failure()).isNull();
    }

    @RepeatedTest(20)
    void tasksEndInOrderOneByOneAndInTheOrderOfTheirLengthsAllAtOnce() {
        List<String> lines = List.of(linesOf(Example.named("tasks").program().run()));
        assertThat(lines).hasSize(22).startsWith("Synchronous:").endsWith("");
        assertThat(lines.subList(1, 10))
                .isEqualTo(IntStream.rangeClosed(1, 9)
                        .mapToObj(i -> "Task " + i + " done")
                        .toList());
        assertThat(lines.get(10)).isEqualTo("Asynchronous:");
        List<String> together = lines.subList(11, 21);
        assertThat(together)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 10)
                        .mapToObj(i -> "Task " + i + " done")
                        .toList());
        assertThat(risingRuns(together))
                .as("tasks of the same length end in the order of their start: %s", together)
                .isLessThanOrEqualTo(3);
    }

    private static long risingRuns(List<String> lines) {
        return 1
                + IntStream.range(1, lines.size())
                        .filter(i -> lines.get(i).compareTo(lines.get(i - 1)) < 0)
                        .count();
    }

    @Test
    void fetchAsksInOrderOneByOneAndInAnyOrderAllAtOnce() {
        Ran ran = Example.named("fetch").program("1").run();
        String shape = Arrays.stream(linesOf(ran))
                .map(line -> line.replaceFirst(
                        "(Process \\d): \\S+, \\d+ \\S+ \\d{4} \\S+ GMT, after \\d+\\.\\d\\d s", "$1"))
                .collect(Collectors.joining("\n"));
        String ordered =
                IntStream.rangeClosed(1, 9).mapToObj(i -> "Process " + i + "\n").collect(Collectors.joining());
        assertThat(shape).startsWith("Synchronous:\n" + ordered + "Asynchronous:\n");
        assertThat(shape.substring(shape.indexOf("Asynchronous:"))
                        .lines()
                        .skip(1)
                        .sorted())
                .isEqualTo(ordered.lines().toList());
        assertThat(ran.err())
                .matches("one by one \\d+\\.\\d\\d s, all at once \\d+\\.\\d\\d s: \\d+\\.\\d times as fast\n");
    }

    @RepeatedTest(3)
    void determinismFindsGreenletsInTheSameOrderEachTime() {
        String[] lines = linesOf(Example.named("determinism").program().run());
        assertThat(lines).hasSize(3);
        assertThat(lines[0]).isIn("false", "true");
        assertThat(lines[1]).isEqualTo("true");
    }

    @Test
    void mapGivesResultsInOrderAndAsTheyCome() {
        Ran ran = Example.named("map").program().run();
        assertThat(ran.took()).isEqualTo(Duration.ofSeconds(6));
        String[] lines = linesOf(ran);
        assertThat(lines)
                .filteredOn(line -> line.startsWith("Hello from Greenlet "))
                .hasSize(3)
                .doesNotHaveDuplicates();
        assertThat(Arrays.stream(lines).filter(line -> !line.startsWith("Hello")))
                .containsExactly(
                        "Size of group 3",
                        "Size of group 3",
                        "Size of group 3",
                        "Ordered",
                        "[task, 0]",
                        "[task, 1]",
                        "[task, 2]",
                        "Unordered",
                        "[task, 2]",
                        "[task, 1]",
                        "[task, 0]",
                        "");
    }

    @Test
    void tooLongEndsWithItsOwnExceptionAfterFiveSeconds() {
        Ran ran = Example.named("too-long").program().run();
        assertThat(ran.out()).isEmpty();
        assertThat(ran.took()).isEqualTo(Duration.ofSeconds(5));
        assertThat(ran.failure()).isInstanceOf(Exception.class).hasToString("io.jevent.examples.TooLong$Overdue");
    }

    @Test
    void shutdownRunsToItsEndIfNoSignalComes() {
        Ran ran = Example.named("shutdown").program("USR1").run();
        assertThat(ran).isEqualTo(new Ran("", "", Duration.ofSeconds(1000), null));
    }

    @Test
    void shutdownSaysHowToGetASignalThatTheJvmKeeps() {
        assertThat(Example.named("shutdown").program().run().failure())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("SIGQUIT cannot be handled: ")
                .hasMessageContaining("./jevent run -J-Xrs");
    }

    @Test
    void pingPongGoesBackAndForthForEver() {
        String[] lines =
                linesOf(Example.named("ping-pong").program().endedAfter(10_000).run());
        assertThat(lines).hasSize(10_001);
        for (int i = 0; i < 10_000; i++) {
            assertThat(lines[i]).isEqualTo(i == 0 ? "start" : i % 2 == 1 ? "ping" : "pong");
        }
    }

    /** The virtual clock stands still while the other program runs, so how often the greenlet ticks is open. */
    @Test
    void cronTicksAndEndsWithWhatTheOtherProgramPrints() {
        String[] lines = linesOf(Example.named("cron").program().run());
        assertThat(lines).hasSizeGreaterThanOrEqualTo(3).startsWith("cron").endsWith("Linux", "");
        assertThat(List.of(lines).subList(0, lines.length - 2)).containsOnly("cron");
    }

    /** Takes two seconds: the JDK's select() knows no clock but its own. */
    @Test
    @Tag("realtime")
    void pollingWaitsInTwoSelectsAtOnce() {
        String out =
                String.join("\n", linesOf(Example.named("polling").program().run()));
        assertThat(out.replaceAll("[01]\\.\\d seconds", "0 seconds").replaceAll("[23]\\.\\d seconds", "2 seconds"))
                .isEqualTo("""
                        Started Polling: at 0 seconds
                        Started Polling: at 0 seconds
                        Hey lets do some stuff while the greenlets poll, at 0 seconds
                        Ended Polling: at 2 seconds
                        Ended Polling: at 2 seconds
                        """);
    }
}
