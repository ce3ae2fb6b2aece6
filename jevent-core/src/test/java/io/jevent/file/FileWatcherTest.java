// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.file.FileChange.Kind;
import io.jevent.select.Select;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Watches by notification and by polling. Waits have no limit: files change in real time. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class FileWatcherTest {

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final boolean polls;

    @TempDir
    private Path folder;

    FileWatcherTest(boolean polls) {
        this.polls = polls;
    }

    private FileWatcher.Builder watcher(Path path) {
        FileWatcher.Builder builder = FileWatcher.builder(path);
        return polls ? builder.polling(PAUSE) : builder;
    }

    /** Takes changes until those that are expected have come; others, such as repetitions, may come between. */
    private static void expect(FileWatcher watcher, FileChange... changes) throws IOException {
        Set<FileChange> missing = new HashSet<>(List.of(changes));
        while (!missing.isEmpty()) {
            missing.remove(watcher.take());
        }
    }

    private static FileChange change(Kind kind, Path path) {
        return new FileChange(kind, path);
    }

    @Test
    void entriesOfADirectoryAreCreatedChangedAndDeleted() throws Exception {
        HubTesting.run(() -> {
            Path file = folder.resolve("file");
            try (var watcher = watcher(folder).open()) {
                Files.writeString(file, "one");
                expect(watcher, change(Kind.CREATED, file));
                Files.writeString(file, "longer");
                expect(watcher, change(Kind.MODIFIED, file));
                Files.delete(file);
                expect(watcher, change(Kind.DELETED, file));
            }
        });
    }

    @Test
    void aFileIsWatchedAloneAndMayBeReplaced() throws Exception {
        HubTesting.run(() -> {
            Path file = folder.resolve("file");
            Path other = folder.resolve("other");
            try (var watcher = watcher(file).open()) {
                Files.writeString(other, "not watched");
                Files.writeString(file, "one");
                assertThat(watcher.take()).isEqualTo(change(Kind.CREATED, file)).hasToString("CREATED " + file);
                Files.delete(file);
                expect(watcher, change(Kind.DELETED, file));
                Files.move(other, file);
                expect(watcher, change(Kind.CREATED, file));
            }
        });
    }

    @Test
    void directoriesBelowAreWatchedOnRequestAlsoNewOnes() throws Exception {
        HubTesting.run(() -> {
            Path old = Files.createDirectories(folder.resolve("a/b"));
            try (var watcher = watcher(folder).recursive().open()) {
                Files.writeString(old.resolve("file"), "");
                expect(watcher, change(Kind.CREATED, old.resolve("file")));
                Path made = Files.createDirectories(folder.resolve("c/d/e"));
                Files.writeString(made.resolve("file"), "");
                expect(
                        watcher,
                        change(Kind.CREATED, folder.resolve("c")),
                        change(Kind.CREATED, folder.resolve("c/d")),
                        change(Kind.CREATED, made),
                        change(Kind.CREATED, made.resolve("file")));
                Files.writeString(made.resolve("later"), "");
                expect(watcher, change(Kind.CREATED, made.resolve("later")));
            }
        });
    }

    @Test
    void aKillOrATimeoutLosesNoChange() throws Exception {
        HubTesting.run(() -> {
            Path file = folder.resolve("file");
            try (var watcher = watcher(folder).open()) {
                Greenlet<?> killed = Jevent.spawn(() -> watcher.take());
                Jevent.sleep();
                killed.kill();
                assertThatThrownBy(() -> new Timeout(Duration.ofMillis(1)).call(() -> {
                            while (true) {
                                watcher.take();
                            }
                        }))
                        .isInstanceOf(Timeout.class);
                assertThat(watcher.take(Duration.ZERO)).isEmpty();
                Files.writeString(file, "");
                expect(watcher, change(Kind.CREATED, file));
            }
        });
    }

    @Test
    void aLimitPassesOnTheClockOfTheHub() throws Exception {
        HubTesting.run(() -> {
            try (var watcher = watcher(folder).open()) {
                assertThat(watcher.take(Duration.ofDays(1))).isEmpty();
                assertThatThrownBy(() -> watcher.take(Duration.ofDays(-1)))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        });
    }

    @Test
    void closingEndsEveryWaitAndMayBeRepeated() throws Exception {
        HubTesting.run(() -> {
            var watcher = watcher(folder).open();
            var failures = new ArrayList<String>();
            for (int i = 0; i < 2; i++) {
                var _ = Jevent.spawn(() -> {
                    try {
                        watcher.take();
                    } catch (IOException e) {
                        failures.add(e.getMessage());
                    }
                });
            }
            Jevent.sleep();
            assertThat(watcher.isOpen()).isTrue();
            watcher.close();
            watcher.close();
            Jevent.sleep();
            assertThat(failures).hasSize(2).allMatch(text -> text.equals("watcher of " + folder + " is closed"));
            assertThat(watcher.isOpen()).isFalse();
            assertThatThrownBy(watcher::take).isInstanceOf(IOException.class).hasMessageEndingWith(" is closed");
        });
    }

    @Test
    void anotherThreadMayTakeAndSelectSeesChanges() throws Exception {
        HubTesting.run(() -> {
            Path file = folder.resolve("file");
            try (var watcher = watcher(folder).open()) {
                var taken = new CountDownLatch(1);
                Thread other = Thread.ofPlatform().start(() -> {
                    try {
                        watcher.take();
                        taken.countDown();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
                Files.writeString(file, "");
                other.join();
                assertThat(taken.getCount()).isZero();
                Files.delete(file);
                assertThat(Select.select(List.of(watcher), List.of()).readable())
                        .containsExactly(watcher);
                expect(watcher, change(Kind.DELETED, file));
            }
        });
    }

    @Test
    void aPathThatIsNotThereIsRefusedOrAwaited() throws Exception {
        HubTesting.run(() -> {
            Path missing = folder.resolve("missing");
            Path file = missing.resolve("file");
            if (!polls) {
                assertThatThrownBy(() -> watcher(file).open()).isInstanceOf(NoSuchFileException.class);
                return;
            }
            try (var watcher = watcher(missing).recursive().open()) {
                Files.createDirectory(missing);
                Files.writeString(file, "");
                expect(watcher, change(Kind.CREATED, missing), change(Kind.CREATED, file));
            }
            assertThatThrownBy(() -> FileWatcher.builder(file).polling(Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("pause must be positive: PT0S");
        });
    }

    @Test
    void theEndOfTheWatchedDirectoryIsTheLastChange() throws Exception {
        HubTesting.run(() -> {
            Path directory = Files.createDirectory(folder.resolve("directory"));
            try (var watcher = watcher(directory).open()) {
                Files.delete(directory);
                expect(watcher, change(Kind.DELETED, directory));
                if (polls) {
                    Files.createDirectory(directory);
                    expect(watcher, change(Kind.CREATED, directory));
                } else {
                    assertThatThrownBy(watcher::take)
                            .isInstanceOf(IOException.class)
                            .hasMessage("nothing is left to watch: " + directory + " was deleted");
                }
            }
        });
    }

    @Test
    void aFileSystemWithoutNotificationsIsPolled() throws Exception {
        HubTesting.run(() -> {
            try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("x.zip"), Map.of("create", "true"));
                    var watcher = watcher(zip.getPath("/")).open()) {
                Files.writeString(zip.getPath("/file"), "");
                expect(watcher, change(Kind.CREATED, zip.getPath("/file")));
            }
        });
    }

    @Test
    void tooManyChangesAreToldAsAnOverflow() throws Exception {
        HubTesting.run(() -> {
            Path outside = Files.createDirectories(folder.resolve("outside/many"));
            for (int i = 0; i < FileWatcher.MOST_QUEUED + 100; i++) {
                Files.createFile(outside.resolve("f" + i));
            }
            Path watched = Files.createDirectory(folder.resolve("watched"));
            try (var watcher = watcher(watched).recursive().open()) {
                Files.move(outside, watched.resolve("many")); // all of them at once
                expect(watcher, change(Kind.OVERFLOW, watched));
            }
        });
    }
}
