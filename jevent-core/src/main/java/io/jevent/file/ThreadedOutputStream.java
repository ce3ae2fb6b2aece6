// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import io.jevent.hub.Linkable;
import io.jevent.hub.Mutex;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import io.jevent.lock.Semaphore;
import io.jevent.select.Selectable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is written to its target in a thread, and flushed there: what is written is with the operating system
 * when {@link #write} returns. For many small writes put a {@link java.io.BufferedOutputStream} around it.
 *
 * <p>Greenlets that write at the same time do so one after the other, each whole. If the wait for a write is cut short
 * by a kill or a timeout, all of it is written all the same, before all that is written later; if that fails, the next
 * write or {@link #close} says so.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code gevent.fileobject.FileObjectThread}
 * @since 0.1
 */
public final class ThreadedOutputStream extends OutputStream implements Selectable, WaitTarget {

    private final OutputStream target;
    private final String name;
    private final Mutex mutex = new Mutex();
    private final WaitList waiting = WaitList.wokenFromOutside(mutex);
    private final Semaphore turn = new Semaphore();
    private final Linkable writable = new StreamReadiness(waiting, this::isWritable);

    private boolean busy;
    private @Nullable IOException failure;
    private boolean closed;

    /** A call on the target that a thread makes. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    /**
     * Writes to {@code target} in threads. No other code may write to it from now on.
     *
     * @param target where to write
     * @param name what messages and reports call it
     */
    public ThreadedOutputStream(OutputStream target, String name) {
        this.target = target;
        this.name = name;
    }

    /**
     * Writes a byte and waits until that is done.
     *
     * @throws IOException if the target fails, or this is closed, also while this waits
     * @switches always
     */
    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    /**
     * Writes all bytes and waits until that is done.
     *
     * @throws IOException if the target fails, or this is closed, also while this waits
     * @switches always
     */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        byte[] own = Arrays.copyOfRange(bytes, offset, offset + length);
        turn.acquire();
        try {
            awaitIdle(() -> {
                target.write(own);
                target.flush();
            });
            awaitIdle(null);
        } finally {
            turn.release();
        }
    }

    /**
     * Waits until what was handed to the thread is written.
     *
     * @throws IOException if that fails, or this is closed, also while this waits
     * @switches when it has to wait
     */
    @Override
    public void flush() throws IOException {
        turn.acquire();
        try {
            awaitIdle(null);
        } finally {
            turn.release();
        }
    }

    /** Waits until no thread works here, and then has one do {@code next}; the caller has the turn. */
    private void awaitIdle(@Nullable Work next) throws IOException {
        while (true) {
            Waiter waiter;
            mutex.lock();
            try {
                waiter = busy && !closed ? waiting.enter(Long.MAX_VALUE) : null;
                if (waiter == null) {
                    takeFailure();
                    busy |= next != null;
                }
            } finally {
                mutex.unlock();
            }
            if (waiter == null) {
                if (next != null) {
                    StreamThreads.run(() -> work(next));
                }
                return;
            }
            var _ = WaitList.await(waiter, this, Long.MAX_VALUE);
        }
    }

    /** Throws, once, what the last write left; the caller holds the mutex. */
    private void takeFailure() throws IOException {
        IOException thrown = failure;
        failure = null;
        if (closed) {
            throw ThreadedInputStream.closedException(name);
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    private void work(Work work) {
        IOException thrown = null;
        try {
            work.run();
        } catch (IOException e) {
            thrown = e;
        } catch (RuntimeException | Error e) {
            thrown = new IOException("writing " + name + " failed: " + e, e);
        }
        Waiter chain;
        mutex.lock();
        try {
            busy = false;
            failure = thrown;
            chain = waiting.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
    }

    private boolean isWritable() {
        mutex.lock();
        try {
            return !busy || closed;
        } finally {
            mutex.unlock();
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>It is ready as long as no thread is at work here. A write may have to wait all the same, if the operating
     * system takes nothing.
     */
    @Override
    public Linkable writable() {
        return writable;
    }

    @Override
    public boolean isOpen() {
        boolean isClosed;
        mutex.lock();
        try {
            isClosed = closed;
        } finally {
            mutex.unlock();
        }
        return !isClosed;
    }

    /**
     * Closes this and its target in a thread, and waits until that is done; does nothing if that was done before. If a
     * write is in hand, its greenlet gets an {@link IOException}, and the target is closed when the write lets that
     * happen; nobody waits for it.
     *
     * @throws IOException if the target cannot be closed, or a write that was cut short has failed
     * @switches when it has to wait
     */
    @Override
    public void close() throws IOException {
        boolean wasBusy;
        IOException before;
        Waiter chain;
        mutex.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            wasBusy = busy;
            busy = true;
            before = failure;
            chain = waiting.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
        StreamThreads.run(() -> work(target::close));
        if (!wasBusy) {
            awaitClosed(before);
        }
    }

    private void awaitClosed(@Nullable IOException before) throws IOException {
        while (true) {
            Waiter waiter;
            mutex.lock();
            try {
                if (!busy) {
                    IOException thrown = before == null ? failure : before;
                    if (thrown != null) {
                        throw thrown;
                    }
                    return;
                }
                waiter = waiting.enter(Long.MAX_VALUE);
            } finally {
                mutex.unlock();
            }
            var _ = WaitList.await(waiter, this, Long.MAX_VALUE);
        }
    }

    @Override
    public String wokenBy() {
        return "the end of a write in a thread";
    }

    @Override
    public String toString() {
        return "output to " + name;
    }
}
