// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.multipart;

import io.jevent.internal.bounds.Bounds;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a body of several parts. The response to a body that exceeds one is 413. The limit of the whole body is
 * that of the request: {@link io.jevent.http.HttpOptions#maxBody} or {@link io.jevent.http.RouteOptions#maxBody}. Each
 * method returns a changed copy.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class MultipartOptions implements Cloneable {

    /** Limits for a form that people fill in. */
    public static final MultipartOptions DEFAULTS = new MultipartOptions();

    private static final int MOST_HEADERS = 8 * 1024;

    int parts = 100;
    int headerBytes = 4 * 1024;
    long file = Long.MAX_VALUE;
    int fields = 1024 * 1024;
    int memory = 64 * 1024;

    @Nullable
    Path folder;

    private MultipartOptions() {}

    /** Returns a copy for a method that changes it, since {@link #clone} copies every field. */
    private MultipartOptions copy() {
        try {
            return (MultipartOptions) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Limits the number of parts.
     *
     * @param most the maximum number; 100 by default
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public MultipartOptions maxParts(int most) {
        MultipartOptions changed = copy();
        changed.parts = Bounds.atLeastOne(most, "maxParts");
        return changed;
    }

    /**
     * Limits the headers of a part.
     *
     * @param bytes the maximum length of all of them, in bytes; 4 KiB by default, and at most 8 KiB
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1 or more than 8 KiB
     */
    public MultipartOptions maxPartHeaders(int bytes) {
        MultipartOptions changed = copy();
        changed.headerBytes = Bounds.atLeastOne(bytes, "maxPartHeaders");
        if (bytes > MOST_HEADERS) {
            throw new IllegalArgumentException("maxPartHeaders is at most " + MOST_HEADERS + ": " + bytes);
        }
        return changed;
    }

    /**
     * Limits each file.
     *
     * @param bytes the maximum length in bytes; by default only the whole body is limited
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public MultipartOptions maxFile(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("maxFile must not be negative: " + bytes);
        }
        MultipartOptions changed = copy();
        changed.file = bytes;
        return changed;
    }

    /**
     * Limits the fields of a {@link MultipartForm} that are no files, all together, since they are kept in memory. For
     * {@link Part#text}, it is the limit of one.
     *
     * @param bytes the maximum length in bytes; 1 MiB by default
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public MultipartOptions maxFields(int bytes) {
        MultipartOptions changed = copy();
        changed.fields = Bounds.atLeastOne(bytes, "maxFields");
        return changed;
    }

    /**
     * Sets how much of the files of a {@link MultipartForm} is kept in memory, all together; a file that does not fit
     * is written to the disk.
     *
     * @param bytes the maximum length in bytes; 64 KiB by default
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public MultipartOptions memory(int bytes) {
        MultipartOptions changed = copy();
        changed.memory = Bounds.atLeastOne(bytes, "memory");
        return changed;
    }

    /**
     * Sets the folder for files on disk.
     *
     * @param directory an existing folder; by default the one for temporary files
     * @return the changed options
     */
    public MultipartOptions folder(Path directory) {
        MultipartOptions changed = copy();
        changed.folder = directory;
        return changed;
    }
}
