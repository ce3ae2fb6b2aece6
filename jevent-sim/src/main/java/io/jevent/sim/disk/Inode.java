// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.disk;

import io.jevent.hub.Hub;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/** A file or a folder, whatever its name is. */
abstract sealed class Inode permits FileNode, FolderNode {

    private FileTime created = now();
    private FileTime modified = created;

    /** The time of the hub, so that it is the same in each replay. */
    private static FileTime now() {
        Hub hub = Hub.ifCurrent();
        return FileTime.from(Instant.EPOCH.plus(hub == null ? Duration.ZERO : Duration.ofNanos(hub.now())));
    }

    void touch() {
        modified = now();
    }

    FileTime created() {
        return created;
    }

    FileTime modified() {
        return modified;
    }

    void setTimes(FileTime modifiedAt, FileTime createdAt) {
        modified = modifiedAt;
        created = createdAt;
    }

    abstract long size();
}
