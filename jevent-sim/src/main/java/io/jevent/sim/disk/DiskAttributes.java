// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.disk;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** The attributes of a file or a folder at a moment. */
record DiskAttributes(FileTime creationTime, FileTime lastModifiedTime, boolean isDirectory, long size, Object fileKey)
        implements BasicFileAttributes {

    static DiskAttributes of(Inode inode) {
        return new DiskAttributes(inode.created(), inode.modified(), inode instanceof FolderNode, inode.size(), inode);
    }

    @Override
    public FileTime lastAccessTime() {
        return lastModifiedTime;
    }

    @Override
    public boolean isRegularFile() {
        return !isDirectory;
    }

    @Override
    public boolean isSymbolicLink() {
        return false;
    }

    @Override
    public boolean isOther() {
        return false;
    }
}
