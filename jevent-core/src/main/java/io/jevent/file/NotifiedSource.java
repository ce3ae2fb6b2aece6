// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import io.jevent.file.FileChange.Kind;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Waits for notifications of the operating system (inotify). A directory is watched, also for a single file; with all
 * directories below it if the program asks for that.
 */
final class NotifiedSource implements ChangeSource {

    private final Path path;

    /** The name of the only file that counts, or null if all do. */
    private final @Nullable Path only;

    private final boolean recursive;
    private final WatchService service;
    private final Map<WatchKey, Path> directories = new HashMap<>();

    /**
     * Begins to watch.
     *
     * @throws NoSuchFileException if there is neither the path nor a directory that it could be in
     * @throws UnsupportedOperationException if the file system has no notifications
     */
    NotifiedSource(Path path, boolean recursive) throws IOException {
        this.path = path;
        this.recursive = recursive;
        boolean isDirectory = Files.isDirectory(path);
        only = isDirectory ? null : path.getFileName();
        service = path.getFileSystem().newWatchService();
        try {
            if (isDirectory) {
                register(path, null);
            } else {
                registerOne(parent(path));
            }
        } catch (Throwable t) {
            service.close();
            throw t;
        }
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file.getFileSystem().getPath("") : parent;
    }

    /** Watches a directory and what is below it; adds what it finds there to {@code found}. */
    private void register(Path directory, @Nullable List<FileChange> found) throws IOException {
        if (!recursive) {
            registerOne(directory);
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) throws IOException {
                add(below);
                try {
                    registerOne(below); // before its entries are read, so that none is missed
                    return FileVisitResult.CONTINUE;
                } catch (IOException e) {
                    return skip(below, e);
                }
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                add(file);
                return FileVisitResult.CONTINUE;
            }

            private void add(Path entry) {
                if (found != null && !entry.equals(directory)) {
                    found.add(new FileChange(Kind.CREATED, entry));
                }
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                return skip(file, failure);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path below, @Nullable IOException failure) throws IOException {
                return failure == null ? FileVisitResult.CONTINUE : skip(below, failure);
            }

            private FileVisitResult skip(Path entry, IOException failure) throws IOException {
                if (PolledSource.isSkipped(path, entry, failure)) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    private void registerOne(Path directory) throws IOException {
        directories.put(
                directory.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE),
                directory);
    }

    @Override
    public List<FileChange> await() throws IOException {
        WatchKey key;
        try {
            key = service.take();
        } catch (ClosedWatchServiceException | InterruptedException e) {
            return List.of();
        }
        var changes = new ArrayList<FileChange>();
        Path directory = directories.get(key);
        if (directory != null) {
            for (WatchEvent<?> event : key.pollEvents()) {
                add(directory, event, changes);
            }
        }
        if (!key.reset()) {
            directories.remove(key);
            if (directories.isEmpty()) {
                changes.add(new FileChange(Kind.DELETED, path));
            }
        }
        return changes;
    }

    private void add(Path directory, WatchEvent<?> event, List<FileChange> changes) throws IOException {
        if (!(event.context() instanceof Path name)) {
            changes.add(new FileChange(Kind.OVERFLOW, path));
            return;
        }
        if (only != null && !only.equals(name)) {
            return;
        }
        Path entry = only != null ? path : directory.resolve(name);
        if (event.kind() == StandardWatchEventKinds.ENTRY_CREATE) {
            changes.add(new FileChange(Kind.CREATED, entry));
            if (recursive && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                register(entry, changes);
            }
        } else {
            Kind kind = event.kind() == StandardWatchEventKinds.ENTRY_DELETE ? Kind.DELETED : Kind.MODIFIED;
            changes.add(new FileChange(kind, entry));
        }
    }

    /** Whether nothing is watched any more, because the directory was deleted. */
    boolean isOver() {
        return directories.isEmpty();
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
