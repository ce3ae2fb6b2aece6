// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.disk;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.testing.Choices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiskTest {

    private static final int SEEDS = 60;

    private final Disk disk = new Disk("d", Choices.seeded(1));

    private Path path(String path) {
        return disk.path(path);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void filesOfTheJdkWork() throws IOException {
        Path log = path("/data/deep/log.txt");
        Files.createDirectories(log.getParent());
        Files.writeString(log, "one\n");
        Files.writeString(log, "two\n", APPEND);
        assertThat(Files.readAllLines(log)).containsExactly("one", "two");
        assertThat(Files.size(log)).isEqualTo(8);
        assertThat(disk.used()).isEqualTo(8);
        assertThat(Files.isDirectory(path("/data"))).isTrue();
        assertThat(Files.exists(path("/none"))).isFalse();
        Files.copy(log, path("/copy"));
        Files.move(path("/copy"), path("/data/copy"));
        try (Stream<Path> all = Files.walk(path("/data"))) {
            assertThat(all.map(Path::toString))
                    .containsExactly("/data", "/data/copy", "/data/deep", "/data/deep/log.txt");
        }
        try (DirectoryStream<Path> some = Files.newDirectoryStream(path("/data"), "c*")) {
            assertThat(some).containsExactly(path("/data/copy"));
        }
        try (var out = Files.newOutputStream(log, TRUNCATE_EXISTING);
                var writer = Channels.newChannel(out)) {
            writer.write(bytes("three"));
        }
        assertThat(Files.readString(log)).isEqualTo("three");
        Files.delete(path("/data/copy"));
        assertThat(disk.used()).isEqualTo(5);
        assertThat(Files.getFileStore(log).type()).isEqualTo("simulated");
        assertThat(Files.readAttributes(log, "size,isDirectory"))
                .containsEntry("size", 5L)
                .containsEntry("isDirectory", false)
                .hasSize(2);
    }

    @Test
    void whatIsWrongIsToldAsTheJdkTellsIt() throws IOException {
        Files.createDirectory(path("/folder"));
        Files.writeString(path("/folder/file"), "x");
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> Files.readString(path("/none")));
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> Files.createDirectory(path("/folder")));
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> Files.writeString(path("/folder/file"), "y", CREATE_NEW));
        assertThatExceptionOfType(DirectoryNotEmptyException.class).isThrownBy(() -> Files.delete(path("/folder")));
        assertThatExceptionOfType(NotDirectoryException.class)
                .isThrownBy(() -> Files.writeString(path("/folder/file/x"), "y"));
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> Files.move(path("/folder"), Files.createDirectory(path("/other"))));
        assertThatThrownBy(() -> Files.move(path("/folder"), path("/folder/in")))
                .hasMessageContaining("a folder cannot move into itself");
        assertThatThrownBy(() -> Files.writeString(path("/folder"), "x")).hasMessageContaining("Is a directory");
        assertThatThrownBy(() -> Files.delete(path("/"))).hasMessageContaining("the root of a disk cannot be changed");
        assertThatThrownBy(() -> disk.fileSystem().newWatchService()).hasMessage("a simulated disk cannot be watched");
        try (FileChannel read = FileChannel.open(path("/folder/file"));
                FileChannel write = FileChannel.open(path("/folder/file"), WRITE)) {
            assertThatExceptionOfType(NonWritableChannelException.class).isThrownBy(() -> read.write(bytes("x")));
            assertThatExceptionOfType(NonReadableChannelException.class)
                    .isThrownBy(() -> write.read(ByteBuffer.allocate(1)));
            assertThatThrownBy(() -> read.map(FileChannel.MapMode.READ_ONLY, 0, 1))
                    .hasMessageContaining("mapped");
            assertThat(read.tryLock(0, 1, true)).isNotNull();
            assertThatExceptionOfType(OverlappingFileLockException.class).isThrownBy(write::lock);
        }
    }

    @Test
    void channelsReadAndWriteAnywhere() throws IOException {
        try (FileChannel channel = FileChannel.open(path("f"), CREATE, READ, WRITE)) {
            assertThat(channel.write(bytes("world"), 3)).isEqualTo(5);
            assertThat(channel.size()).isEqualTo(8);
            channel.write(new ByteBuffer[] {bytes("a"), bytes("bc")});
            assertThat(channel.position()).isEqualTo(3);
            channel.position(0);
            var all = ByteBuffer.allocate(10);
            assertThat(channel.read(new ByteBuffer[] {all})).isEqualTo(8);
            assertThat(new String(all.array(), 0, 8, StandardCharsets.UTF_8)).isEqualTo("abcworld");
            assertThat(channel.read(all)).isEqualTo(-1);
            channel.truncate(4);
            assertThat(channel.position()).isEqualTo(4);
            assertThat(channel.transferFrom(Channels.newChannel(new java.io.ByteArrayInputStream(new byte[3])), 4, 9))
                    .isEqualTo(3);
            assertThat(channel.size()).isEqualTo(7);
        }
        try (FileChannel temporary = FileChannel.open(path("t"), CREATE, WRITE, DELETE_ON_CLOSE)) {
            assertThat(Files.exists(path("/t"))).isTrue();
            assertThat(temporary.isOpen()).isTrue();
        }
        assertThat(Files.exists(path("/t"))).isFalse();
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, Files.isDirectory(path) ? Set.of(READ) : Set.of(WRITE))) {
            channel.force(true);
        }
    }

    private interface Program {
        void run(Disk disk) throws IOException;
    }

    /** All that can be found in /f after a crash; null if there is no file. */
    private static Set<String> afterCrash(Program program) {
        var seen = new TreeSet<String>();
        for (int seed = 0; seed < SEEDS; seed++) {
            var disk = new Disk("d", Choices.seeded(seed));
            try {
                program.run(disk);
                disk.crash();
                Path file = disk.path("/f");
                seen.add(Files.exists(file) ? Files.readString(file).replace('\0', '0') : "none");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return seen;
    }

    @Test
    void aCrashLosesOrTearsWhatWasNotForced() {
        assertThat(afterCrash(disk -> {
                    Files.writeString(disk.path("/f"), "old");
                    force(disk.path("/f"));
                    force(disk.path("/"));
                    Files.writeString(disk.path("/f"), "new!", WRITE);
                }))
                .containsExactlyInAnyOrder("old", "new!", "nld", "ned", "new");
        assertThat(afterCrash(disk -> {
                    Files.writeString(disk.path("/f"), "old");
                    force(disk.path("/f"));
                    force(disk.path("/"));
                }))
                .containsExactly("old");
        assertThat(afterCrash(disk -> {
                    Files.writeString(disk.path("/f"), "a");
                    force(disk.path("/f"));
                    force(disk.path("/"));
                    Files.writeString(disk.path("/f"), "b", APPEND);
                    Files.writeString(disk.path("/f"), "c", APPEND);
                }))
                .as("writes are lost one by one")
                .containsExactlyInAnyOrder("a", "ab", "abc", "a0c");
    }

    @Test
    void aNewFileNeedsAForceOfItsFolder() {
        assertThat(afterCrash(disk -> {
                    Files.writeString(disk.path("/f"), "x");
                    force(disk.path("/f"));
                }))
                .containsExactlyInAnyOrder("x", "none");
        assertThat(afterCrash(disk -> {
                    Files.writeString(disk.path("/f"), "x");
                    force(disk.path("/"));
                }))
                .containsExactlyInAnyOrder("x", "");
    }

    @Test
    void aMoveIsAtomicAndChangesOfFoldersKeepTheirOrder() {
        assertThat(afterCrash(disk -> {
                    Files.writeString(disk.path("/f"), "old");
                    force(disk.path("/f"));
                    force(disk.path("/"));
                    Files.writeString(disk.path("/f.tmp"), "new");
                    force(disk.path("/f.tmp"));
                    Files.move(disk.path("/f.tmp"), disk.path("/f"), StandardCopyOption.ATOMIC_MOVE);
                }))
                .containsExactlyInAnyOrder("old", "new");
        assertThat(afterCrash(disk -> {
                    Files.writeString(disk.path("/f"), "old");
                    force(disk.path("/f"));
                    force(disk.path("/"));
                    Files.writeString(disk.path("/f.tmp"), "new");
                    Files.move(disk.path("/f.tmp"), disk.path("/f"), StandardCopyOption.ATOMIC_MOVE);
                    force(disk.path("/"));
                }))
                .as("the classic mistake: moved before its bytes were forced")
                .contains("", "new");
    }

    @Test
    void aFailedForceLosesItsWritesForEver() {
        assertThat(afterCrash(disk -> {
                    Files.writeString(disk.path("/f"), "x");
                    force(disk.path("/"));
                    disk.errors(1);
                    assertThatThrownBy(() -> force(disk.path("/f"))).hasMessageContaining("Input/output error");
                    disk.errors(0);
                    try (FileChannel channel = FileChannel.open(disk.path("/f"), WRITE)) {
                        disk.errors(1);
                        assertThatThrownBy(() -> channel.force(true))
                                .hasMessage("/f: Input/output error (simulated, force)");
                        disk.errors(0);
                        channel.force(true);
                    }
                    assertThat(Files.readString(disk.path("/f"))).isEqualTo("x");
                }))
                .containsExactly("");
    }

    @Test
    void aCrashClosesChannels() throws IOException {
        FileChannel channel = FileChannel.open(path("/f"), CREATE, WRITE);
        disk.crash();
        assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> channel.write(bytes("x")));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aFullDiskRefusesWrites() throws IOException {
        disk.capacity(4);
        Files.writeString(path("/f"), "four");
        assertThatThrownBy(() -> Files.writeString(path("/g"), "x"))
                .hasMessage("/g: No space left on device (simulated)");
        Files.delete(path("/f"));
        Files.writeString(path("/g"), "x");
        assertThat(Files.getFileStore(path("/g")).getUsableSpace()).isEqualTo(3);
    }

    @Test
    void aWriteMayBeShort() throws IOException {
        disk.shortWrites(1);
        try (FileChannel channel = FileChannel.open(path("/f"), CREATE, WRITE)) {
            assertThat(channel.write(bytes("hello"))).isBetween(1, 4);
        }
    }

    @Test
    void pathsAreThoseOfUnix() {
        assertThat(path("/a//b/../c/./d").normalize()).hasToString("/a/c/d");
        assertThat(path("/..").normalize()).isEqualTo(path("/"));
        assertThat(path("a").resolve("b")).hasToString("a/b");
        assertThat(path("/a").resolve("/b")).hasToString("/b");
        assertThat(path("/a/b").relativize(path("/a/c/d"))).hasToString("../c/d");
        assertThat(path("/a/b").relativize(path("/a/b"))).hasToString("");
        assertThat(path("/a/b").startsWith(path("/a"))).isTrue();
        assertThat(path("/a/b").startsWith("/ab")).isFalse();
        assertThat(path("/a/b").endsWith("b")).isTrue();
        assertThat(path("/a/b").getFileName()).hasToString("b");
        assertThat(path("/").getFileName()).isNull();
        assertThat(path("/a").getParent()).isEqualTo(path("/"));
        assertThat(path("a").getParent()).isNull();
        assertThat(path("a/b").toAbsolutePath()).hasToString("/a/b");
        assertThat(path("/a b").toUri()).hasToString("jevent-disk://d/a%20b");
        assertThat(List.of(path("b"), path("a")).stream().sorted()).containsExactly(path("a"), path("b"));
        assertThat(new Disk("d", Choices.seeded(1)).path("/a")).isNotEqualTo(path("/a"));
    }
}
