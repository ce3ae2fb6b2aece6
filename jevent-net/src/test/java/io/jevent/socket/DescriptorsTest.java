// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
}
