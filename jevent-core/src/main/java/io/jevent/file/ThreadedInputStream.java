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
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * At most one thread is in a read of the source. It puts its bytes into the buffer, whether the caller that asked still
 * waits or not; so a wait that is cut short loses nothing. "buffer", "from", "to", "reading", "ended", "failure" and
 * "closed" change under the mutex only. The turn is held by one reader from its look into the buffer until it has taken
 * what it wants, also while it waits.
 */
/**
 * A stream whose source is read in a thread, in advance of nobody: only when somebody wants to read or waits until that
 * is possible, and one piece at a time.
 *
 * <p>Greenlets that read at the same time are served in the order in which they came. If a wait is cut short by a kill
 * or a timeout, no byte is lost: what the thread reads for it meanwhile is there for the next reader. The end and a
 * failure of the source are told once; a read after that asks the source again.
 *
 * <p>The thread is a daemon: a read that nobody waits for any more keeps neither the hub nor the JVM.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code gevent.fileobject.FileObjectThread}, where a read that is cut short loses what it would have returned
 * @since 0.1
 */
public final class ThreadedInputStream extends InputStream implements Selectable, WaitTarget {

    /** The longest line that {@link #readLine(Charset)} takes. */
    public static final int MAX_LINE_BYTES = 1 << 20;

    private static final int PIECE = 32 * 1024;
    private static final byte[] NOTHING = {};

    private final InputStream source;
    private final String name;
    private final Mutex mutex = new Mutex();
    private final WaitList waiting = WaitList.wokenFromOutside(mutex);
    private final Semaphore turn = new Semaphore();
    private final Linkable readable = new StreamReadiness(waiting, this::isReadable);

    private byte[] buffer = NOTHING;
    private int from;
    private int to;
    private boolean reading;
    private boolean ended;
    private @Nullable IOException failure;
    private boolean closed;

    /**
     * Reads {@code source} in threads. No other code may read it from now on.
     *
     * @param source what to read
     * @param name what messages and reports call it
     */
    public ThreadedInputStream(InputStream source, String name) {
        this.source = source;
        this.name = name;
    }

