// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import static java.lang.ProcessBuilder.Redirect.PIPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Descendants that outlive a process and hold its pipes. Without a limit they are waited for, as in gevent. */
@Tag("realtime")
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class DescendantsTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    /** A descendant of nobody, which holds the pipes for ever; its number is the first line of the output. */
    private static final String HOLDER = "(sleep 1000 & printf '%s\\nnow\\n' $!); ";

    @TempDir
    Path folder;

    private final List<ProcessHandle> holders = new ArrayList<>();

    @AfterEach
    void endHolders() {
        holders.forEach(ProcessHandle::destroyForcibly);
    }

    private static <T> T run(Callable<T> body) throws Exception {
        return Jevent.run(body);
    }

    /** Takes note of the holder that wrote its number; returns the other lines. */
    private String withoutHolder(String output) {
        List<String> lines = output.lines().toList();
        ProcessHandle.of(Long.parseLong(lines.getFirst())).ifPresent(holders::add);
        return String.join("+", lines.subList(1, lines.size()));
    }

    private Path gate() throws Exception {
        Path gate = folder.resolve("gate");
        Files.deleteIfExists(gate);
        assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor())
                .isZero();
        return gate;
    }

    /** Starts a process that ends at once, and whose descendant writes a line more when the gate opens. */
    private static Popen startWithLateDescendant(Path gate) throws IOException {
        return Popen.shell("(read line <\"$1\"; echo late) & echo now", gate.toString())
                .stdout(PIPE)
                .start();
    }

    private interface Reader {
        String read(Popen process) throws Exception;
    }

    private void readsWhatADescendantWritesLater(Reader reader) throws Exception {
        Path gate = gate();
        String output = run(() -> {
            Popen process = startWithLateDescendant(gate);
            Greenlet<String> reading = Jevent.spawn(() -> reader.read(process));
            assertThat(process.waitFor()).isZero();
            Files.writeString(gate, "go\n");
            return reading.result();
        });
        assertThat(output).isEqualTo("now\nlate\n");
    }

    @Test
    void theOutputIsReadToTheEndOfThePipe() throws Exception {
        readsWhatADescendantWritesLater(process -> new String(process.stdout().readAllBytes(), UTF_8));
        readsWhatADescendantWritesLater(process -> process.communicate().stdoutText());
        readsWhatADescendantWritesLater(process -> {
            var text = new StringBuilder();
            Optional<String> line = process.stdout().readLine();
            while (line.isPresent()) {
                text.append(line.get()).append('\n');
                line = process.stdout().readLine();
            }
            return text.toString();
        });
    }

    @Test
    void theOutputIsThereAlsoIfItIsReadAfterTheEndOfTheProcess() throws Exception {
        Path gate = gate();
        String output = run(() -> {
            Popen process = startWithLateDescendant(gate);
            assertThat(process.waitFor()).isZero();
            Files.writeString(gate, "go\n");
            return process.communicate().stdoutText();
        });
        assertThat(output).isEqualTo("now\nlate\n");
    }

    @Test
    void theInputReachesADescendantAfterTheEndOfTheProcess() throws Exception {
        String output = run(() -> {
            Popen process =
                    Popen.shell("exec 3<&0; cat <&3 &").stdin(PIPE).stdout(PIPE).start();
            assertThat(process.waitFor()).isZero();
            process.stdin().write("text".getBytes(UTF_8));
            process.stdin().close();
            return new String(process.stdout().readAllBytes(), UTF_8);
        });
        assertThat(output).isEqualTo("text");
    }

    @Test
    void communicateComesBackWithinItsLimitAndLosesNothing() throws Exception {
        Path gate = gate();
        run(() -> {
            Popen process = startWithLateDescendant(gate);
            assertThat(process.communicate(SHORT)).isEmpty();
            assertThat(process.waitFor()).isZero();
            assertThat(process.communicate(SHORT)).isEmpty();
            Files.writeString(gate, "go\n");
            assertThat(process.communicate().stdoutText()).isEqualTo("now\nlate\n");
            return true;
        });
    }

    /** Runs a script with a limit that passes when it has created a file, whose name is its first argument. */
    private ProcessTimeoutException runUntilTimeIsUp(String script) throws Exception {
        Path written = folder.resolve("written");
        var limit = Duration.ofSeconds(1);
        var clock = new VirtualTimeLoop();
        try (Hub _ = Hub.open(clock)) {
            return run(() -> {
                var _ = Jevent.spawn(() -> {
                    while (true) {
                        if (Files.exists(written)) {
                            clock.advance(limit);
                        }
                        Jevent.sleep();
                    }
                });
                try {
                    var completed =
                            Popen.shell(script, written.toString()).capture().run(limit);
                    throw new AssertionError("not in time: " + completed);
                } catch (ProcessTimeoutException e) {
                    return e;
                }
            });
        }
    }

    @Test
    void runComesBackWithinItsLimitWithWhatWasWritten() throws Exception {
        ProcessTimeoutException e = runUntilTimeIsUp(HOLDER + ">\"$1\"; sleep 1000");
        assertThat(withoutHolder(e.process().stdoutText())).isEqualTo("now");
        assertThat(e.process().returnCode()).isEqualTo(128 + 9);
        assertThat(e).hasMessageEndingWith("did not end within PT1S and was killed");
    }

    @Test
    void runComesBackWithinItsLimitIfOnlyADescendantIsLeft() throws Exception {
        ProcessTimeoutException e =
                runUntilTimeIsUp("(sleep 1000 & echo $!); echo now; (while kill -0 $$; do :; done; >\"$1\") 2>&- &");
        assertThat(withoutHolder(e.process().stdoutText())).isEqualTo("now");
        assertThat(e.process().returnCode()).isZero();
        assertThat(e).hasMessageContaining("PT1S");
    }

    @Test
    void runThatIsKilledOrTimedOutComesBack() throws Exception {
        run(() -> {
            Greenlet<?> runner = Jevent.spawn(
                    () -> Popen.shell("(sleep 1000 & echo $! >\"$1\"); sleep 1000", "" + folder.resolve("pid"))
                            .capture()
                            .run());
            Path written = folder.resolve("pid");
            while (!Files.exists(written) || Files.size(written) == 0) {
                Jevent.sleep(Duration.ofMillis(1));
            }
            runner.kill(new GreenletExit());
            assertThat(withoutHolder(Files.readString(written))).isEmpty();
            return true;
        });
    }

    private void comesBackAfterAKill(Reader reader) throws Exception {
        run(() -> {
            Popen process = Popen.shell(HOLDER + "sleep 1000")
                    .stdin(PIPE)
                    .stdout(PIPE)
                    .stderr(PIPE)
                    .start();
            assertThat(withoutHolder(process.stdout().readLine().orElseThrow())).isEmpty();
            assertThat(reader.read(process)).isEqualTo("now\n");
            assertThat(process.returnCode()).hasValue(128 + 9);
            return true;
        });
    }

    @Test
    void everythingComesBackAfterAKill() throws Exception {
        killInEveryWay();
    }

    private void killInEveryWay() throws Exception {
        comesBackAfterAKill(process -> {
            process.kill();
            return process.communicate().stdoutText();
        });
        comesBackAfterAKill(process -> {
            Greenlet<String> reading = Jevent.spawn(() -> process.communicate().stdoutText());
            Jevent.sleep(Duration.ofMillis(1));
            process.killTree();
            return reading.result();
        });
        comesBackAfterAKill(process -> {
            process.kill();
            process.waitFor();
            String output = new String(process.stdout().readAllBytes(), UTF_8);
            process.close();
            return output;
        });
    }

    @Test
    void closeComesBackThoughADescendantHoldsThePipes() throws Exception {
        closeWhileADescendantHoldsThePipes();
    }

    private void closeWhileADescendantHoldsThePipes() throws Exception {
        run(() -> {
            Popen process =
                    Popen.shell(HOLDER).stdin(PIPE).stdout(PIPE).stderr(PIPE).start();
            assertThat(withoutHolder(process.stdout().readLine().orElseThrow())).isEmpty();
            assertThat(process.communicate(SHORT)).isEmpty();
            process.close();
            assertThat(process.returnCode()).hasValue(0);
            return true;
        });
    }

    @Test
    void aProcessThatWritesMoreThanTheLimitIsGivenUpThoughADescendantHoldsItsErrors() throws Exception {
        run(() -> {
            Path written = folder.resolve("pid");
            assertThatThrownBy(() -> Popen.shell("(sleep 1000 & echo $! >\"$1\"); yes", written.toString())
                            .capture()
                            .outputLimit(1000)
                            .run())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("wrote more than the limit of 1000 bytes");
            assertThat(withoutHolder(Files.readString(written))).isEmpty();
            return true;
        });
    }

    @Test
    void noThreadStaysInAReadOfAPipeThatADescendantHolds() throws Exception {
        closeWhileADescendantHoldsThePipes();
        killInEveryWay();
        while (Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().endsWith("PipeInput"))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aSignalReachesTheGroupOfASession() throws Exception {
        run(() -> {
            Popen process = Popen.shell("sleep 1000 & sleep 1001 & wait; echo ended; sleep 1002")
                    .newSession()
                    .stdout(PIPE)
                    .start();
            Popen alone = Popen.command("true").start();
            assertThatThrownBy(() -> alone.sendSignalToGroup("TERM"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith("has no process group of its own; start it with newSession()");
            while (ProcessHandle.of(process.pid()).orElseThrow().descendants().count() < 2) {
                Jevent.sleep(Duration.ofMillis(1));
            }
            process.sendSignalToGroup("TERM");
            assertThat(process.communicate().returnCode()).isEqualTo(128 + 15);
            process.sendSignalToGroup("TERM"); // none is left
            return true;
        });
    }

    @Test
    void outputThatAClosedHubDidNotReadIsNotLostInSilence() throws Exception {
        Path gate = gate();
        Popen process = run(() -> {
            Popen started = startWithLateDescendant(gate);
            assertThat(started.communicate(SHORT)).isEmpty();
            return started;
        });
        run(() -> {
            Files.writeString(gate, "go\n");
            assertThatThrownBy(process::communicate)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is incomplete: the hub that read it was closed");
            return true;
        });
    }
}
