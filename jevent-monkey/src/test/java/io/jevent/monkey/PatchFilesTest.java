// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.monkey.patch.Patch;
import io.jevent.testing.junit.HubTest;
import io.jevent.threadpool.ThreadPool;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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

    /** Counts the turns of a greenlet that always yields, as long as {@code other} waits. */
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

    /** More than the threads that the pool of a hub has. */
    @HubTest(realTime = true)
    void killsWhilePipesAreOpenedTakeNoThreadOfTheHubsPool() throws Exception {
        Path pipe = pipe();
        List<Greenlet<FileInputStream>> openers = new ArrayList<>();
        List<Greenlet<FileChannel>> channels = new ArrayList<>();
        for (int i = 0; i < 2 * ThreadPool.ofHub().maxThreads(); i++) {
            openers.add(Jevent.spawn(() -> new FileInputStream(pipe.toFile())));
            channels.add(Jevent.spawn(() -> FileChannel.open(pipe)));
        }
        Jevent.sleep(Duration.ofMillis(2));
        Jevent.killAll(openers);
        Jevent.killAll(channels);
        assertThat(ThreadPool.ofHub().apply(() -> "free")).isEqualTo("free");
        try (var out = new FileOutputStream(pipe.toFile())) {
            assertThatThrownBy(() -> writeForEver(out))
                    .as("nobody reads: the descriptors that were opened for the dead are closed")
                    .isInstanceOf(IOException.class)
                    .hasMessage("Broken pipe");
        }
    }

    private static void writeForEver(FileOutputStream out) throws IOException {
        while (true) {
            out.write(1);
            Jevent.sleep(Duration.ofMillis(1));
        }
    }

    @HubTest(realTime = true)
    void aStreamThatIsClosedWakesItsReader() throws Exception {
        Path pipe = pipe();
        Greenlet<FileInputStream> opener = Jevent.spawn(() -> new FileInputStream(pipe.toFile()));
        try (var out = new FileOutputStream(pipe.toFile())) {
            FileInputStream in = opener.result();
            Greenlet<String> reader = Jevent.spawn(() -> {
                try {
                    return "read " + in.read();
                } catch (IOException e) {
                    return e.getMessage();
                }
            });
            assertThat(turnsWhile(reader)).isEqualTo(20);
            in.close();
            assertThat(reader.result()).isEqualTo("Stream Closed");
            assertThat(out.getFD().valid()).isTrue();
        }
    }

    @HubTest(realTime = true)
    void aStreamThatAnotherThreadClosesWakesItsReader() throws Exception {
        Path pipe = pipe();
        Greenlet<FileInputStream> opener = Jevent.spawn(() -> new FileInputStream(pipe.toFile()));
        try (var out = new FileOutputStream(pipe.toFile())) {
            FileInputStream in = opener.result();
            Greenlet<String> reader = Jevent.spawn(() -> {
                try {
                    return "read " + in.read();
                } catch (IOException e) {
                    return e.getMessage();
                }
            });
            assertThat(turnsWhile(reader)).isEqualTo(20);
            Thread closer = Thread.ofPlatform().start(() -> {
                try {
                    in.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(reader.result()).isEqualTo("Stream Closed");
            closer.join();
            assertThat(out.getFD().valid()).isTrue();
        }
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
    void aNamedPipeOpenedForRandomAccessLetsOthersRun() throws Exception {
        Path pipe = pipe();
        try (var file = new RandomAccessFile(pipe.toFile(), "rw")) {
            Greenlet<Integer> reader = Jevent.spawn(() -> file.read());
            assertThat(turnsWhile(reader)).isEqualTo(20);
            assertThat(reader.activity()).startsWith("waiting on input of file descriptor");
            file.write(5);
            assertThat(reader.result()).isEqualTo(5);
            Greenlet<Void> writer = Jevent.spawn(() -> {
                file.write(new byte[200_000]);
                return null;
            });
            assertThat(turnsWhile(writer)).isEqualTo(20);
            file.readFully(new byte[200_000]);
            writer.join();
        }
    }

    /** Which is: they wait, and nobody has a hub for it. */
    @Test
    void threadsWithoutAHubReadPipesAsEver() throws Exception {
        Path pipe = pipe();
        for (Thread.Builder kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            var read = new AtomicInteger();
            var hub = new AtomicReference<Hub>();
            Thread reader = kind.start(() -> {
                try (var in = new FileInputStream(pipe.toFile())) {
                    read.set(in.read());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                hub.set(Hub.ifCurrent());
            });
            try (var out = new FileOutputStream(pipe.toFile())) {
                out.write(7);
            }
            reader.join();
            assertThat(read.get()).isEqualTo(7);
            assertThat(hub.get()).isNull();
        }
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
    void everythingButThreadsAndSimulationIsPatched() {
        assertThat(Monkey.ALL).isEqualTo(EnumSet.complementOf(EnumSet.of(Patch.THREAD, Patch.SIMULATION)));
        for (Patch patch : Patch.values()) {
            assertThat(Monkey.isPatched(patch)).as(patch.option()).isEqualTo(Monkey.ALL.contains(patch));
        }
        assertThat(Monkey.isPatched(FileInputStream.class, "read")).isTrue();
        assertThat(Monkey.isPatched(FileInputStream.class, "skip")).isFalse();
    }
}
