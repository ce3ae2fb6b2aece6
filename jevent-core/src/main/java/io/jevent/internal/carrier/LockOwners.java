// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import org.jspecify.annotations.Nullable;

/**
 * Looks into locks and streams of the JDK for the report of a hub that stands still. Where this JVM does not let it,
 * the report says less. Everything is found when the class is initialized, so that a look loads no class and takes no
 * lock.
 */
public final class LockOwners {

    private static final @Nullable VarHandle OWNER;
    private static final @Nullable VarHandle INNER_STREAM;
    private static final @Nullable VarHandle DESCRIPTOR;
    private static final FileOutputStream STANDARD_ERROR = new FileOutputStream(FileDescriptor.err);
    private static final Charset CHARSET =
            Charset.forName(System.getProperty("stderr.encoding", "UTF-8"), StandardCharsets.UTF_8);

    static {
        VarHandle owner = null;
        VarHandle inner = null;
        VarHandle descriptor = null;
        try {
            var own = MethodHandles.lookup();
            JavaLang.openPackageOf(AbstractOwnableSynchronizer.class);
            JavaLang.openPackageOf(FilterOutputStream.class);
            owner = MethodHandles.privateLookupIn(AbstractOwnableSynchronizer.class, own)
                    .findVarHandle(AbstractOwnableSynchronizer.class, "exclusiveOwnerThread", Thread.class);
            inner = MethodHandles.privateLookupIn(FilterOutputStream.class, own)
                    .findVarHandle(FilterOutputStream.class, "out", OutputStream.class);
            descriptor = MethodHandles.privateLookupIn(FileOutputStream.class, own)
                    .findVarHandle(FileOutputStream.class, "fd", FileDescriptor.class);
        } catch (Throwable t) {
            // another JDK, or java.lang is closed: no hub can be made either
        }
        OWNER = owner;
        INNER_STREAM = inner;
        DESCRIPTOR = descriptor;
    }

    private LockOwners() {}

    /**
     * Returns the thread that owns a lock of the JDK.
     *
     * @param lock what a thread is parked for
     * @return its owner; null if it has none, or is of a kind that does not know its owner
     */
    public static @Nullable Thread ownerOf(@Nullable Object lock) {
        return OWNER != null && lock instanceof AbstractOwnableSynchronizer ? (Thread) OWNER.getVolatile(lock) : null;
    }

    /**
     * Returns the threads in the queue of a lock of the JDK.
     *
     * @param lock what a thread is parked for
     * @return the threads, first to last; empty if the lock has no queue that can be read
     */
    public static List<Thread> queueOf(@Nullable Object lock) {
        var threads = new ArrayList<Thread>();
        if (lock instanceof AbstractQueuedSynchronizer queued) {
            threads.addAll(queued.getQueuedThreads());
            Collections.reverse(threads);
        }
        return threads;
    }

    /**
     * Whether a stream writes to the process's standard error and nowhere else.
     *
     * @param stream the stream
     * @return false if that is not known
     */
    public static boolean isStandardError(PrintStream stream) {
        if (INNER_STREAM == null || DESCRIPTOR == null || stream.getClass() != PrintStream.class) {
            return false;
        }
        Object inner = stream;
        while (inner instanceof FilterOutputStream) {
            inner = INNER_STREAM.get(inner);
        }
        return inner instanceof FileOutputStream file && DESCRIPTOR.get(file) == FileDescriptor.err;
    }

    /**
     * Writes to the process's standard error past {@code System.err} and its lock.
     *
     * @param text the text
     */
    public static void writeToStandardError(String text) {
        try {
            STANDARD_ERROR.write(text.getBytes(CHARSET));
        } catch (IOException e) {
            // nobody is left to be told
        }
    }
}
