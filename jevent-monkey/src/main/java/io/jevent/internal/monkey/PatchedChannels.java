// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.exceptions.PinnedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.monkey.patch.Patch;
import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * The JDK closes a file channel for all its users when a thread is interrupted in an operation, or comes to one with the
 * interrupt status set. Kills and timeouts reach foreign code as interrupts, so a greenlet that gives up would take away a
 * file that others use. An operation on a file does not wait, so hiding the interrupt loses nothing: the status remains
 * set, and the next wait delivers the signal. FileChannelImpl.beginBlocking would announce it; the counterpart,
 * endBlocking, works without it.
 */
/** File channels: regular files in place and untouched by interrupts, pipes and locks without blocking the hub. */
final class PatchedChannels {

    private static final Set<Patch> FILES = Set.of(Patch.FILES);
    private static final String CHANNEL = "sun.nio.ch.FileChannelImpl";
    private static final String DISPATCHER = "sun.nio.ch.UnixFileDispatcherImpl";

    /** Results that the JDK's channels understand, of sun.nio.ch.IOStatus. */
    private static final int INTERRUPTED = -3;

    private static final long UNSUPPORTED_CASE = -6;

    private static final int NOT_LOCKED = -1;
    private static final int TRY_AGAIN = 2;

    /** Where the JDK puts the length of a struct iovec, and its size. */
    private static final int LENGTH_OFFSET = 8;

    private static final int IOVEC_SIZE = 16;

    /** The system offers no event for a lock that becomes free, only a call that blocks its thread. */
    private static final Duration NEXT_TRY = Duration.ofMillis(10);

    private final Jdk jdk;
    private final FileWaits waits;
    private final DescriptorWaits descriptors;
    private final VarHandle descriptorOf;
    private final MethodHandle write;
    private final MethodHandle memory;
    private final MethodHandle longAt;

    PatchedChannels(Jdk jdk, FileWaits waits, DescriptorWaits descriptors) throws ReflectiveOperationException {
        this.jdk = jdk;
        this.waits = waits;
        this.descriptors = descriptors;
        Class<?> channel = Class.forName(CHANNEL);
        descriptorOf = jdk.in(channel).findVarHandle(channel, "fd", FileDescriptor.class);
        MethodType transfer = MethodType.methodType(int.class, FileDescriptor.class, long.class, int.class);
        write = jdk.method(Class.forName(DISPATCHER), "write0", transfer, true);
        Class<?> nativeObject = Class.forName("sun.nio.ch.NativeObject");
        memory = jdk.in(nativeObject)
                .findConstructor(nativeObject, MethodType.methodType(void.class, long.class))
                .asType(MethodType.methodType(Object.class, long.class));
        longAt = jdk.method(nativeObject, "getLong", MethodType.methodType(long.class, int.class), false)
                .asType(MethodType.methodType(long.class, Object.class, int.class));
    }

    List<JdkMethod> methods() {
        return List.of(
                method(CHANNEL, "beginBlocking()V", (_, _) -> JdkMethod.DONE),
                method(
                        CHANNEL,
                        "transferFailed(Ljava/nio/channels/ClosedChannelException;Ljava/nio/channels/Channel;)"
                                + "Ljava/nio/channels/AsynchronousCloseException;",
                        PatchedChannels::transferFailed),
                JdkMethod.askedByEveryone(FILES, CHANNEL + ".implCloseChannel()V", this::close),
                method(DISPATCHER, "read(Ljava/io/FileDescriptor;JI)I", (call, _) -> awaitInput(call, INTERRUPTED)),
                method(
                        DISPATCHER,
                        "readv(Ljava/io/FileDescriptor;JI)J",
                        (call, _) -> awaitInput(call, (long) INTERRUPTED)),
                method(DISPATCHER, "write(Ljava/io/FileDescriptor;JI)I", this::write),
                method(DISPATCHER, "writev(Ljava/io/FileDescriptor;JI)J", this::writeVector),
                method(DISPATCHER, "lock(Ljava/io/FileDescriptor;ZJJZ)I", PatchedChannels::lock),
                method(
                        "sun.nio.ch.FileDispatcherImpl",
                        "transferTo(Ljava/io/FileDescriptor;JJLjava/io/FileDescriptor;Z)J",
                        this::transferTo),
                method(
                        "sun.nio.fs.UnixChannelFactory",
                        "open(ILsun/nio/fs/UnixPath;Lsun/nio/fs/UnixChannelFactory$Flags;I)Ljava/io/FileDescriptor;",
                        (call, original) -> (int) call[1] < 0 ? FileWaits.open(call, original, (Path) call[2]) : null));
    }

