// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;

/**
 * A region of a file that is somebody else's: letting go of it does not close the file, and what was not sent can be
 * taken back, so that nothing reads the file after the call that lent it.
 */
final class BorrowedRegion extends DefaultFileRegion {

    private boolean takenBack;

    BorrowedRegion(FileChannel file, long position, long count) {
        super(file, position, count);
    }

    /** When taken back, what was sent is all that there was. */
    @Override
    public long count() {
        return takenBack ? transferred() : super.count();
    }

    long remaining() {
        return count() - transferred();
    }

    /** Ends it where it is; returns how much is not sent. */
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
