// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.exceptions.PinnedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.threadpool.ThreadPool;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/*
 * A regular file is read and written in place, on the hub's thread: it never waits for ever, and those who read it often
 * hold a lock (a class loader, the handler of a logger, a database). Unmounting the greenlet there would let another one
 * meet that lock where it cannot unmount, in a class initializer for example, and the hub would stand still for ever. For
 * the same reason an operation that is ready does not switch. A pipe, a terminal or a socket that is not ready is waited
 * for before the operation, so a kill meanwhile takes no bytes with it.
 */
/** How greenlets wait for pipes and terminals. */
final class FileWaits {

    /** A pipe that can be written takes this much without blocking: POSIX calls it PIPE_BUF. */
    static final int PIECE = 4096;

    /**
     * The threads that open named pipes. A kill abandons the thread, which stays in {@code open(2)} until the other end
     * is opened, so there is no limit to their number: with one, abandoned threads would keep all others from opening.
     */
    private static final ThreadPool OPENERS = new ThreadPool(Integer.MAX_VALUE);

    private final Jdk jdk;
    private final JdkPoller poller;
    private final DescriptorWaits waits;
    private final FileKinds kinds;

    /** Writes a part of what was given. */
    @FunctionalInterface
    interface PieceWriter {
        void write(int offset, int length) throws Throwable;
    }

    FileWaits(Jdk jdk, JdkPoller poller, DescriptorWaits waits) throws ReflectiveOperationException {
        this.jdk = jdk;
        this.poller = poller;
        this.waits = waits;
        this.kinds = new FileKinds(jdk);
    }

    boolean mayWait(FileDescriptor descriptor) {
        int number = jdk.numberOf(descriptor);
        return number >= 0 && kinds.mayWait(descriptor, number);
    }

    /** As {@link #mayWait}, for all but sockets. */
    boolean mayWaitAsFile(FileDescriptor descriptor) {
        int number = jdk.numberOf(descriptor);
        return number >= 0 && kinds.mayWaitAsFile(descriptor, number);
    }

    /** Waits until an operation does not block, or the descriptor is closed; the operation follows. */
    @Nullable
    Object await(FileDescriptor descriptor, boolean output) throws Throwable {
        if (mayWait(descriptor)) {
            while (!awaitOnce(descriptor, output) && jdk.numberOf(descriptor) >= 0) {
                // another greenlet has read or written what this one was woken for
            }
        }
        return null;
    }

    /**
     * Waits until an operation does not block, or {@link DescriptorWaits#stop} ends the wait.
     *
     * @return whether the operation does not block, or has to because the caller cannot leave its thread
     */
    boolean awaitOnce(FileDescriptor descriptor, boolean output) throws Throwable {
        int number = jdk.numberOf(descriptor);
        if (number < 0 || poller.isReady(number, output)) {
            return true;
        }
        try {
            if (!waits.awaitOrThrow(number, output)) {
                poller.await(number, output);
            }
        } catch (PinnedException _) {
            return true;
        }
        int now = jdk.numberOf(descriptor);
        return now < 0 || poller.isReady(now, output);
    }

    /**
     * Writes bytes, however many, piece by piece if that may wait.
     *
     * @param call has them at 2, and unless they are all to be written the offset and the length after them
     */
    @Nullable
    Object writeAll(Object[] call, FileDescriptor descriptor, PieceWriter writer) throws Throwable {
        if (!mayWait(descriptor)) {
            return null;
        }
        int all = ((byte[]) call[2]).length;
        int offset = call.length > 3 ? (int) call[3] : 0;
        int length = call.length > 3 ? (int) call[4] : all;
        Objects.checkFromIndexSize(offset, length, all);
        for (int done = 0; done < length; ) {
            await(descriptor, true);
            if (jdk.numberOf(descriptor) < 0) {
                throw new IOException("Stream Closed");
            }
            int piece = Math.min(PIECE, length - done);
            writer.write(offset + done, piece);
            done += piece;
        }
        return JdkMethod.DONE;
    }

    /** Has another thread open a file if that may block: a named pipe blocks until its other end is opened. */
    static @Nullable Object open(Object[] call, Original original, Path path) throws Throwable {
        if (!FileKinds.openingMayWait(path)) {
            return null;
        }
        var opening = new Opening(call, original);
        try {
            return inThread(FileWaits.OPENERS, opening::run);
        } catch (Throwable t) {
            opening.abandon();
            throw t;
        }
    }

    /** Has a thread of the hub's pool do the work, which does not last for ever: a kill waits for it. */
    static @Nullable Object inThread(Object[] call, Original original) throws Throwable {
        List<Object> arguments = Arrays.asList(call).subList(1, call.length);
        CurrentGreenlet.enterShield();
        try {
            return inThread(ThreadPool.ofHub(), () -> call(original, arguments));
        } finally {
            CurrentGreenlet.exitShield();
        }
    }

    private static @Nullable Object inThread(ThreadPool threads, Callable<@Nullable Object> work) {
        try {
            CurrentGreenlet.sleep(0); // fails if the caller cannot leave its thread, before anything is done
            Object result = threads.apply(work);
            return result == null ? JdkMethod.DONE : result;
        } catch (PinnedException e) {
            return null;
        }
    }

    /** Calls the original, letting out whatever it throws. */
    static @Nullable Object call(Original original, List<Object> arguments) {
        try {
            return original.call(arguments);
        } catch (Throwable t) {
            throw Sneaky.raise(t);
        }
    }
}
