// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.exceptions.PinnedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.monkey.Patch;
import io.jevent.threadpool.ThreadPool;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/*
 * A pipe, a named pipe and a terminal tell when they can be read or written, so a greenlet waits for that and then does
 * what cannot block any more; a kill meanwhile takes no bytes with it. A file on a disk is always ready and blocks all the
 * same, but not for long: a thread of the hub's pool does the work, and a kill waits until it is done, because the buffer
 * is in use.
 */
/** The streams and channels of files, pipes and terminals. */
final class PatchedFiles {

    private static final Set<Patch> ALL = Set.of(Patch.FILES, Patch.SUBPROCESS, Patch.STDIN);
    private static final Set<Patch> OUTPUT = Set.of(Patch.FILES, Patch.SUBPROCESS);
    private static final Set<Patch> FILES = Set.of(Patch.FILES);
    private static final Set<Patch> PROCESSES = Set.of(Patch.SUBPROCESS);
    private static final int STDIN = 0;
    private static final int STDERR = 2;

    /** A pipe that can be written takes this much without blocking: POSIX calls it PIPE_BUF. */
    private static final int PIECE = 4096;

    private static final StackWalker WALKER = StackWalker.getInstance();

    private static final List<String> PREPARING =
            List.of("jdk.internal.loader.", "io.netty.", "io.jevent.internal.netty.");

    /** So many frames from here to one of those that reads. */
    private static final int NEAR = 40;

    private static final String PROCESS_PIPES = "java.lang.Process$Pipe";

    private final Jdk jdk;
    private final Predicate<Patch> active;
    private final MethodHandle writeBytes;
    private final JdkPoller poller;

    PatchedFiles(Jdk jdk, JdkPoller poller, Predicate<Patch> active) throws ReflectiveOperationException {
        this.jdk = jdk;
        this.active = active;
        writeBytes = jdk.method(
                FileOutputStream.class,
                "writeBytes",
                MethodType.methodType(void.class, byte[].class, int.class, int.class, boolean.class),
                false);
        this.poller = poller;
    }

    List<JdkMethod> methods() {
        return List.of(
                new JdkMethod(ALL, "java.io.FileInputStream.read()I", this::read),
                new JdkMethod(ALL, "java.io.FileInputStream.read([B)I", this::read),
                new JdkMethod(ALL, "java.io.FileInputStream.read([BII)I", this::read),
                new JdkMethod(OUTPUT, "java.io.FileOutputStream.write(I)V", this::write),
                new JdkMethod(OUTPUT, "java.io.FileOutputStream.write([B)V", this::write),
                new JdkMethod(OUTPUT, "java.io.FileOutputStream.write([BII)V", this::write),
                new JdkMethod(FILES, "java.io.FileInputStream.open(Ljava/lang/String;)V", this::open),
                new JdkMethod(FILES, "java.io.FileOutputStream.open(Ljava/lang/String;Z)V", this::open),
                channel("read(Ljava/io/FileDescriptor;JI)I", false),
                channel("readv(Ljava/io/FileDescriptor;JI)J", false),
                channel("pread(Ljava/io/FileDescriptor;JIJ)I", false),
                channel("write(Ljava/io/FileDescriptor;JI)I", true),
                channel("writev(Ljava/io/FileDescriptor;JI)J", true),
                channel("pwrite(Ljava/io/FileDescriptor;JIJ)I", true),
                channel("force(Ljava/io/FileDescriptor;Z)I", true),
                new JdkMethod(
                        PROCESSES,
                        "java.lang.ProcessImpl.start([Ljava/lang/String;Ljava/util/Map;Ljava/lang/String;"
                                + "[Ljava/lang/ProcessBuilder$Redirect;Z)Ljava/lang/Process;",
                        (call, original) -> inThread(call, 1, original, false)));
    }

