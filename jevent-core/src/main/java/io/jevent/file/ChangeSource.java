// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import java.io.IOException;
import java.util.List;

/** Finds changes below a path. One thread calls {@link #await}; any thread may close it. */
interface ChangeSource {

    /**
     * Blocks the calling thread until something may have changed, or the source is closed.
     *
     * @return the changes, in order; may be empty
     * @throws IOException if the path cannot be watched any more
     */
    List<FileChange> await() throws IOException;

    /** Ends {@link #await}, and frees what the source holds. */
    void close() throws IOException;
}
