// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.disk;

import io.jevent.testing.Choices;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A file: its bytes as programs see them, those that a crash cannot lose, and the changes in between. */
final class FileNode extends Inode {

    /** Changes that a crash decides about one by one; later ones are lost or kept together. */
    private static final int MOST_CHOICES = 16;

    private static final int KEPT = 0;
    private static final int TORN = 2;

    /** A write, or a truncation, which has no bytes. */
    private static final class Change {
        private final int position;
        private final byte[] bytes;
        private final boolean truncates;

        Change(int position, byte[] bytes, boolean truncates) {
            this.position = position;
            this.bytes = bytes;
            this.truncates = truncates;
        }

        void applyTo(Bytes target, int count) {
            if (truncates) {
                target.truncate(position);
            } else {
                target.write(position, bytes, count);
            }
        }
    }

    private final DiskLocks locks = new DiskLocks();
    private final Bytes current = new Bytes();
    private final Bytes kept = new Bytes();
    private final List<Change> pending = new ArrayList<>();

    DiskLocks locks() {
        return locks;
    }

    @Override
    long size() {
        return current.size();
    }

    int read(long position, ByteBuffer into) {
        if (position >= current.size()) {
            return -1;
        }
        int count = Math.min(into.remaining(), current.size() - (int) position);
        current.read((int) position, into, count);
        return count;
    }

    void write(long position, byte[] bytes) {
        change(new Change(Math.toIntExact(position), bytes, false));
    }

    void truncate(long size) {
        if (size < current.size()) {
            change(new Change((int) size, new byte[0], true));
        }
    }

    private void change(Change change) {
        change.applyTo(current, change.bytes.length);
        pending.add(change);
        touch();
    }

    void force() {
        pending.forEach(change -> change.applyTo(kept, change.bytes.length));
        pending.clear();
    }

    /** A force has failed: the changes are seen until a crash, and no later force writes them. */
    void forget() {
        pending.clear();
    }

    void crash(Choices choices, String disk) {
        int number = 0;
        int rest = KEPT;
        for (Change change : pending) {
            if (number++ <= MOST_CHOICES) {
                rest = choices.choose(
                        disk + (change.truncates ? ": unforced truncation" : ": unforced write"),
                        change.bytes.length > 1 ? TORN + 1 : TORN);
            }
            if (rest == KEPT) {
                change.applyTo(kept, change.bytes.length);
            } else if (rest == TORN) {
                int count = change.bytes.length;
                change.applyTo(
                        kept, count < 2 ? 0 : (int) choices.between(disk + ": bytes of a torn write", 1, count - 1L));
            }
        }
        pending.clear();
        current.setTo(kept);
        locks.clear();
    }
}
