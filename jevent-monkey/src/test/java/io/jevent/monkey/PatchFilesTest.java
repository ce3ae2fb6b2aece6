// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.testing.junit.HubTest;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchFilesTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void patch() {
        Monkey.patchAll();
    }

    private Path pipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    /** Counts the turns of a greenlet that always gives way, as long as {@code other} waits. */
    private static int turnsWhile(Greenlet<?> other) {
        int turns = 0;
        while (turns < 20 && !other.isDead()) {
            Jevent.sleep(Duration.ofMillis(1));
            turns++;
        }
        return turns;
    }

    @HubTest(realTime = true)
    void openingAndReadingANamedPipeLetsOthersRun() throws Exception {
        Path pipe = pipe();
        Greenlet<String> reader = Jevent.spawn(() -> {
            try (var in = new FileInputStream(pipe.toFile())) {
                return new String(in.readAllBytes(), UTF_8);
            }
        });
        assertThat(turnsWhile(reader)).isEqualTo(20);
        try (var out = new FileOutputStream(pipe.toFile())) {
            out.write("one ".getBytes(UTF_8));
            assertThat(turnsWhile(reader)).isEqualTo(20);
            assertThat(reader.activity()).startsWith("waiting on input of file descriptor");
            out.write("two".getBytes(UTF_8));
        }
        assertThat(reader.result()).isEqualTo("one two");
    }

    @HubTest(realTime = true)
    void writingMoreThanANamedPipeHoldsLetsOthersRun() throws Exception {
        Path pipe = pipe();
        Greenlet<Void> writer = Jevent.spawn(() -> {
            try (var out = new FileOutputStream(pipe.toFile())) {
                out.write(new byte[300_000]);
            }
            return null;
        });
        try (InputStream in = new FileInputStream(pipe.toFile())) {
            assertThat(turnsWhile(writer)).isEqualTo(20);
            assertThat(in.readAllBytes()).hasSize(300_000);
        }
        writer.join();
    }

    @HubTest(realTime = true)
    void aKillWhileWaitingForAPipeTakesNoBytes() throws Exception {
        Path pipe = pipe();
        Greenlet<FileInputStream> opener = Jevent.spawn(() -> new FileInputStream(pipe.toFile()));
        try (var out = new FileOutputStream(pipe.toFile());
                var in = opener.result()) {
            Greenlet<Integer> reader = Jevent.spawn(() -> in.read());
            Jevent.sleep(Duration.ofMillis(2));
            reader.kill();
            out.write(7);
            assertThat(in.read()).isEqualTo(7);
        }
    }

    @HubTest(realTime = true)
    void filesAreReadAndWrittenByThePool() throws Exception {
        Path file = folder.resolve("file");
        var ticks = new AtomicInteger();
        Greenlet<Void> ticker = Jevent.spawn(() -> {
            while (true) {
                ticks.incrementAndGet();
                Jevent.sleep(Duration.ZERO);
            }
        });
        Jevent.sleep(Duration.ZERO);
        int before = ticks.get();
        try (var out = new FileOutputStream(file.toFile())) {
            out.write("text".getBytes(UTF_8));
        }
        assertThat(Files.readString(file)).isEqualTo("text");
        Files.write(file, List.of("more"));
        try (var in = new FileInputStream(file.toFile())) {
            assertThat(in.read()).isEqualTo('m');
            assertThat(in.readAllBytes()).isEqualTo("ore\n".getBytes(UTF_8));
        }
        assertThat(ticks.get() - before).as("turns of another greenlet").isGreaterThan(5);
        ticker.kill();
    }

    @HubTest(realTime = true)
    void thePipesOfAChildLetOthersRun() throws Exception {
        Process child = new ProcessBuilder("sh", "-c", "read line; echo got $line").start();
        Greenlet<String> reader =
                Jevent.spawn(() -> new String(child.getInputStream().readAllBytes(), UTF_8));
        assertThat(turnsWhile(reader)).isEqualTo(20);
        try (var out = child.getOutputStream()) {
            out.write("this\n".getBytes(UTF_8));
        }
        assertThat(reader.result()).isEqualTo("got this\n");
        assertThat(child.waitFor()).isZero();
    }

    @HubTest(realTime = true)
    void namesAreLookedUpWithoutHoldingUpTheHub() throws Exception {
        assertThat(InetAddress.getAllByName("localhost")).allMatch(InetAddress::isLoopbackAddress);
        assertThatThrownBy(() -> InetAddress.getAllByName("no-such-host.invalid"))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void platformThreadsReadAndWriteAsEver() throws Exception {
        Path file = folder.resolve("plain");
        Files.writeString(file, "plain");
        try (var in = new FileInputStream(file.toFile())) {
            assertThat(in.readAllBytes()).isEqualTo("plain".getBytes(UTF_8));
        }
    }

    @Test
    void everythingButThreadsIsPatched() {
        for (Patch patch : Patch.values()) {
            assertThat(Monkey.isPatched(patch)).as(patch.option()).isEqualTo(patch != Patch.THREAD);
        }
        assertThat(Monkey.isPatched(FileInputStream.class, "read")).isTrue();
        assertThat(Monkey.isPatched(FileInputStream.class, "skip")).isFalse();
    }
}
