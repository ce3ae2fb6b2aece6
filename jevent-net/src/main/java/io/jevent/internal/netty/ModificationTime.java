// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** Reads when a file was last modified. */
final class ModificationTime {

    private static final FileTime NEVER = FileTime.fromMillis(0);

    private ModificationTime() {}

    /** Returns when the file was last modified; the epoch if there is no such file. */
    static FileTime of(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException _) {
            return NEVER;
        }
    }
}
