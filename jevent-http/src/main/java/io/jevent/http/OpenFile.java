// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that is open, and the length and modification time of this very file, though another may have taken its name.
 *
 * @param channel reads it
 * @param size its length in bytes
 * @param modified its modification time; null if the name was given to one file after the other meanwhile
 */
record OpenFile(FileChannel channel, long size, @Nullable Instant modified) implements AutoCloseable {

    private static final int MAX_TRIES = 20;

    /**
     * Opens a file between two looks at its name that see the same file: the JDK does not tell the modification time of
     * an open file.
     */
    static OpenFile open(Path path) throws IOException {
        for (int i = 0; i < MAX_TRIES; i++) {
            BasicFileAttributes before = look(path);
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                BasicFileAttributes after = look(path);
                long size = channel.size();
                if (size == after.size() && isSame(before, after)) {
                    return new OpenFile(channel, size, after.lastModifiedTime().toInstant());
                }
                if (i == MAX_TRIES - 1) {
                    return new OpenFile(channel, size, null);
                }
            } catch (Throwable t) {
                channel.close();
                throw t;
            }
            channel.close();
        }
        throw new AssertionError("the last try returns");
    }

    private static BasicFileAttributes look(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    private static boolean isSame(BasicFileAttributes one, BasicFileAttributes other) {
        return Objects.equals(one.fileKey(), other.fileKey())
                && one.size() == other.size()
                && one.lastModifiedTime().equals(other.lastModifiedTime());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
