// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;

/**
 * A region of a file that the caller owns. Releasing the region does not close the file, and the unsent rest can be
 * taken back, so that nothing reads the file after the call that lent it.
 */
final class BorrowedRegion extends DefaultFileRegion {

    private boolean takenBack;

    BorrowedRegion(FileChannel file, long position, long count) {
        super(file, position, count);
    }

    /** Returns the length of the region; after {@link #takeBack}, the number of bytes sent. */
    @Override
    public long count() {
        return takenBack ? transferred() : super.count();
    }

    long remaining() {
        return count() - transferred();
    }

    /** Ends the region at its current position; returns the number of unsent bytes. */
    long takeBack() {
        long rest = remaining();
        takenBack = true;
        return rest;
    }

    @Override
    protected void deallocate() {
        // the file stays open
    }
}
