// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.testing.junit.HubTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** File channels that several greenlets share, on regular files and on named pipes. */
class PatchChannelTest {

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

    /** Waits for ever as libraries do: an interrupt ends the wait, and the status is set again. */
    private static void waitAsLibrariesDo() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Callable<?>> operationsOn(FileChannel file, Path other) {
        var operations = new LinkedHashMap<String, Callable<?>>();
        operations.put("write", () -> file.write(ByteBuffer.allocate(8)));
        operations.put("write at", () -> file.write(ByteBuffer.allocate(8), 3));
        operations.put("gather", () -> file.write(new ByteBuffer[] {ByteBuffer.allocate(8), ByteBuffer.allocate(8)}));
        operations.put("read", () -> file.read(ByteBuffer.allocate(8)));
        operations.put("read at", () -> file.read(ByteBuffer.allocate(8), 0));
        operations.put("scatter", () -> file.read(new ByteBuffer[] {ByteBuffer.allocate(8), ByteBuffer.allocate(8)}));
        operations.put("position", file::position);
        operations.put("set position", () -> file.position(2));
        operations.put("size", file::size);
        operations.put("truncate", () -> file.truncate(16));
        operations.put("force", () -> {
            file.force(true);
            return true;
        });
        operations.put("map", () -> file.map(MapMode.READ_WRITE, 0, 8));
        operations.put("transferTo", () -> {
            try (var target = FileChannel.open(other, StandardOpenOption.WRITE)) {
                return file.transferTo(0, 8, target);
            }
        });
        operations.put("transferFrom", () -> {
            try (var source = FileChannel.open(other)) {
                return file.transferFrom(source, 0, 8);
            }
        });
        operations.put("lock", () -> {
            try (var lock = file.lock()) {
                return lock.isValid();
            }
        });
        operations.put("tryLock", () -> {
            try (var lock = file.tryLock()) {
                return lock.isValid();
            }
        });
        return operations;
    }

    @HubTest
    void aTimeoutInAGreenletLeavesTheFileOpenForTheOthers() throws Exception {
        Path path = folder.resolve("shared");
        Files.write(path, new byte[64]);
        Path other = Files.write(folder.resolve("other"), new byte[64]);
        try (var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            operationsOn(file, other).forEach((name, operation) -> {
                var timeout = new Timeout(Duration.ofSeconds(1));
                assertThatThrownBy(() -> timeout.call(() -> {
                            waitAsLibrariesDo();
                            assertThat(Thread.currentThread().isInterrupted()).isTrue();
                            return operation.call();
                        }))
                        .as(name)
                        .isSameAs(timeout)
                        .hasNoSuppressedExceptions();
                assertThat(file.isOpen()).as("open after " + name).isTrue();
            });
        }
    }

