// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import io.jevent.file.FileChange.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Looks at all files again and again, and compares. Sees changes that the operating system does not notify of. */
final class PolledSource implements ChangeSource {

    private final Path path;
    private final int depth;
    private final long intervalNanos;
    private Map<Path, FileState> last;
    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    /**
     * The attributes that a change of a file changes. Those of a directory change with its entries, which are seen
     * themselves.
     */
    private record FileState(
            boolean isDirectory,
            long size,
            @Nullable FileTime modified,
            @Nullable Object key) {

        static FileState of(BasicFileAttributes file) {
            return file.isDirectory()
                    ? new FileState(true, 0, null, file.fileKey())
                    : new FileState(false, file.size(), file.lastModifiedTime(), file.fileKey());
        }

        boolean isSameFile(FileState other) {
            return isDirectory == other.isDirectory;
        }
    }

    PolledSource(Path path, boolean recursive, long intervalNanos) throws IOException {
        this.path = path;
        this.depth = recursive ? Integer.MAX_VALUE : 1;
        this.intervalNanos = intervalNanos;
        last = look();
    }

    /**
     * Whether a failure to look at an entry ends nothing: it was deleted meanwhile, or it is below the path and not
     * readable.
     */
    static boolean isSkipped(Path watched, Path entry, IOException failure) {
        return failure instanceof NoSuchFileException
                || (failure instanceof AccessDeniedException && !entry.equals(watched));
    }

    @Override
    public List<FileChange> await() throws IOException {
        thread = Thread.currentThread();
        if (!closed) {
            LockSupport.parkNanos(this, intervalNanos);
        }
        return closed ? List.of() : compare();
    }

    private List<FileChange> compare() throws IOException {
        Map<Path, FileState> now = look();
        var changes = new ArrayList<FileChange>();
        last.forEach((file, state) -> {
            FileState other = now.get(file);
            if (other == null || !other.isSameFile(state)) {
                changes.add(new FileChange(Kind.DELETED, file));
            }
        });
        now.forEach((file, state) -> {
            FileState other = last.get(file);
            if (other == null || !other.isSameFile(state)) {
                changes.add(new FileChange(Kind.CREATED, file));
            } else if (!other.equals(state)) {
                changes.add(new FileChange(Kind.MODIFIED, file));
            }
        });
        last = now;
        return changes;
    }

    private Map<Path, FileState> look() throws IOException {
        var found = new TreeMap<Path, FileState>();
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return found;
        }
        Files.walkFileTree(path, EnumSet.noneOf(java.nio.file.FileVisitOption.class), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                found.put(directory, FileState.of(attributes));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                found.put(file, FileState.of(attributes));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (isSkipped(path, file, failure)) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
                return FileVisitResult.CONTINUE; // deleted while it was read
            }
        });
        return found;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(Objects.requireNonNullElse(thread, Thread.currentThread()));
    }
}
