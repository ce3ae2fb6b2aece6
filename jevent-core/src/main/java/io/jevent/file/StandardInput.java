// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import java.io.FileDescriptor;
import java.io.FileInputStream;

/**
 * The standard input of the program, which greenlets may wait for.
 *
 * <p>It is read only on demand, so a child process that inherits it finds the remaining input. Code that reads
 * {@code System.in} as well takes bytes away.
 *
 * @gevent {@code gevent.fileobject.FileObject(sys.stdin)}
 * @since 0.1
 */
public final class StandardInput {

    private static final ThreadedInputStream STREAM =
            new ThreadedInputStream(new FileInputStream(FileDescriptor.in), "standard input");

    private StandardInput() {}

    /**
     * Returns the stream; it is the same for all threads and hubs.
     *
     * @return the stream
     * @switches never
     */
    public static ThreadedInputStream stream() {
        return STREAM;
    }
}
