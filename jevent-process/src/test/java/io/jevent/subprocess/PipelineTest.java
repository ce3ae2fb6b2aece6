// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static java.lang.ProcessBuilder.Redirect.PIPE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {

    @TempDir
    Path folder;

    @Test
    void eachCommandReadsWhatTheOneBeforeItWrites() throws Exception {
        ProcessTesting.run(() -> {
            var pipeline = Pipeline.of(
                    Popen.command("printf", "pear\\napple\\npear\\n"),
                    Popen.command("sort"),
                    Popen.command("uniq", "-c").capture());
            CompletedPipeline completed = pipeline.run();
            assertThat(completed.stdoutText().lines().map(String::strip)).containsExactly("1 apple", "2 pear");
            assertThat(completed.returnCodes()).containsExactly(0, 0, 0);
            assertThat(completed.check()).isSameAs(completed);
            assertThat(pipeline).hasToString("[printf, pear\\napple\\npear\\n] | [sort] | [uniq, -c]");
            assertThat(completed.toString()).endsWith(" ended with 0 | [uniq, -c] ended with 0");
            assertThat(pipeline.run().stdout()).isEqualTo(completed.stdout()); // again
        });
    }

    @Test
    void theFirstHasTheInputAndTheLastTheOutputAndTheTextMode() throws Exception {
        ProcessTesting.run(() -> {
            var pipeline = Pipeline.of(
                    Popen.command("cat").input("é\n").charset(ISO_8859_1),
                    Popen.command("tr", "a", "b"),
                    Popen.command("cat").charset(ISO_8859_1));
            assertThat(pipeline.checkOutput()).isEqualTo("é\n");
            assertThat(Pipeline.of(Popen.command("echo", "alone")).checkOutput())
                    .isEqualTo("alone\n");
        });
    }

    @Test
    void everyExitStatusIsThereAndAFailureInTheMiddleIsOne() throws Exception {
        ProcessTesting.run(() -> {
            var pipeline = Pipeline.of(
                    Popen.shell("echo from the first"),
                    Popen.shell("cat >&2; exit 3").stderr(PIPE),
                    Popen.command("cat").capture());
            CompletedPipeline completed = pipeline.run();
            assertThat(completed.returnCodes()).containsExactly(0, 3, 0);
            assertThat(completed.processes().get(1).stderrText()).isEqualTo("from the first\n");
            assertThatThrownBy(completed::check)
                    .isInstanceOf(CalledProcessException.class)
                    .hasMessage("[cat >&2; exit 3] returned the exit status 3: from the first");
            assertThatThrownBy(pipeline::checkOutput).isInstanceOf(CalledProcessException.class);
        });
    }

    @Test
    void aProgramWhoseReaderHasReadEnoughHasNotFailed() throws Exception {
        ProcessTesting.run(() -> {
            var pipeline = Pipeline.of(
                    Popen.command("yes"), Popen.command("head", "-1").capture());
            CompletedPipeline completed = pipeline.run();
            assertThat(completed.returnCodes()).containsExactly(141, 0);
            assertThat(completed.check().stdoutText()).isEqualTo("y\n");
        });
    }

    @Test
    void theProcessesCanBeUsedOneByOne() throws Exception {
        ProcessTesting.run(() -> {
            List<Popen> processes = Pipeline.of(
                            Popen.command("cat").stdin(PIPE),
                            Popen.command("tr", "a-z", "A-Z").stdout(PIPE))
                    .start();
            assertThatThrownBy(processes.getFirst()::stdout).isInstanceOf(IllegalStateException.class);
            try (OutputStream in = processes.getFirst().stdin()) {
                in.write("hello".getBytes(ISO_8859_1));
            }
            assertThat(processes.getLast().communicate().stdoutText()).isEqualTo("HELLO");
            for (Popen process : processes) {
                assertThat(process.waitFor()).isZero();
            }
        });
    }

    @Test
    void aLimitKillsAllOfThem() throws Exception {
        ProcessTesting.run(() -> {
            var pipeline = Pipeline.of(
                    Popen.shell("echo $$ > first; sleep 1000").directory(folder),
                    Popen.shell("echo $$ > second; echo begun; cat")
                            .directory(folder)
                            .capture());
            assertThatThrownBy(() -> pipeline.run(Duration.ZERO))
                    .isInstanceOf(ProcessTimeoutException.class)
                    .hasMessageContaining("did not end within PT0S");
            assertNoneIsLeft();
        });
    }

    private void assertNoneIsLeft() throws IOException {
        for (String name : List.of("first", "second")) {
            Path file = folder.resolve(name);
            String text = Files.exists(file) ? Files.readString(file).strip() : "";
            if (!text.isEmpty()) {
                ProcessHandle.of(Long.parseLong(text))
                        .ifPresent(handle -> handle.onExit().join());
            }
        }
    }

    @Test
    void aKillOfTheWaiterKillsAllOfThem() throws Exception {
        ProcessTesting.run(() -> {
            var pipeline = Pipeline.of(
                    Popen.shell("echo $$ > first; sleep 1000").directory(folder),
                    Popen.shell("echo $$ > second; cat").directory(folder).capture());
            Greenlet<?> waiter = Jevent.spawn(() -> pipeline.run());
            while (Stream.of("first", "second").anyMatch(name -> isEmpty(folder.resolve(name)))) {
                Jevent.sleep();
            }
            waiter.kill();
            assertNoneIsLeft();
        });
    }

    private static boolean isEmpty(Path file) {
        return new File(file.toString()).length() == 0;
    }

    @Test
    void aLimitOfTheOutputEndsIt() throws Exception {
        ProcessTesting.run(() -> {
            var pipeline = Pipeline.of(
                    Popen.command("yes"), Popen.command("cat").capture().outputLimit(100));
            assertThatThrownBy(pipeline::run)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("wrote more than the limit of 100 bytes and was killed");
        });
    }

    @Test
    void oneThatCannotBeStartedLeavesNoneBehind() throws Exception {
        ProcessTesting.run(() -> {
            var pipeline = Pipeline.of(Popen.command("sleep", "1000"), Popen.command("no-such-program-at-all"));
            assertThatThrownBy(pipeline::start).isInstanceOf(IOException.class).hasMessageContaining("no-such-program");
            ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().commandLine().orElse("").endsWith("sleep 1000"))
                    .forEach(child -> child.onExit().join());
        });
    }

    @Test
    void badPipelinesAreRefused() throws Exception {
        ProcessTesting.run(() -> {
            assertThatThrownBy(Pipeline::of)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a pipeline must have at least one command");
            assertThatThrownBy(() -> Pipeline.of(
                                    Popen.command("true"), Popen.command("true").stdout(DISCARD))
                            .checkOutput())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("checkOutput needs the standard output, which goes to");
            assertThatThrownBy(() -> new CompletedPipeline(List.of())).isInstanceOf(IllegalArgumentException.class);
        });
    }
}