    /**
     * Reads a byte, waiting for one.
     *
     * @throws IOException if the source fails, or this is closed, also while this waits
     * @switches when it has to wait
     */
    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * Reads what is there, waiting if that is nothing.
     *
     * @throws IOException if the source fails, or this is closed, also while this waits
     * @switches when it has to wait
     */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        turn.acquire();
        try {
            if (fill(1) == 0) {
                return -1;
            }
            int count;
            mutex.lock();
            try {
                count = Math.min(length, to - from);
                System.arraycopy(buffer, from, target, offset, count);
                consume(count);
            } finally {
                mutex.unlock();
            }
            return count;
        } finally {
            turn.release();
        }
    }

    /**
     * Reads a line in UTF-8; see {@link #readLine(Charset)}.
     *
     * @return the line, or empty at the end
     * @throws IOException if the source fails, this is closed, or the line is too long
     * @switches when it has to wait
     */
    public Optional<String> readLine() throws IOException {
        return readLine(StandardCharsets.UTF_8);
    }

    /**
     * Reads until the end of a line, or of the stream. If the wait is cut short, nothing of the line is taken.
     *
     * @param charset how the line is written; one in which the byte 10 is nothing but the end of a line
     * @return the line without its end (a line feed, or a carriage return and a line feed), or empty at the end
     * @throws IOException if the source fails, this is closed, or the line has more than {@link #MAX_LINE_BYTES}
     * @switches when it has to wait
     */
    public Optional<String> readLine(Charset charset) throws IOException {
        turn.acquire();
        try {
            int looked = 0;
            while (true) {
                int count = fill(looked + 1);
                boolean end = count <= looked;
                if (end && count == 0) {
                    return Optional.empty();
                }
                int length = indexOfLineFeed(looked, count);
                if (length >= 0 || end) {
                    return Optional.of(takeLine(charset, length < 0 ? count : length, length < 0 ? 0 : 1));
                }
                looked = count;
                if (looked > MAX_LINE_BYTES) {
                    throw new IOException(
                            "a line of " + name + " has more than " + MAX_LINE_BYTES + " bytes; read pieces of it");
                }
            }
        } finally {
            turn.release();
        }
    }

    /** Only who has the turn takes bytes out, so that what was seen in the buffer stays there. */
    private int indexOfLineFeed(int start, int count) {
        mutex.lock();
        try {
            for (int i = from + start; i < from + count; i++) {
                if (buffer[i] == '\n') {
                    return i - from;
                }
            }
            return -1;
        } finally {
            mutex.unlock();
        }
    }

    private String takeLine(Charset charset, int length, int feed) {
        byte[] line;
        mutex.lock();
        try {
            line = Arrays.copyOfRange(buffer, from, from + length);
            consume(length + feed);
        } finally {
            mutex.unlock();
        }
        boolean carriageReturn = feed == 1 && length > 0 && line[length - 1] == '\r';
        return new String(line, 0, carriageReturn ? length - 1 : length, charset);
    }

    /**
     * Waits until {@code count} bytes can be read without waiting, or no more come, and takes none of them. So a reader
     * of messages can take one whole or not at all, however its wait ends.
     *
     * @param count how many bytes; all of them are kept in memory
     * @return how many can be read without waiting: less than {@code count} only if the source has ended
     * @throws IOException if the source fails, or this is closed, also while this waits
     * @switches when it has to wait
     */
    public int awaitAvailable(int count) throws IOException {
        turn.acquire();
        try {
            int there = fill(count);
            if (there == 0 && count > 0) {
                mutex.lock();
                try {
                    ended = true; // the read that follows sees the end, too
                } finally {
                    mutex.unlock();
                }
            }
            return there;
        } finally {
            turn.release();
        }
    }

    /** Waits until there are {@code count} bytes or the source has ended; the caller has the turn. */
    private int fill(int count) throws IOException {
        while (true) {
            Waiter waiter;
            mutex.lock();
            try {
                int there = to - from;
                if (closed) {
                    throw closedException(name);
                }
                if (there >= count || ended) {
                    ended &= there > 0 || count == 0;
                    return there;
                }
                IOException thrown = failure;
                if (thrown != null) {
                    failure = null;
                    throw thrown;
                }
                waiter = reading ? waiting.enter(Long.MAX_VALUE) : null;
                reading = true;
            } finally {
                mutex.unlock();
            }
            if (waiter == null) {
                StreamThreads.run(this::readPiece);
            } else {
                var _ = WaitList.await(waiter, this, Long.MAX_VALUE);
            }
        }
    }

    static IOException closedException(String name) {
        return new IOException(name + " is closed");
    }

    private void readPiece() {
        byte[] piece = new byte[PIECE];
        int count = 0;
        IOException thrown = null;
        try {
            while (count == 0) {
                count = source.read(piece, 0, PIECE);
            }
        } catch (IOException e) {
            thrown = e;
        } catch (RuntimeException | Error e) {
            thrown = new IOException("reading " + name + " failed: " + e, e);
        }
        Waiter chain;
        mutex.lock();
        try {
            reading = false;
            if (thrown != null) {
                failure = thrown;
            } else if (count < 0) {
                ended = true;
            } else {
                append(piece, count);
            }
            chain = waiting.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
    }

    private void append(byte[] piece, int count) {
        if (from == to) {
            buffer = piece;
            from = 0;
            to = count;
            return;
        }
        int there = to - from;
        byte[] target = buffer;
        if (target.length - to < count) {
            target = there + count <= target.length ? target : new byte[Math.max(2 * target.length, there + count)];
            System.arraycopy(buffer, from, target, 0, there);
            buffer = target;
            from = 0;
            to = there;
        }
        System.arraycopy(piece, 0, target, to, count);
        to += count;
    }

    private void consume(int count) {
        from += count;
        if (from == to) {
            buffer = NOTHING;
            from = 0;
            to = 0;
        }
    }

    /**
     * How many bytes can be read without waiting.
     *
     * @throws IOException if this is closed
     * @switches never
     */
    @Override
    public int available() throws IOException {
        int there;
        boolean isClosed;
        boolean ask;
        mutex.lock();
        try {
            there = to - from;
            isClosed = closed;
            ask = claim(there == 0 && !closed);
        } finally {
            mutex.unlock();
        }
        if (isClosed) {
            throw closedException(name);
        }
        if (!ask) {
            return there;
        }
        try {
            return source.available();
        } finally {
            release();
        }
    }

    /** Asks without waiting; that the source has ended can only be found out by a read, which is begun here. */
    private boolean isReadable() {
        boolean ready;
        boolean ask;
        mutex.lock();
        try {
            ready = to > from || ended || closed || failure != null;
            ask = claim(!ready);
        } finally {
            mutex.unlock();
        }
        if (!ask) {
            return ready;
        }
        boolean there = false;
        try {
            there = source.available() > 0;
        } catch (IOException _) {
            // the read that is begun now meets it again and throws it to the reader
        }
        if (there) {
            release();
        } else {
            StreamThreads.run(this::readPiece);
        }
        return there;
    }

    /** Under the mutex: becomes the one who uses the source, if that is wanted and no other does. */
    private boolean claim(boolean wanted) {
        boolean claimed = wanted && !reading;
        reading |= claimed;
        return claimed;
    }

    private void release() {
        Waiter chain;
        mutex.lock();
        try {
            reading = false;
            chain = waiting.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
    }

    /**
     * {@inheritDoc}
     *
     * <p>To ask or to link begins to read a piece of the source in a thread; it is there for the next reader.
     */
    @Override
    public Linkable readable() {
        return readable;
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
     * Closes this and its source; does nothing if that was done before. A waiter gets an {@link IOException}. If a
     * thread is in a read of the source, the source is closed by another thread, for that may have to wait for it.
     *
     * @throws IOException if the source cannot be closed
     * @switches never
     */
    @Override
    public void close() throws IOException {
        boolean first;
        boolean busy;
        Waiter chain;
        mutex.lock();
        try {
            first = !closed;
            closed = true;
            buffer = NOTHING;
            from = 0;
            to = 0;
            busy = reading;
            chain = waiting.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
        if (first && busy) {
            StreamThreads.run(this::closeSource);
        } else if (first) {
            source.close();
        }
    }

    private void closeSource() {
        try {
            source.close();
        } catch (IOException _) {
            // nothing more will be read, and nobody is there to be told
        }
    }

    @Override
    public String wokenBy() {
        return "something to read, or its end";
    }

    @Override
    public String toString() {
        return "input from " + name;
    }
}
