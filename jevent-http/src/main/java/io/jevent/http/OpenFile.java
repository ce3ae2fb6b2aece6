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
 * An open file with its own length and modification time, even if another file has taken its name since.
 *
 * @param channel reads it
 * @param size its length in bytes
 * @param modified its modification time; null if the name was given to new files all the time while it was opened
 */
record OpenFile(FileChannel channel, long size, @Nullable Instant modified) implements AutoCloseable {

    private static final int MAX_TRIES = 20;

    /**
     * Opens a file between two reads of its name's attributes, and retries until both show the same file: the JDK
     * offers no modification time of an open channel.
     */
    static OpenFile open(Path path) throws IOException {
        for (int i = 0; i < MAX_TRIES; i++) {
            BasicFileAttributes before = attributes(path);
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                BasicFileAttributes after = attributes(path);
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

    private static BasicFileAttributes attributes(Path path) throws IOException {
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
