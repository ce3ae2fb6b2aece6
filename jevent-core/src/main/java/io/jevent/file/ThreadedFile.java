// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import io.jevent.Jevent;
import io.jevent.Outcome;
import io.jevent.hub.Mutex;
import io.jevent.internal.rethrow.Rethrow;
import io.jevent.lock.Semaphore;
import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A file whose every operation is done by a thread of the hub's {@link ThreadPool}. Work on a whole file at once needs
 * no such object: {@code ThreadPool.ofHub().apply(() -> Files.readString(path))}.
 *
 * <p>Operations of several greenlets are done one after the other. If a read is cut short by a kill or a timeout, the
 * position stays where it was; a write that is cut short is done all the same, before all that follow, and the position
 * is behind it; if it fails, the next operation says so.
 *
 * <p><b>Confinement:</b> thread-safe: any thread with a hub.
 *
 * @gevent {@code gevent.fileobject.FileObjectThread} on a regular file
 * @since 0.1
 */
public final class ThreadedFile implements SeekableByteChannel {

    private final FileChannel channel;
    private final Path path;
    private final boolean appends;
    private final Semaphore turn = new Semaphore();
    private final Mutex mutex = new Mutex();
    private long position;

    /** A write that may not be done yet, because who waited for it does not any more; for who has the turn. */
    private @Nullable Outcome<Done<Integer>> unfinished;

    private ThreadedFile(FileChannel channel, Path path, boolean appends) {
        this.channel = channel;
        this.path = path;
        this.appends = appends;
    }

    /**
     * Opens or creates a file; see {@link FileChannel#open(Path, OpenOption...)}.
     *
     * @param path where it is
     * @param options how to open it; none: to read
     * @return the file
     * @throws IOException if that fails
     * @switches always
     */
    public static ThreadedFile open(Path path, OpenOption... options) throws IOException {
        boolean appends = Set.of(options).contains(StandardOpenOption.APPEND);
        return new ThreadedFile(inThread(() -> FileChannel.open(path, options)), path, appends);
    }

    /**
     * Does {@code work} in a thread of the hub's pool, which is not interrupted: an interrupt would close the channel
     * for all. A failure is for the waiter; the hub does not report it.
     */
    private static <T> Outcome<Done<T>> begin(Callable<T> work) {
        return ThreadPool.ofHub().applyAsync(() -> {
            try {
                return new Done<>(work.call(), null);
            } catch (Exception e) {
                return new Done<T>(null, e);
            }
        });
    }

    private static <T> T inThread(Callable<T> work) throws IOException {
        Outcome<Done<T>> outcome = begin(work);
        giveWayIfReady(outcome);
        return Done.valueOf(outcome);
    }

    /** How fast the thread was must not decide whether the caller switches. */
    private static void giveWayIfReady(Outcome<?> outcome) {
        if (outcome.isReady()) {
            Jevent.sleep();
        }
    }

    /** As {@link #inThread}, when it is this greenlet's turn and a write that was cut short is done. */
    private <T> T inTurn(Callable<T> work) throws IOException {
        turn.acquire();
        try {
            finishWrite();
            return inThread(work);
        } finally {
            turn.release();
        }
    }

    private void finishWrite() throws IOException {
        Outcome<Done<Integer>> last = unfinished;
        if (last != null) {
            var _ = last.joinNanos(Long.MAX_VALUE);
            unfinished = null;
            Done.check(last);
        }
    }

    private record Done<T>(@Nullable T value, @Nullable Exception failure) {

        static <T> void check(Outcome<Done<T>> outcome) throws IOException {
            Exception thrown = outcome.result().failure;
            if (thrown != null) {
                throw Rethrow.asIs(thrown);
            }
        }

        static <T> T valueOf(Outcome<Done<T>> outcome) throws IOException {
            Done<T> done = outcome.result();
            T value = done.value;
            if (value == null) {
                throw Rethrow.asIs(done.failure == null ? new IOException("no result") : done.failure);
            }
            return value;
        }
    }

    /**
     * Reads from the position on and moves it.
     *
     * @return how many bytes; -1 at the end
     * @throws IOException if that fails, or the file is closed
     * @switches always
     */
    @Override
    public int read(ByteBuffer target) throws IOException {
        var piece = ByteBuffer.allocate(target.remaining());
        turn.acquire();
        try {
            finishWrite();
            long at = position();
            int count = inThread(() -> channel.read(piece, at));
            if (count > 0) {
                target.put(piece.flip());
                moveTo(at + count);
            }
            return count;
        } finally {
            turn.release();
        }
    }

    /**
     * Writes all that remains in {@code source} at the position and moves it; a file that was opened to append to is
     * written at its end.
     *
     * @return how many bytes: all
     * @throws IOException if that fails, or the file is closed
     * @switches always
     */
    @Override
    public int write(ByteBuffer source) throws IOException {
        turn.acquire();
        try {
            finishWrite();
            var piece = ByteBuffer.allocate(source.remaining());
            int count = piece.put(source).flip().remaining();
            long at = position();
            moveTo(at + count);
            Outcome<Done<Integer>> outcome = begin(() -> writeAll(piece, at));
            unfinished = outcome;
            giveWayIfReady(outcome);
            finishWrite();
            return count;
        } finally {
            turn.release();
        }
    }

    private int writeAll(ByteBuffer piece, long at) throws IOException {
        int count = piece.remaining();
        long place = at;
        while (piece.hasRemaining()) {
            place += appends ? channel.write(piece) : channel.write(piece, place);
        }
        return count;
    }

    @Override
    public long position() {
        mutex.lock();
        try {
            return position;
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public ThreadedFile position(long newPosition) {
        if (newPosition < 0) {
            throw new IllegalArgumentException("position must not be negative: " + newPosition);
        }
        moveTo(newPosition);
        return this;
    }

    private void moveTo(long newPosition) {
        mutex.lock();
        try {
            position = newPosition;
        } finally {
            mutex.unlock();
        }
    }

    /**
     * Returns the size of the file.
     *
     * @return bytes
     * @throws IOException if that fails, or the file is closed
     * @switches always
     */
    @Override
    public long size() throws IOException {
        return inTurn(channel::size);
    }

    /**
     * Cuts the file off.
     *
     * @throws IOException if that fails, or the file is closed
     * @switches always
     */
    @Override
    public ThreadedFile truncate(long size) throws IOException {
        var _ = inTurn(() -> channel.truncate(size));
        moveTo(Math.min(position(), size));
        return this;
    }

    /**
     * Waits until all that was written is on the device.
     *
     * @throws IOException if that fails, or the file is closed
     * @switches always
     */
    public void force() throws IOException {
        var _ = inTurn(() -> {
            channel.force(true);
            return true;
        });
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /**
     * Closes the file; a waiter gets an {@link IOException}.
     *
     * @throws IOException if that fails
     * @switches always
     */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            var _ = inThread(() -> {
                channel.close();
                return true;
            });
        }
    }

    @Override
    public String toString() {
        return path + (isOpen() ? "" : " (closed)");
    }
}
