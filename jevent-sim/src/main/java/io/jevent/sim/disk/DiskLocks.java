// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.disk;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.ArrayList;
import java.util.List;

/**
 * The locks of one file. All of its users are one program, so a lock that overlaps another is an error, as in a JVM.
 */
final class DiskLocks {

    private final List<Lock> locks = new ArrayList<>();

    private final class Lock extends FileLock {
        private boolean valid = true;

        Lock(FileChannel channel, long position, long size, boolean shared) {
            super(channel, position, size, shared);
        }

        @Override
        public boolean isValid() {
            return valid && acquiredBy().isOpen();
        }

        @Override
        public void release() {
            valid = false;
            locks.remove(this);
        }
    }

    FileLock lock(FileChannel channel, long position, long size, boolean shared) {
        locks.removeIf(lock -> !lock.isValid());
        for (Lock lock : locks) {
            if (lock.overlaps(position, size)) {
                throw new OverlappingFileLockException();
            }
        }
        var lock = new Lock(channel, position, size, shared);
        locks.add(lock);
        return lock;
    }

    void clear() {
        locks.forEach(lock -> lock.valid = false);
        locks.clear();
    }
}
