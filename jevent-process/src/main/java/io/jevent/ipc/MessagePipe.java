// SPDX-License-Identifier: Apache-2.0
package io.jevent.ipc;

import io.jevent.Timeout;
import io.jevent.exceptions.ConcurrentObjectUseException;
import io.jevent.file.ThreadedInputStream;
import io.jevent.file.ThreadedOutputStream;
import io.jevent.hub.Durations;
import io.jevent.hub.Linkable;
import io.jevent.internal.bounds.Bounds;
import io.jevent.lock.Semaphore;
import io.jevent.select.Selectable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/*
 * On the wire a message is its length in four bytes, big-endian, and then its bytes, as with gipc. "announced" is the
 * length of a message of which only that was taken yet; it and "in" are used by the greenlet that holds "getting".
 */
/**
 * Sends messages to another process and gets messages from it.
 *
 * <p>Several greenlets may get and put; each message goes to one of them whole, in the order in which they came. If a
 * wait for a message is cut short by a kill or a timeout, the message remains for the next {@link #get}; a message that
 * is being put is sent all the same, whole.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @param <M> the type of the messages
 * @gevent a duplex handle of {@code gipc.pipe}
 * @since 0.1
 */
public final class MessagePipe<M> implements Selectable, AutoCloseable {

    private static final int HEADER = 4;
    private static final int NONE = -1;

    private final ThreadedInputStream in;
    private final ThreadedOutputStream out;
    private final Codec<M> codec;
    private final int maxBytes;
    private final String name;
    private final Semaphore getting = new Semaphore();
    private final Semaphore putting = new Semaphore();
    private int announced = NONE;

    /**
     * Makes a pipe of two streams.
     *
     * @param in the source of messages
     * @param out the target of messages
     * @param codec encodes and decodes them
     * @param maxBytes the limit for one message
     * @param name the name in errors
     * @throws IllegalArgumentException if {@code maxBytes} is less than 1
     */
    public MessagePipe(InputStream in, OutputStream out, Codec<M> codec, int maxBytes, String name) {
        Bounds.atLeastOne(maxBytes, "maxBytes");
        this.in = new ThreadedInputStream(in, name);
        this.out = new ThreadedOutputStream(out, name);
        this.codec = codec;
        this.maxBytes = maxBytes;
        this.name = name;
    }

    /**
     * Sends a message and waits until the operating system has taken it.
     *
     * @param message the message
     * @throws IllegalArgumentException if it is longer than the limit
     * @throws IOException if it cannot be encoded, the other side is closed or gone, or this is closed
     * @switches always
     * @gevent {@code put(obj)}
     */
    public void put(M message) throws IOException {
        byte[] bytes = codec.encode(message);
        if (bytes.length > maxBytes) {
            throw new IllegalArgumentException(
                    "a message through " + name + " must have at most " + maxBytes + " bytes: " + bytes.length);
        }
        byte[] frame = ByteBuffer.allocate(HEADER + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
        putting.acquire();
        try {
            out.write(frame);
        } finally {
            putting.release();
        }
    }

    /**
     * Waits for a message.
     *
     * @return the message
     * @throws EOFException if the other side is closed or gone and no message is left
     * @throws IOException if the other side ended in the middle of a message, or sent one that is too long or cannot be
     *     decoded; if this is closed
     * @switches when it has to wait
     * @gevent {@code get()}
     */
    public M get() throws IOException {
        getting.acquire();
        try {
            if (announced == NONE) {
                int there = in.awaitAvailable(HEADER);
                if (there == 0) {
                    throw new EOFException(name + " has ended");
                }
                int length = ByteBuffer.wrap(take(HEADER, there)).getInt();
                if (length < 0 || length > maxBytes) {
                    throw new IOException("a message through " + name + " must have at most " + maxBytes + " bytes: "
                            + Integer.toUnsignedString(length));
                }
                announced = length;
            }
            byte[] bytes = take(announced, in.awaitAvailable(announced));
            announced = NONE;
            return codec.decode(bytes);
        } finally {
            getting.release();
        }
    }

    /** Takes a message that has arrived, without a wait. */
    private byte[] take(int length, int there) throws IOException {
        if (there < length) {
            throw new IOException(name + " ended in the middle of a message");
        }
        return in.readNBytes(length);
    }

    /**
     * Waits for a message, at most for {@code timeout}. A message of which a part is there when the time passes is not
     * lost.
     *
     * @param timeout the longest wait
     * @return the message; empty if the time passed first
     * @throws EOFException if the other side is closed or gone and no message is left
     * @throws IOException as {@link #get()}
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     * @gevent {@code get(timeout=...)}, which raises {@code gevent.Timeout}, and ignores the limit once the first byte
     *     has arrived
     */
    public Optional<M> get(Duration timeout) throws IOException {
        var limit = new Timeout(Duration.ofNanos(Durations.nanos(timeout, "timeout")));
        limit.start();
        try {
            return Optional.of(get());
        } catch (Timeout t) {
            if (t != limit) {
                throw t;
            }
            return Optional.empty();
        } finally {
            limit.close();
        }
    }

    @Override
    public Linkable readable() {
        return in.readable();
    }

    @Override
    public Linkable writable() {
        return out.writable();
    }

    @Override
    public boolean isOpen() {
        return in.isOpen();
    }

    /**
     * Closes this side; the other one receives the messages sent before, and then the end. Does nothing if this is
     * closed.
     *
     * @throws ConcurrentObjectUseException if a greenlet is in {@link #get} or {@link #put}; it is not closed then
     * @throws IOException if it cannot be closed
     * @switches when it has to wait
     * @gevent {@code close()}; raises {@code GIPCClosed} for a closed one and {@code GIPCLocked} for one in use
     */
    @Override
    public void close() throws IOException {
        if (!isOpen()) {
            return;
        }
        for (Semaphore use : new Semaphore[] {getting, putting}) {
            if (use.isLocked()) {
                throw new ConcurrentObjectUseException(name + " cannot be closed while a greenlet is in "
                        + (use == getting ? "get()" : "put()") + "; end that greenlet first");
            }
        }
        try (in) {
            out.close();
        }
    }

    @Override
    public String toString() {
        return "MessagePipe of " + name + (isOpen() ? "" : " (closed)");
    }
}
