// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.exceptions.PinnedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/*
 * A pipe, a named pipe and a terminal tell when they can be read or written, so a greenlet waits for that and then does
 * what cannot block any more; a kill meanwhile takes no bytes with it. A file on a disk is always ready and blocks all the
 * same, but not for long: a thread of the hub's pool does the work, and a kill waits until it is done, because the buffer
 * is in use.
 */
/** How greenlets wait for files, pipes and terminals. */
final class FileWaits {

    /** A pipe that can be written takes this much without blocking: POSIX calls it PIPE_BUF. */
    private static final int PIECE = 4096;

    private static final StackWalker WALKER = StackWalker.getInstance();

    private static final List<String> PREPARING =
            List.of("jdk.internal.loader.", "io.netty.", "io.jevent.internal.netty.");

    /** So many frames from here to one of those that reads. */
    private static final int NEAR = 40;

    private final JdkPoller poller;
    private final DescriptorWaits waits;

    /** Writes a part of an array. */
    @FunctionalInterface
    interface PieceWriter {
        void write(int offset, int length) throws Throwable;
    }

    FileWaits(JdkPoller poller, DescriptorWaits waits) {
        this.poller = poller;
        this.waits = waits;
    }

    /**
     * Reads, or writes what goes at once.
     *
     * @param number the descriptor, negative if it is closed
     */
    @Nullable
    Object transfer(Object[] call, Original original, int number, boolean output) throws Throwable {
        if (number < 0 || isPreparing()) {
            return null;
        }
        if (isRegular(number)) {
            return inThread(call, original);
        }
        await(number, output);
        return null;
    }

    /**
     * Writes bytes, however many.
     *
     * @param call has them at 2, and unless they are all to be written the offset and the length after them
     * @param number tells the descriptor, negative if it is closed
     */
    @Nullable
    Object writeAll(Object[] call, Original original, IntSupplier number, PieceWriter writer) throws Throwable {
        if (number.getAsInt() < 0 || isPreparing()) {
            return null;
        }
        if (isRegular(number.getAsInt())) {
            return inThread(call, original);
        }
        int all = ((byte[]) call[2]).length;
        int offset = call.length > 3 ? (int) call[3] : 0;
        int length = call.length > 3 ? (int) call[4] : all;
        Objects.checkFromIndexSize(offset, length, all);
        for (int done = 0; done < length; ) {
            int descriptor = number.getAsInt();
            if (descriptor < 0) {
                throw new IOException("Stream Closed");
            }
            await(descriptor, true);
            int piece = Math.min(PIECE, length - done);
            writer.write(offset + done, piece);
            done += piece;
        }
        return JdkMethod.DONE;
    }

    private static boolean isRegular(int descriptor) {
        return Files.isRegularFile(Path.of("/dev/fd/" + descriptor));
    }

    /** Only a named pipe lets its opener wait, for the other side. */
    static @Nullable Object open(Object[] call, Original original) throws Throwable {
        if (isPreparing()) {
            return null;
        }
        Path path = Path.of((String) call[2]);
        boolean waits = Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
        return waits ? byPool(call, original) : null;
    }

    /**
     * Whether a class loader reads, or the loop of the hub that is being made: nobody else must run in the middle of
     * that, who might need the same class or loop, and what is done here might.
     */
    private static boolean isPreparing() {
        return WALKER.walk(frames -> frames.limit(NEAR)
                .map(StackWalker.StackFrame::getClassName)
                .anyMatch(name -> PREPARING.stream().anyMatch(name::startsWith)));
    }

    /** Waits until a descriptor is ready; if that cannot be told here, until it is ready by the JDK's poller. */
    private void await(int descriptor, boolean output) throws Throwable {
        try {
            if (!waits.awaitOrThrow(descriptor, output)) {
                poller.await(descriptor, output);
            }
        } catch (PinnedException _) {
            // then the hub has to stand still
        }
    }

    /** Has a thread of the hub's pool do the work, which does not last for ever: a kill waits for it. */
    static @Nullable Object inThread(Object[] call, Original original) throws Throwable {
        CurrentGreenlet.enterShield();
        try {
            return byPool(call, original);
        } finally {
            CurrentGreenlet.exitShield();
        }
    }

    private static @Nullable Object byPool(Object[] call, Original original) {
        List<Object> arguments = Arrays.asList(call).subList(1, call.length);
        try {
            CurrentGreenlet.sleep(0); // fails if the caller cannot leave its thread, before anything is done
            Object result = ThreadPool.ofHub().apply(() -> call(original, arguments));
            return result == null ? JdkMethod.DONE : result;
        } catch (PinnedException e) {
            return null;
        }
    }

    private static @Nullable Object call(Original original, List<Object> arguments) {
        try {
            return original.call(arguments);
        } catch (Throwable t) {
            throw Sneaky.raise(t);
        }
    }
}