    private static JdkMethod method(String owner, String method, JdkMethod.Handler handler) {
        return new JdkMethod(FILES, owner + "." + method, handler);
    }

    /** Tells an operation that was cut off what happened; the JDK would also close this channel after an interrupt. */
    private static Object transferFailed(Object[] call, Original original) {
        var cause = (ClosedChannelException) call[2];
        if (cause instanceof AsynchronousCloseException asynchronous) {
            return asynchronous;
        }
        var failure = new AsynchronousCloseException();
        failure.addSuppressed(cause);
        return failure;
    }

    /** Ends the waits of greenlets, which see then that the channel is closed; the JDK waits until they have left. */
    private @Nullable Object close(Object[] call, Original original) {
        int number = jdk.numberOf((FileDescriptor) descriptorOf.get(call[1]));
        if (number >= 0) {
            descriptors.stop(number);
        }
        return null;
    }

    /** Has the JDK look whether the channel is still open, if the wait was ended by its being closed. */
    private @Nullable Object awaitInput(Object[] call, Object interrupted) throws Throwable {
        var descriptor = (FileDescriptor) call[2];
        return !waits.mayWait(descriptor) || waits.awaitOnce(descriptor, false) ? null : interrupted;
    }

    private @Nullable Object write(Object[] call, Original original) throws Throwable {
        var descriptor = (FileDescriptor) call[2];
        return waits.mayWait(descriptor) ? writePieces(descriptor, (long) call[3], (int) call[4]) : null;
    }

    /** Writes all, as a blocking pipe does; less only if the channel is closed meanwhile. */
    private int writePieces(FileDescriptor descriptor, long address, int length) throws Throwable {
        int done = 0;
        do {
            if (!waits.awaitOnce(descriptor, true)) {
                return done > 0 ? done : INTERRUPTED;
            }
            int piece = Math.min(FileWaits.PIECE, length - done);
            int written = (int) write.invokeExact(descriptor, address + done, piece);
            if (written < 0) {
                return done > 0 ? done : written;
            }
            done += written;
        } while (done < length);
        return done;
    }

    private @Nullable Object writeVector(Object[] call, Original original) throws Throwable {
        var descriptor = (FileDescriptor) call[2];
        if (!waits.mayWait(descriptor)) {
            return null;
        }
        Object vector = memory.invokeExact((long) call[3]);
        long done = 0;
        for (int i = 0; i < (int) call[4]; i++) {
            long address = (long) longAt.invokeExact(vector, i * IOVEC_SIZE);
            int length = (int) (long) longAt.invokeExact(vector, i * IOVEC_SIZE + LENGTH_OFFSET);
            int written = writePieces(descriptor, address, length);
            if (written < 0) {
                return done > 0 ? done : (long) written;
            }
            done += written;
            if (written < length) {
                break;
            }
        }
        return done;
    }

    /** Has the JDK write to a pipe by {@link #write}: sendfile would block. */
    private @Nullable Object transferTo(Object[] call, Original original) {
        return waits.mayWaitAsFile((FileDescriptor) call[5]) ? UNSUPPORTED_CASE : null;
    }

    /** Tries once, and has the JDK look whether the file is still open before the next try. */
    private static @Nullable Object lock(Object[] call, Original original) throws Throwable {
        boolean mayWait = (boolean) call[3];
        if (!mayWait) {
            return null;
        }
        List<Object> attempt = new ArrayList<>(Arrays.asList(call).subList(1, call.length));
        attempt.set(2, false);
        Object result = original.call(attempt);
        if (!Objects.equals(result, NOT_LOCKED)) {
            return result;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new FileLockInterruptionException();
        }
        try {
            CurrentGreenlet.sleep(NEXT_TRY.toNanos());
            return TRY_AGAIN;
        } catch (PinnedException _) {
            return null;
        }
    }
}
