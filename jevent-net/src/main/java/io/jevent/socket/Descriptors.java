// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import io.jevent.hub.Durations;
import io.jevent.internal.netty.ForeignDescriptors;
import java.io.IOException;
import java.time.Duration;

/**
 * Waits until a file descriptor of the operating system can be read or written: that of a native library, of a pipe, of
 * a socket of the JDK.
 *
 * <p>Several greenlets may wait for the same descriptor; all are woken. It must stay open while one waits: who closes
 * it calls {@link #release} before. Being readable means that the next read does not block, which may also be because
 * it fails or because the other side is gone. A file that the system cannot watch, such as one on a disk or
 * {@code /dev/null}, is always ready: a wait for it returns at once.
 *
 * <p><b>Confinement:</b> hub-confined: a wait and its {@link #release} belong to the hub of the calling greenlet.
 *
 * @gevent {@code gevent.socket.wait_read}, {@code wait_write}, {@code cancel_wait}, {@code hub.loop.io}
 */
public final class Descriptors {

    private Descriptors() {}

    /**
     * Whether the current hub can wait for descriptors: its loop must be Netty's on epoll.
     *
     * @return true if the other methods work here
     * @switches never
     */
    public static boolean areSupported() {
        return ForeignDescriptors.ofHub() != null;
    }

    /**
     * Waits until a descriptor can be read.
     *
     * @param descriptor its number
     * @throws java.nio.file.FileSystemException if it is no open descriptor
     * @throws IOException if the loop fails
     * @throws UnsupportedOperationException if the hub's loop cannot do it
     * @switches when it has to wait
     * @gevent {@code wait_read(fileno)}
     */
    public static void awaitReadable(int descriptor) throws IOException {
        var _ = supported().await(descriptor, false, BaseSocket.FOR_EVER);
    }

    /**
     * Waits until a descriptor can be read, at most for {@code timeout}.
     *
     * @param descriptor its number
     * @param timeout the longest wait
     * @return false if the time passed first
     * @throws java.nio.file.FileSystemException if it is no open descriptor
     * @throws IOException if the loop fails
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws UnsupportedOperationException if the hub's loop cannot do it
     * @switches when it has to wait
     * @gevent {@code wait_read(fileno, timeout)}, which raises a timeout where this returns false
     */
    public static boolean awaitReadable(int descriptor, Duration timeout) throws IOException {
        return supported().await(descriptor, false, Durations.nanos(timeout, "timeout"));
    }

    /**
     * Waits until a descriptor can be written.
     *
     * @param descriptor its number
     * @throws java.nio.file.FileSystemException if it is no open descriptor
     * @throws IOException if the loop fails
     * @throws UnsupportedOperationException if the hub's loop cannot do it
     * @switches when it has to wait
     * @gevent {@code wait_write(fileno)}
     */
    public static void awaitWritable(int descriptor) throws IOException {
        var _ = supported().await(descriptor, true, BaseSocket.FOR_EVER);
    }

    /**
     * Waits until a descriptor can be written, at most for {@code timeout}.
     *
     * @param descriptor its number
     * @param timeout the longest wait
     * @return false if the time passed first
     * @throws java.nio.file.FileSystemException if it is no open descriptor
     * @throws IOException if the loop fails
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws UnsupportedOperationException if the hub's loop cannot do it
     * @switches when it has to wait
     * @gevent {@code wait_write(fileno, timeout)}, which raises a timeout where this returns false
     */
    public static boolean awaitWritable(int descriptor, Duration timeout) throws IOException {
        return supported().await(descriptor, true, Durations.nanos(timeout, "timeout"));
    }

    /**
     * Wakes the greenlets of this hub that wait for a descriptor, as if it were ready: what they do with it next tells
     * them that it is closed.
     *
     * @param descriptor its number
     * @throws UnsupportedOperationException if the hub's loop cannot do it
     * @switches never
     * @gevent {@code cancel_wait(watcher)}
     */
    public static void release(int descriptor) {
        supported().release(descriptor);
    }

    private static ForeignDescriptors supported() {
        ForeignDescriptors descriptors = ForeignDescriptors.ofHub();
        if (descriptors == null) {
            throw new UnsupportedOperationException(
                    "waiting for a file descriptor needs Netty's loop on epoll, but this"
                            + " hub has another (jevent.loop) or this system no epoll");
        }
        return descriptors;
    }
}
