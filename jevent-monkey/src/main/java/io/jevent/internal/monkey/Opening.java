// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Opens a file in a thread whose greenlet may be killed meanwhile. Invariant: a file that no greenlet gets is closed,
 * by the later of the thread that has opened it and the greenlet that has abandoned it.
 */
final class Opening {

    private final Original original;
    private final List<Object> arguments;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Object opened;

    /**
     * Prepares an opening.
     *
     * @param call has the arguments of {@code original} from 1 on
     * @param original opens a stream, the first argument, or returns a descriptor
     */
    Opening(Object[] call, Original original) {
        this.original = original;
        this.arguments = Arrays.asList(call).subList(1, call.length);
    }

    /** Opens the file; returns what the original returns. */
    @Nullable
    Object run() throws IOException {
        Object result = FileWaits.call(original, arguments);
        opened = result == null ? arguments.getFirst() : result;
        if (over.getAndSet(true)) {
            close();
        }
        return result;
    }

    /** Has the file closed as soon as it is open. */
    void abandon() throws IOException {
        if (over.getAndSet(true)) {
            close();
        }
    }

    private void close() throws IOException {
        switch (opened) {
            case Closeable stream -> stream.close();
            case FileDescriptor descriptor -> new FileInputStream(descriptor).close();
            case null, default ->
                throw new IllegalStateException("opened neither a stream nor a descriptor: " + opened);
        }
    }
}
