// SPDX-License-Identifier: Apache-2.0
/**
 * Simulated disks: a {@link java.nio.file.FileSystem} in memory that forgets at a crash what was not forced, as real
 * disks do.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>{@link io.jevent.sim.disk.Disk} is a disk with its faults; its {@code Journal} orders changes of folders.
 *   <li>On the disk are {@code Inode}s: a {@code FileNode} with {@code Bytes}, a {@code FolderNode}.
 *   <li>Programs see it by {@code DiskFileSystem}, {@code DiskProvider}, {@code DiskPath}, {@code DiskChannel} with
 *       {@code DiskLocks}, {@code DiskAttributes} and {@code DiskStore}.
 * </ul>
 */
@NullMarked
package io.jevent.sim.disk;

import org.jspecify.annotations.NullMarked;
