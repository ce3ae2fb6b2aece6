// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static java.lang.ProcessBuilder.Redirect.PIPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that run to their end, and the resources that they leave behind: none. */
class CommandTest {

    @TempDir
    Path folder;

    /** Waits for a process that is none of this one's children. */
    private static void awaitEndOf(long pid) {
        ProcessHandle.of(pid).ifPresent(handle -> handle.onExit().join());
    }

    @Test
    void runsToTheEnd() throws Exception {
        ProcessTesting.run(() -> {
            CompletedProcess completed = Popen.shell("cat; echo oops >&2; exit 4")
                    .capture()
                    .input("in")
                    .run();
            assertThat(completed.stdoutText()).isEqualTo("in");
            assertThat(completed.stderrText()).isEqualTo("oops\n");
            assertThat(completed.returnCode()).isEqualTo(4);
            assertThat(completed).hasToString("[cat; echo oops >&2; exit 4] ended with 4");
            assertThatThrownBy(completed::check)
                    .isInstanceOfSatisfying(
                            CalledProcessException.class,
                            e -> assertThat(e.process()).isSameAs(completed))
                    .hasMessage("[cat; echo oops >&2; exit 4] returned the exit status 4: oops");
        });
    }

    @Test
    void checksTheReturnCodeAndReturnsTheOutput() throws Exception {
        ProcessTesting.run(() -> {
            assertThat(Popen.command("echo", "a b", "$HOME").checkOutput()).isEqualTo("a b $HOME\n");
            assertThat(Popen.command(List.of("true")).checkCall().returnCode()).isZero();
            assertThatThrownBy(() -> Popen.command("false").checkCall())
                    .isInstanceOf(CalledProcessException.class)
                    .hasMessage("[false] returned the exit status 1");
            assertThatThrownBy(() -> Popen.shell("echo partial; exit 1").checkOutput())
                    .isInstanceOfSatisfying(
                            CalledProcessException.class,
                            e -> assertThat(e.process().stdoutText()).isEqualTo("partial\n"));
            assertThatThrownBy(() -> Popen.command("true").stdout(DISCARD).checkOutput())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("checkOutput needs the standard output, which goes to");
        });
    }

    @Test
    void killsTheTreeAndKeepsTheOutputWhenTheTimePasses() throws Exception {
        ProcessTesting.run(() -> {
            var command = Popen.shell("sleep 1000 & echo $!; wait").capture();
            assertThatThrownBy(() -> command.run(Duration.ZERO))
                    .isInstanceOf(ProcessTimeoutException.class)
                    .hasMessage("[sleep 1000 & echo $!; wait] did not end within PT0S and was killed");
        });
    }

    @Test
    void killsTheTreeWhenItIsKilledItself() throws Exception {
        ProcessTesting.run(() -> {
            Path pids = folder.resolve("pids");
            var victim = Jevent.spawn(() -> Popen.shell(
                            "sleep 1000 & echo $! > \"$1\"; mv \"$1\" \"$2\"; wait", pids + "0", pids.toString())
                    .run());
            while (!Files.exists(pids)) {
                Jevent.sleep();
            }
            long grandchild = Long.parseLong(Files.readString(pids).strip());
            victim.kill();
            assertThat(victim.exit()).isNotNull();
            awaitEndOf(grandchild);
        });
    }

    @Test
    void killsASessionWithThoseWhoseParentHasEnded() throws Exception {
        ProcessTesting.run(() -> {
            Popen child = Popen.shell("(sleep 1000 & echo $!) ; read line")
                    .stdin(PIPE)
                    .stdout(PIPE)
                    .newSession()
                    .start();
            long orphan = Long.parseLong(child.stdout().readLine().orElseThrow());
            child.killTree();
            assertThat(child.waitFor()).isEqualTo(128 + 9);
            awaitEndOf(orphan);
        });
    }

    @Test
    void leavesNothingBehindAfterManyShortChildren() throws Exception {
        ProcessTesting.run(() -> childrenLeaveNothing(200));
    }

    @Test
    @Tag("soak")
    void leavesNothingBehindAfterThousandsOfShortChildren() throws Exception {
        ProcessTesting.run(() -> childrenLeaveNothing(5_000));
    }

    private static void childrenLeaveNothing(int count) throws Exception {
        oneChild(); // so that what is made once is there
        long before = descriptors();
        for (int i = 0; i < count; i++) {
            oneChild();
        }
        assertThat(descriptors()).as("open descriptors").isLessThanOrEqualTo(before + 3);
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .as("children that live, or are dead and nobody has asked how they ended")
                .isEmpty();
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(t -> t.getName().startsWith("jevent-stream-"))
                        .count())
                .as("threads")
                .isLessThan(20);
    }

    private static void oneChild() throws Exception {
        assertThat(Popen.command("echo", "x").capture().input("y").run().stdoutText())
                .isEqualTo("x\n");
    }

    private static long descriptors() throws Exception {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
