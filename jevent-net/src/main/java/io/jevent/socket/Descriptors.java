// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import io.jevent.hub.Durations;
import io.jevent.internal.netty.ForeignDescriptors;
import java.io.IOException;
import java.time.Duration;

/**
 * Waits until a file descriptor of the operating system can be read or written, for example one of a native library, a
 * pipe or a socket of the JDK.
 *
 * <p>Several greenlets may wait for the same descriptor; all of them are woken. The descriptor must stay open while a
 * greenlet waits: call {@link #release} before closing it. A descriptor is readable if the next read does not block,
 * which includes a read that fails or finds the other end closed. A file that the operating system cannot watch, such
 * as one on a disk or {@code /dev/null}, is always ready: a wait for it returns at once.
 *
 * <p><b>Confinement:</b> hub-confined: a wait and its {@link #release} belong to the hub of the calling greenlet.
 *
 * @gevent {@code gevent.socket.wait_read}, {@code wait_write}, {@code cancel_wait}, {@code hub.loop.io}
 * @since 0.1
 */
public final class Descriptors {

    private Descriptors() {}

    /**
     * Returns whether the current hub can wait for descriptors: its loop must be Netty's on epoll.
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
     * @param descriptor the number of the descriptor
     * @throws java.nio.file.FileSystemException if {@code descriptor} is not open
     * @throws IOException if the loop fails
     * @throws UnsupportedOperationException if the hub's loop cannot watch descriptors
     * @switches when it has to wait
     * @gevent {@code wait_read(fileno)}
     */
    public static void awaitReadable(int descriptor) throws IOException {
        var _ = supported().await(descriptor, false, BaseSocket.FOR_EVER);
    }

    /**
     * Waits until a descriptor can be read, or the timeout passes.
     *
     * @param descriptor the number of the descriptor
     * @param timeout the longest wait
     * @return false if the time passed first
     * @throws java.nio.file.FileSystemException if {@code descriptor} is not open
     * @throws IOException if the loop fails
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws UnsupportedOperationException if the hub's loop cannot watch descriptors
     * @switches when it has to wait
     * @gevent {@code wait_read(fileno, timeout)}, which raises a timeout where this returns false
     */
    public static boolean awaitReadable(int descriptor, Duration timeout) throws IOException {
        return supported().await(descriptor, false, Durations.nanos(timeout, "timeout"));
    }

    /**
     * Waits until a descriptor can be written.
     *
     * @param descriptor the number of the descriptor
     * @throws java.nio.file.FileSystemException if {@code descriptor} is not open
     * @throws IOException if the loop fails
     * @throws UnsupportedOperationException if the hub's loop cannot watch descriptors
     * @switches when it has to wait
     * @gevent {@code wait_write(fileno)}
     */
    public static void awaitWritable(int descriptor) throws IOException {
        var _ = supported().await(descriptor, true, BaseSocket.FOR_EVER);
    }

    /**
     * Waits until a descriptor can be written, or the timeout passes.
     *
     * @param descriptor the number of the descriptor
     * @param timeout the longest wait
     * @return false if the time passed first
     * @throws java.nio.file.FileSystemException if {@code descriptor} is not open
     * @throws IOException if the loop fails
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws UnsupportedOperationException if the hub's loop cannot watch descriptors
     * @switches when it has to wait
     * @gevent {@code wait_write(fileno, timeout)}, which raises a timeout where this returns false
     */
    public static boolean awaitWritable(int descriptor, Duration timeout) throws IOException {
        return supported().await(descriptor, true, Durations.nanos(timeout, "timeout"));
    }

    /**
     * Wakes the greenlets of this hub that wait for a descriptor, as if it were ready. Their next operation on it then
     * finds it closed.
     *
     * @param descriptor the number of the descriptor
     * @throws UnsupportedOperationException if the hub's loop cannot watch descriptors
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
                            + " hub has another loop (jevent.loop) or this system has no epoll");
        }
        return descriptors;
    }
}
