// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs of every kind, run by one checkout that was built once. */
class LauncherRunTest {
    private static final String ECHO =
            "class Echo { public static void main(String[] args) { System.out.println(\"echo \" + String.join(\"|\", args)); } }";

    @TempDir
    private static Path folder;

    private static Checkout checkout;

    @BeforeAll
    static void build() throws Exception {
        checkout = new Checkout(folder).withTraining();
        Outcome outcome = checkout.jevent("run", checkout.write("Echo.java", ECHO), "a", "b c");
        assertThat(outcome).isEqualTo(new Outcome(0, "echo a|b c\n", ""));
    }

    private static Path program(String name, String main) throws IOException {
        return checkout.write(
                name + ".java",
                "class " + name + " { static void main(String[] args) throws Exception { " + main + " } }");
    }

    private static Path compiled() throws IOException {
        return compiled("classes", "Echo.java", ECHO);
    }

    private static Path compiled(String target, String file, String source) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(target));
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        String written = checkout.write("compiled/" + file, source).toString();
        assertThat(javac.run(System.out, System.err, "-d", classes.toString(), written))
                .isZero();
        return classes;
    }

    @Test
    void theBuildLeavesAnAotCacheThatTheNextStartUses() throws Exception {
        Outcome outcome =
                checkout.jevent("run", "-J-Xlog:aot=info", checkout.root().resolve("Echo.java"));
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).contains("Using AOT-linked classes: true").contains("echo");
    }

    @Test
    void aClassPathOfTheUsersLeavesTheCacheInUse() throws Exception {
        Outcome outcome = checkout.jevent("run", "-cp", compiled(), "-J-Xlog:aot=info", "Echo", "it");
        assertThat(outcome.out()).contains("Using AOT-linked classes: true").contains("echo it");
    }

    @Test
    void greenletsAppearInTheThreadDumpsOfTheJdk() throws Exception {
        Path file = checkout.write("Dump.java", """
                import com.sun.management.HotSpotDiagnosticMXBean;
                import io.jevent.Jevent;
                import java.lang.management.ManagementFactory;

                void main(String[] args) throws Exception {
                    var napper = Jevent.spawn(() -> Jevent.sleep(java.time.Duration.ofDays(1)));
                    napper.setName("napper");
                    Jevent.sleep();
                    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                            .dumpThreads(args[0], HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
                }
                """);
        Path dump = folder.resolve("dump");
        assertThat(checkout.jevent("run", file, dump)).isEqualTo(new Outcome(0, "", ""));
        assertThat(dump).content().contains("\"napper\" virtual");
    }

    @Test
    void aProgramMayRunTestsInVirtualTime() throws Exception {
        Path file = program(
                "Virtual",
                "io.jevent.testing.VirtualTime.run(time -> { io.jevent.Jevent.sleep(java.time.Duration.ofHours(1));"
                        + " System.out.println(time.now()); });");
        assertThat(checkout.jevent("run", file)).isEqualTo(new Outcome(0, "PT1H\n", ""));
    }

    @Test
    void inVirtualTimeSleepsTakeNoTimeAndSocketsWork() throws Exception {
        Path file = checkout.write("Hours.java", """
                import io.jevent.Jevent;
                import io.jevent.hub.Hub;
                import io.jevent.server.StreamServer;
                import io.jevent.socket.StreamSocket;
                import java.time.Duration;

                void main() throws Exception {
                    var server = new StreamServer("127.0.0.1:0", socket -> {
                        Jevent.sleep(Duration.ofHours(1));
                        socket.sendAll(socket.recv(1));
                    });
                    server.start();
                    try (var socket = StreamSocket.connect(server.address())) {
                        socket.setTimeout(Duration.ofHours(2));
                        socket.sendAll(new byte[] {7});
                        IO.println(socket.recv(1)[0] + " after " + Duration.ofNanos(Hub.current().now()));
                    }
                    server.stop();
                }
                """);
        assertThat(checkout.jevent("run", "--virtual-time", "--max-blocking=0", file))
                .isEqualTo(new Outcome(0, "7 after PT1H\n", ""));
    }

    @Test
    void inVirtualTimeTheClockStandsStillWhileAProcessRuns() throws Exception {
        Path file = checkout.write("Patient.java", """
                import io.jevent.hub.Hub;
                import io.jevent.subprocess.Popen;
                import java.time.Duration;

                void main() throws Exception {
                    try (var process = Popen.shell("sleep 0.1").start()) {
                        IO.println(process.waitFor(Duration.ofMillis(1)) + " at " + Duration.ofNanos(Hub.current().now()));
                    }
                }
                """);
        assertThat(checkout.jevent("run", "--virtual-time", "--max-blocking=0", file))
                .isEqualTo(new Outcome(0, "OptionalInt[0] at PT0S\n", ""));
    }

    @Test
    void aProgramMayUseTheAnnotationsOfJeventsSignatures() throws Exception {
        Path file = checkout.write("Annotated.java", """
                import io.jevent.Greenlet;
                import org.jspecify.annotations.Nullable;

                static final class Work extends Greenlet<@Nullable String> {
                    @Override
                    protected @Nullable String run() {
                        return null;
                    }
                }

                void main() {
                    var work = new Work();
                    work.start();
                    IO.println(work.result());
                }
                """);
        assertThat(checkout.jevent("run", file)).isEqualTo(new Outcome(0, "null\n", ""));
    }

    @Test
    void aProgramDoesNotSeeTheLibrariesOfTheExamples() throws Exception {
        Path file = program(
                "Sees",
                "for (String name : args) { try { Class.forName(name); System.out.println(\"sees \" + name); }"
                        + " catch (ClassNotFoundException e) { System.out.println(\"no \" + name); } }");
        Outcome outcome = checkout.jevent(
                "run",
                file,
                "org.apache.commons.pool2.ObjectPool",
                "org.slf4j.Logger",
                "redis.clients.jedis.Jedis",
                "org.zeromq.ZMQ");
        assertThat(outcome)
                .isEqualTo(new Outcome(
                        0,
                        "no org.apache.commons.pool2.ObjectPool\nno org.slf4j.Logger\nno redis.clients.jedis.Jedis\nsees org.zeromq.ZMQ\n",
                        ""));
    }

    /** A class of a library that jevent needs, in a version of the user's; jevent's own classes nobody replaces. */
    @Test
    void theUsersVersionOfALibraryWins() throws Exception {
        Path classes = compiled(
                "users",
                "org/zeromq/ZMQ.java",
                "package org.zeromq; public class ZMQ { public String toString() { return \"the user's\"; } }");
        var _ = compiled("users", "io/jevent/Jevent.java", "package io.jevent; public class Jevent {}");
        Path file = program(
                "Wins",
                "System.out.println(Class.forName(\"org.zeromq.ZMQ\").getConstructor().newInstance()); io.jevent.Jevent.sleep();");
        assertThat(checkout.jevent("run", "-cp", classes, file)).isEqualTo(new Outcome(0, "the user's\n", ""));
    }

    @Test
    void aCacheThatDoesNotFitIsPassedOverInSilence() throws Exception {
        Outcome outcome =
                checkout.jevent("run", "-J-XX:+UseZGC", checkout.root().resolve("Echo.java"));
        assertThat(outcome).isEqualTo(new Outcome(0, "echo \n", ""));
    }

    @Test
    void aProgramThatIsPatchedUsesTheCacheToo() throws Exception {
        Path file = checkout.write(
                "Patched.java",
                "import io.jevent.monkey.Monkey; import io.jevent.monkey.patch.Patch; void main() { IO.println(Monkey.isPatched(Patch.SOCKET)"
                        + " + \" \" + Monkey.isPatched(Patch.FILES)); }");
        assertThat(checkout.jevent("run", "--patch=all,no-files", file)).isEqualTo(new Outcome(0, "true false\n", ""));
        Outcome outcome = checkout.jevent("run", "--patch", "all,report", "-J-Xlog:aot=info", file);
        assertThat(outcome.out()).contains("Using AOT-linked classes: true").contains("true true");
        assertThat(outcome.err())
                .startsWith("patched:\n  socket ")
                .contains("\nnot patched:\n  thread ")
                .contains("\nno patch helps, these calls block the hub:\n  long computations\n");
    }

    @Test
    void whatCannotBePatchedIsSaid() throws Exception {
        Path file = checkout.root().resolve("Echo.java");
        assertThat(checkout.jevent("run", "--patch=sockets", file))
                .isEqualTo(new Outcome(
                        2,
                        "",
                        "jevent: --patch=sockets: cannot patch 'sockets'; there are socket, dns, select, time, thread,"
                                + " files, subprocess, stdin, simulation, all, no-NAME and report\n"));
        assertThat(checkout.jevent("run", "--patch=thread", file).status()).isEqualTo(2);
        assertThat(checkout.jevent("run", "-J-Djevent.monkey.noAttach=true", "--patch=dns", file))
                .isEqualTo(new Outcome(
                        1,
                        "",
                        "jevent: --patch=dns: the agent is not there and may not be loaded (jevent.monkey.noAttach);"
                                + " start the JVM with -javaagent:jevent-monkey.jar, or the program with ./jevent run"
                                + " --patch=all\n"));
    }

    @Test
    void aCompactSourceFileRuns() throws Exception {
        Path file = checkout.write("compact.java", "void main() { IO.println(\"compact\"); }");
        assertThat(checkout.jevent("run", file)).isEqualTo(new Outcome(0, "compact\n", ""));
    }

    @Test
    void severalClassesInOneFileAndFilesBesideItRun() throws Exception {
        checkout.write("app/part/Part.java", "package app.part; public record Part(int number) {}");
        Path file = checkout.write(
                "app/Program.java",
                "package app; class Program { void main() { System.out.println(new Helper().part()); } }"
                        + " class Helper { app.part.Part part() { return new app.part.Part(7); } }");
        assertThat(checkout.jevent("run", file)).isEqualTo(new Outcome(0, "Part[number=7]\n", ""));
    }

    @Test
    void sourceProgramsSeeJevent() throws Exception {
        Path file = program("Uses", "System.out.println(io.jevent.Jevent.class.getSimpleName());");
        assertThat(checkout.jevent("run", file)).isEqualTo(new Outcome(0, "Jevent\n", ""));
    }

    @Test
    void aClassOnTheClassPathRuns() throws Exception {
        Path classes = compiled();
        for (List<Object> path : List.<List<Object>>of(
                List.of("--class-path", classes), List.of("-cp", classes), List.of("--class-path=" + classes))) {
            Outcome outcome = path.size() == 2
                    ? checkout.jevent("run", path.get(0), path.get(1), "Echo", "x")
                    : checkout.jevent("run", path.get(0), "Echo", "x");
            assertThat(outcome).isEqualTo(new Outcome(0, "echo x\n", ""));
        }
    }

    @Test
    void aJarRuns() throws Exception {
        Path jar = folder.resolve("echo.jar");
        ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-c",
                        "-f",
                        jar.toString(),
                        "-e",
                        "Echo",
                        "-C",
                        compiled().toString(),
                        ".");
        assertThat(checkout.jevent("run", jar, "y")).isEqualTo(new Outcome(0, "echo y\n", ""));
    }

    @Test
    void theExitStatusIsTheProgramsOwn() throws Exception {
        assertThat(checkout.jevent("run", program("Exits", "System.exit(7);")).status())
                .isEqualTo(7);
    }

    @Test
    void anUncaughtExceptionIsPrintedWithTheProgramsFramesAndEndsWithOne() throws Exception {
        Outcome outcome = checkout.jevent("run", program("Fails", "throw new java.io.IOException(\"no disk\");"));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines())
                .containsExactly(
                        "Exception in thread \"main\" java.io.IOException: no disk", "\tat Fails.main(Fails.java:1)");
    }

    @Test
    void whatTheCompilerSaysIsShownAndEndsWithOne() throws Exception {
        Outcome outcome = checkout.jevent("run", program("Wrong", "int x = \"a\";"));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("Wrong.java:1: error: incompatible types")
                .endsWith("Wrong.java: not compiled: 1 error\n");
    }

    @Test
    void flagsAndLimitsReachTheJvm() throws Exception {
        Path file = program(
                "Shows",
                "for (String key : args) System.out.println(System.getProperty(key) + \" \" + Runtime.version().feature());");
        Outcome outcome = checkout.jevent(
                "run", "-J-Dmine=it's \"mine\" $HOME", "--max-blocking=250ms", file, "mine", "jevent.maxBlocking");
        assertThat(outcome).isEqualTo(new Outcome(0, "it's \"mine\" $HOME 25\n250ms 25\n", ""));
    }

    @Test
    void aBlockedHubIsReportedAfterASecondUnlessSaidOtherwise() throws Exception {
        Path file = program("Limit", "System.out.println(System.getProperty(\"jevent.maxBlocking\"));");
        assertThat(checkout.jevent("run", file).out()).isEqualTo("1s\n");
        assertThat(checkout.jevent("run", "--max-blocking", "0", file).out()).isEqualTo("0\n");
    }

    @Test
    void aTraceIsWrittenWhateverEndsTheProgram() throws Exception {
        Path returns = folder.resolve("returns.html");
        assertThat(checkout.jevent("run", "--trace=" + returns, checkout.root().resolve("Echo.java")))
                .isEqualTo(new Outcome(0, "echo \n", ""));
        Path exits = folder.resolve("exits.json");
        assertThat(checkout.jevent("run", "--trace", exits, program("ExitsTraced", "System.exit(7);")))
                .isEqualTo(new Outcome(7, "", ""));
        Path stopped = folder.resolve("stopped.html");
        Process process = checkout.start(
                "sh",
                "run",
                "--trace=" + stopped,
                program("Stopped", "System.out.println(); io.jevent.Jevent.sleep(java.time.Duration.ofHours(1));"));
        assertThat(process.getInputStream().read()).isEqualTo('\n');
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(Outcome.of(process).status()).isEqualTo(130);
        for (Path page : List.of(returns, stopped)) {
            assertThat(page).content().contains("\"rows\":[[\"root\",").endsWith("</html>\n");
        }
        assertThat(exits).content().contains("\"name\":\"run\"").endsWith("]}\n");
        assertThat(stopped).content().contains("sleep 3600 s");
    }

    @Test
    void examplesCanBeTraced() throws Exception {
        Path page = folder.resolve("example.html");
        assertThat(checkout.jevent("example", "--trace=" + page, "hello", "Ada").out())
                .isEqualTo("Hello, Ada!\n");
        assertThat(page).content().endsWith("</html>\n");
    }

    @Test
    void theJvmTakesTheLaunchersPlaceSoThatSignalsReachIt() throws Exception {
        Process process =
                checkout.start("sh", "run", program("Pid", "System.out.println(ProcessHandle.current().pid());"));
        assertThat(Outcome.of(process).out()).isEqualTo(process.pid() + "\n");
    }

    @Test
    void argumentsAfterTheProgramAreTheProgramsOwn() throws Exception {
        Outcome outcome =
                checkout.jevent("run", "--", checkout.root().resolve("Echo.java"), "-J-Xmx1m", "--help", "", "*");
        assertThat(outcome).isEqualTo(new Outcome(0, "echo -J-Xmx1m|--help||*\n", ""));
    }

    @Test
    void examplesAreListedAndRun() throws Exception {
        Outcome list = checkout.jevent("example");
        assertThat(list.status()).isZero();
        assertThat(list.out().lines()).anyMatch(line -> line.matches("hello +\\S.*"));
        assertThat(checkout.jevent("example", "hello", "Ada")).isEqualTo(new Outcome(0, "Hello, Ada!\n", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "example none; no example is called 'none'",
                "run none.java; none.java: no such file",
                "run none.jar; none.jar: no such file",
                "run no.such.Type; no.such.Type: no such file, and no such class",
                "run --max-blocking=soon Echo.java; the system property jevent.maxBlocking is 'soon'; allowed: a duration",
                "run; run: give a .java file, a .py file, a jar or a class name",
                "run --frob Echo.java; run: no such option: --frob",
                "run -J; run: no such option: -J",
                "run --class-path; --class-path needs a value",
                "docs one two; docs: give one folder",
                "frob; no such command: frob",
                "--frob; no such command: --frob",
            })
    void wrongUseIsSaidInALineAndEndsWithTwo(String arguments, String words) throws Exception {
        Outcome outcome = checkout.jevent((Object[]) arguments.split(" "));
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).hasSize(1).first().asString().startsWith("jevent: " + words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash"})
    void shellsAgree(String shell) throws Exception {
        Outcome outcome = Outcome.of(
                checkout.start(shell, "run", "-J-Da='", checkout.root().resolve("Echo.java"), "'"));
        assertThat(outcome).isEqualTo(new Outcome(0, "echo '\n", ""));
        assertThat(Outcome.of(checkout.start(shell, "--help")).out()).startsWith("usage: jevent run");
    }

    @Test
    void theLauncherMayBeCalledThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("bin/jev"), Path.of("../check out/jevent"));
        Outcome outcome = Outcome.of(checkout.start(List.of(
                link.toString(), "run", checkout.root().resolve("Echo.java").toString(), "linked")));
        assertThat(outcome).isEqualTo(new Outcome(0, "echo linked\n", ""));
    }

    @Test
    void classFilesAreThoseOfJava25() throws Exception {
        Path file = program(
                "Version",
                "System.out.println(new java.io.DataInputStream("
                        + "Version.class.getResourceAsStream(\"/io/jevent/Jevent.class\")).readLong() & 0xffff);");
        assertThat(checkout.jevent("run", file).out()).isEqualTo("69\n");
    }
}