    private JdkMethod channel(String method, boolean output) {
        return new JdkMethod(FILES, "sun.nio.ch.UnixFileDispatcherImpl." + method, (call, original) -> {
            if (isPreparing()) {
                return null;
            }
            int number = jdk.numberOf((FileDescriptor) call[2]);
            if (isRegular(number)) {
                return inThread(call, 1, original, false);
            }
            await(number, output);
            return null;
        });
    }

    private boolean isActiveFor(Object stream, int descriptor) {
        if (stream.getClass().getName().startsWith(PROCESS_PIPES)) {
            return active.test(Patch.SUBPROCESS);
        }
        return descriptor == STDIN ? active.test(Patch.STDIN) : descriptor > STDERR && active.test(Patch.FILES);
    }

    private static boolean isRegular(int descriptor) {
        return Files.isRegularFile(Path.of("/dev/fd/" + descriptor));
    }

    private @Nullable Object read(Object[] call, MethodHandle original) throws Throwable {
        var stream = (FileInputStream) call[1];
        FileDescriptor descriptor = stream.getFD();
        int number = jdk.numberOf(descriptor);
        if (number < 0 || !isActiveFor(stream, number) || isPreparing()) {
            return null;
        }
        if (isRegular(number)) {
            return inThread(call, 1, original, false);
        }
        await(number, false);
        return null;
    }

    private @Nullable Object write(Object[] call, MethodHandle original) throws Throwable {
        var stream = (FileOutputStream) call[1];
        FileDescriptor descriptor = stream.getFD();
        int number = jdk.numberOf(descriptor);
        if (number < 0 || !isActiveFor(stream, number) || isPreparing()) {
            return null;
        }
        if (isRegular(number)) {
            return inThread(call, 1, original, false);
        }
        if (!(call[2] instanceof byte[] bytes)) {
            await(number, true);
            return null;
        }
        int offset = call.length > 3 ? (int) call[3] : 0;
        int length = call.length > 3 ? (int) call[4] : bytes.length;
        java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
        return writeInPieces(stream, bytes, offset, length);
    }

    private Object writeInPieces(FileOutputStream stream, byte[] bytes, int offset, int length) throws Throwable {
        int done = 0;
        while (done < length) {
            FileDescriptor descriptor = stream.getFD();
            if (!descriptor.valid()) {
                throw new IOException("Stream Closed");
            }
            await(jdk.numberOf(descriptor), true);
            int piece = Math.min(PIECE, length - done);
            writeBytes.invokeExact(stream, bytes, offset + done, piece, false);
            done += piece;
        }
        return JdkMethod.DONE;
    }

    /** Only a named pipe lets its opener wait, for the other side. */
    private @Nullable Object open(Object[] call, MethodHandle original) throws Throwable {
        if (isPreparing()) {
            return null;
        }
        Path path = Path.of((String) call[2]);
        boolean waits = Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
        return waits ? inThread(call, 1, original, true) : null;
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
            if (!DescriptorWaits.awaitOrThrow(descriptor, output)) {
                poller.await(descriptor, output);
            }
        } catch (PinnedException _) {
            // then the hub has to stand still
        }
    }

    /**
     * Has a thread of the hub's pool do the work.
     *
     * @param first where the arguments begin
     * @param endless whether it may last for ever, so that a kill must not wait for it
     */
    private static @Nullable Object inThread(Object[] call, int first, MethodHandle original, boolean endless)
            throws Throwable {
        Object[] arguments = java.util.Arrays.copyOfRange(call, first, call.length);
        if (!endless) {
            CurrentGreenlet.enterShield();
        }
        try {
            CurrentGreenlet.sleep(0); // fails if the caller cannot leave its thread, before anything is done
            Object result = ThreadPool.ofHub().apply(() -> call(original, arguments));
            return result == null ? JdkMethod.DONE : result;
        } catch (PinnedException e) {
            return null;
        } finally {
            if (!endless) {
                CurrentGreenlet.exitShield();
            }
        }
    }

    private static @Nullable Object call(MethodHandle original, Object[] arguments) throws Exception {
        try {
            return original.invokeWithArguments(arguments);
        } catch (Throwable t) {
            throw Sneaky.raise(t);
        }
    }
}
