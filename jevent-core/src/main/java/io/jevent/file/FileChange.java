// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import java.nio.file.Path;

/**
 * A change that a {@link FileWatcher} has noticed.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @param kind the kind of change
 * @param path the file or directory, below the watched path as the program gave it
 * @since 0.1
 */
public record FileChange(Kind kind, Path path) {

    /**
     * The kinds of changes.
     *
     * @since 0.1
     */
    public enum Kind {
        /** The file or directory is new. */
        CREATED,
        /** The content of the file, or its attributes, have changed. */
        MODIFIED,
        /** The file or directory is gone. */
        DELETED,
        /**
         * Changes were lost, because they came faster than they were taken. The path is the watched one: look at all of
         * it.
         */
        OVERFLOW
    }

    @Override
    public String toString() {
        return kind + " " + path;
    }
}
