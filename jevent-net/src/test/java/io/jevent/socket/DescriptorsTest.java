// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests waits for foreign descriptors, whose numbers are read from {@code /proc}. */
class DescriptorsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private static int numberOf(Path file) throws IOException {
        Path wanted = file.toRealPath();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(link -> {
                        try {
                            return Files.readSymbolicLink(link).equals(wanted);
                        } catch (IOException e) {
                            return false; // the descriptor of the list itself, which is closed
                        }
                    })
                    .mapToInt(link -> Integer.parseInt(link.getFileName().toString()))
                    .max()
                    .orElseThrow();
        }
    }

    private Path pipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    @Test
    void aFileThatCannotBeWatchedIsAlwaysReady() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        OnLoop.EPOLL.run(() -> {
            try (var _ = new FileInputStream(file.toFile());
                    var _ = new FileOutputStream("/dev/null")) {
                for (Path path : new Path[] {file, Path.of("/dev/null")}) {
                    int number = numberOf(path);
                    Descriptors.awaitReadable(number);
                    Descriptors.awaitWritable(number);
                    assertThat(Descriptors.awaitReadable(number, LONG))
                            .as(path + "")
                            .isTrue();
                    assertThat(Descriptors.awaitWritable(number, LONG))
                            .as(path + "")
                            .isTrue();
                }
            }
        });
    }

    @Test
    void whatIsNoDescriptorIsRefused() throws Exception {
        OnLoop.EPOLL.run(() -> assertThatThrownBy(() -> Descriptors.awaitReadable(1_000_000))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("1000000"));
    }

    @Test
    void releaseWakesAllAndForgetsTheDescriptor() throws Exception {
        Path path = pipe();
        OnLoop.EPOLL.run(() -> {
            try (var both = new RandomAccessFile(path.toFile(), "rw")) {
                int number = numberOf(path);
                var first = Jevent.spawn(() -> Descriptors.awaitReadable(number, LONG));
                var second = Jevent.spawn(() -> Descriptors.awaitReadable(number, LONG));
                Jevent.sleep();
                Descriptors.release(number);
                var later = Jevent.spawn(() -> Descriptors.awaitReadable(number, LONG));
                assertThat(first.result()).isTrue();
                assertThat(second.result()).isTrue();
                assertThat(later.isDead()).isFalse();
                both.write(1);
                assertThat(later.result()).isTrue();
            }
        });
    }

    /** Waits for a pipe with the given number, which is closed afterwards; false if the number was another. */
    private static boolean readBy(Path path, int number) throws IOException {
        try (var pipe = new RandomAccessFile(path.toFile(), "rw")) {
            if (numberOf(path) != number) {
                return false;
            }
            var reader = Jevent.spawn(() -> Descriptors.awaitReadable(number, LONG));
            Jevent.sleep();
            assertThat(reader.isDead()).isFalse();
            pipe.write(1);
            assertThat(reader.result()).isTrue();
            assertThat(pipe.read()).isEqualTo(1);
            return true;
        }
    }

    /** Waits for a pipe that is closed then; returns its number, which is free. */
    private static int formerNumber(Path path) throws IOException {
        int number;
        try (var _ = new RandomAccessFile(path.toFile(), "rw")) {
            number = numberOf(path);
        }
        return readBy(path, number) ? number : formerNumber(path);
    }

    @Test
    void aNumberThatIsUsedAgainIsWatchedAnew() throws Exception {
        Path path = pipe();
        OnLoop.EPOLL.run(() -> {
            int number = formerNumber(path);
            for (int times = 0; times < 10; times++) {
                if (!readBy(path, number)) {
                    number = formerNumber(path); // another thread has taken it
                }
            }
        });
    }

    /** The number is the lowest that is free, so that one of the first sockets has it. */
    @Test
    void aSocketThatGetsTheNumberOfAClosedFileWorks() throws Exception {
        Path path = pipe();
        OnLoop.EPOLL.run(() -> {
            assertThat(formerNumber(path)).isPositive();
            try (var one = StreamSocket.pair();
                    var other = StreamSocket.pair()) {
                for (StreamSocket.Pair pair : List.of(one, other)) {
                    pair.first().sendAll("ping".getBytes(StandardCharsets.US_ASCII));
                    assertThat(pair.second().recv(8))
                            .asString(StandardCharsets.US_ASCII)
                            .isEqualTo("ping");
                }
            }
        });
    }

    @Test
    void aWaitThatWasGivenUpTakesNothingFromTheNext() throws Exception {
        Path path = pipe();
        OnLoop.EPOLL.run(() -> {
            try (var both = new RandomAccessFile(path.toFile(), "rw")) {
                int number = numberOf(path);
                var given = Jevent.spawn(() -> Descriptors.awaitReadable(number, LONG));
                Jevent.sleep();
                given.kill();
                both.write(1);
                Jevent.sleep(); // the event of the first wait finds nobody
                assertThat(Descriptors.awaitReadable(number, LONG)).isTrue();
                assertThat(both.read()).isEqualTo(1);
                assertThat(Descriptors.awaitReadable(number, Duration.ZERO)).isFalse();
                assertThat(Descriptors.awaitWritable(number, LONG)).isTrue();
            }
        });
    }

    @Test
    void whoWaitsForTheOtherDirectionGoesOnWaiting() throws Exception {
        Path path = pipe();
        OnLoop.EPOLL.run(() -> {
            try (var both = new RandomAccessFile(path.toFile(), "rw")) {
                int number = numberOf(path);
                var reader = Jevent.spawn(() -> Descriptors.awaitReadable(number, LONG));
                Jevent.sleep();
                assertThat(Descriptors.awaitWritable(number, LONG)).isTrue();
                assertThat(reader.isDead()).isFalse();
                both.write(1);
                assertThat(reader.result()).isTrue();
            }
        });
    }
}
