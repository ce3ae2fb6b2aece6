// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.multipart;

import io.jevent.file.ThreadedFile;
import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the content of a part: in memory as long as there is room, otherwise in a temporary file. */
final class SpooledFile {

    private static final int CHUNK = 64 * 1024;

    private final @Nullable Path folder;

    /** All files that were made, for their end. */
    private final List<Path> made;

    SpooledFile(@Nullable Path folder, List<Path> made) {
        this.folder = folder;
        this.made = made;
    }

    /** Code that uses the disk. */
    @FunctionalInterface
    interface DiskWork {

        void run() throws IOException;
    }

    /** Runs code in a thread of the hub's pool. */
    static void inThread(DiskWork work) throws IOException {
        IOException failure = ThreadPool.ofHub().apply(() -> {
            try {
                work.run();
                return null;
            } catch (IOException e) {
                return e;
            }
        });
        if (failure != null) {
            throw failure;
        }
    }

    /** Reads a part to its end; {@code room} bytes of it may stay in memory. */
    UploadedFile read(Part part, int room) throws IOException {
        InputStream in = part.body();
        byte[] first = in.readNBytes(room + 1);
        if (first.length <= room) {
            return new UploadedFile(part, first.length, first, null);
        }
        Path path = create();
        long size = first.length;
        try (ThreadedFile file = ThreadedFile.open(path, StandardOpenOption.WRITE)) {
            write(file, first, first.length);
            byte[] chunk = new byte[CHUNK];
            for (int n = in.readNBytes(chunk, 0, CHUNK); n > 0; n = in.readNBytes(chunk, 0, CHUNK)) {
                write(file, chunk, n);
                size += n;
            }
        }
        return new UploadedFile(part, size, null, path);
    }

    /** Makes a file that only this user can read. */
    private Path create() throws IOException {
        Path path = folder == null
                ? Files.createTempFile("jevent-upload-", ".tmp")
                : Files.createTempFile(folder, "jevent-upload-", ".tmp");
        made.add(path); // on the hub's thread: no kill can come between the two
        return path;
    }

    private static void write(ThreadedFile file, byte[] bytes, int length) throws IOException {
        ByteBuffer rest =
                ByteBuffer.wrap(Arrays.copyOf(bytes, length)); // the thread may outlive a wait that is cut short
        while (rest.hasRemaining()) {
            file.write(rest);
        }
    }
}