    @HubTest
    void aKilledGreenletLeavesTheFileOpenForTheOthers() throws Exception {
        try (var file =
                FileChannel.open(folder.resolve("shared"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Greenlet<Integer> writer = Jevent.spawn(() -> {
                waitAsLibrariesDo();
                return file.write(ByteBuffer.allocate(8));
            });
            Jevent.sleep(Duration.ofSeconds(1));
            writer.kill();
            assertThat(writer.isDead()).isTrue();
            assertThat(file.isOpen()).isTrue();
            assertThat(file.size()).isEqualTo(8);
        }
    }

    @HubTest(realTime = true)
    void aNamedPipeOpenedAsAChannelLetsOthersRun() throws Exception {
        Path pipe = pipe();
        Greenlet<String> reader = Jevent.spawn(() -> {
            try (var in = Files.newInputStream(pipe)) {
                return new String(in.readAllBytes(), UTF_8);
            }
        });
        assertThat(turnsWhile(reader)).isEqualTo(20);
        try (var out = FileChannel.open(pipe, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap("one ".getBytes(UTF_8)));
            assertThat(turnsWhile(reader)).isEqualTo(20);
            out.write(
                    new ByteBuffer[] {ByteBuffer.wrap("two ".getBytes(UTF_8)), ByteBuffer.wrap("three".getBytes(UTF_8))
                    });
        }
        assertThat(reader.result()).isEqualTo("one two three");
    }

    private void fillsThePipe(PipeWriter writer) throws Exception {
        Path pipe = pipe();
        Greenlet<Void> filler = Jevent.spawn(() -> {
            try (var out = FileChannel.open(pipe, StandardOpenOption.WRITE)) {
                writer.writeTo(out);
            }
            return null;
        });
        try (var in = Files.newInputStream(pipe)) {
            assertThat(turnsWhile(filler)).isEqualTo(20);
            assertThat(in.readAllBytes()).hasSize(300_000).containsOnly(7);
        }
        filler.join();
        Files.delete(pipe);
    }

    private interface PipeWriter {
        void writeTo(FileChannel pipe) throws IOException;
    }

    @HubTest(realTime = true)
    void writingMoreThanAPipeHoldsLetsOthersRun() throws Exception {
        var bytes = new byte[300_000];
        Arrays.fill(bytes, (byte) 7);
        fillsThePipe(pipe -> assertThat(pipe.write(ByteBuffer.wrap(bytes))).isEqualTo(300_000));
        ByteBuffer[] parts = {
            ByteBuffer.wrap(bytes, 0, 100_000), ByteBuffer.wrap(bytes, 0, 0), ByteBuffer.wrap(bytes, 0, 200_000)
        };
        fillsThePipe(pipe -> assertThat(pipe.write(parts)).isEqualTo(300_000));
        Path file = Files.write(folder.resolve("file"), bytes);
        fillsThePipe(pipe -> {
            try (var source = FileChannel.open(file)) {
                for (long done = 0; done < bytes.length; ) {
                    done += source.transferTo(done, bytes.length - done, pipe);
                }
            }
        });
    }

    @HubTest(realTime = true)
    void closingAChannelEndsTheWaitOfItsReader() throws Exception {
        Path pipe = pipe();
        var both = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Greenlet<Integer> reader = Jevent.spawn(() -> both.read(ByteBuffer.allocate(1)));
        assertThat(turnsWhile(reader)).isEqualTo(20);
        both.close();
        assertThatThrownBy(reader::result).isInstanceOf(AsynchronousCloseException.class);
    }

    /** The JDK knows who has a lock in this JVM, and refuses; so somebody else has to have it. */
    @HubTest(realTime = true)
    void whoWaitsForTheLockOfAFileLetsOthersRun() throws Exception {
        Path file = Files.createFile(folder.resolve("locked"));
        Process holder = new ProcessBuilder(
                        "/usr/bin/python3",
                        "-c",
                        "import fcntl,sys; f=open(sys.argv[1],'r+'); fcntl.lockf(f,fcntl.LOCK_EX); print('held',flush=True); input()",
                        file.toString())
                .start();
        assertThat(holder.inputReader().readLine()).isEqualTo("held");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            Greenlet<Boolean> locker = Jevent.spawn(() -> {
                try (var lock = channel.lock(0, 5, false)) {
                    return lock.isValid();
                }
            });
            assertThat(turnsWhile(locker)).isEqualTo(20);
            Greenlet<Boolean> killed = Jevent.spawn(() -> {
                try (var other = FileChannel.open(file, StandardOpenOption.WRITE);
                        var lock = other.lock(10, 1, false)) {
                    return lock.isValid();
                }
            });
            assertThat(turnsWhile(killed)).isEqualTo(20);
            killed.kill();
            assertThat(killed.isDead()).isTrue();
            Greenlet<Boolean> interrupted = Jevent.spawn(() -> {
                var thread = Thread.currentThread();
                var _ = Jevent.spawnLater(Duration.ofMillis(5), thread::interrupt);
                try (var lock = channel.lock(20, 1, false)) {
                    return lock.isValid();
                }
            });
            assertThatThrownBy(interrupted::result).isInstanceOf(FileLockInterruptionException.class);
            assertThat(channel.isOpen()).isTrue();
            holder.getOutputStream().close();
            assertThat(locker.result()).isTrue();
        }
        holder.waitFor();
    }
}
