// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.exceptions.PinnedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.monkey.Patch;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The streams and channels of files, pipes and terminals. */
final class PatchedFiles {

    private static final Set<Patch> ALL = Set.of(Patch.FILES, Patch.SUBPROCESS, Patch.STDIN);
    private static final Set<Patch> OUTPUT = Set.of(Patch.FILES, Patch.SUBPROCESS);
    private static final Set<Patch> FILES = Set.of(Patch.FILES);
    private static final Set<Patch> PROCESSES = Set.of(Patch.SUBPROCESS);
    private static final int STDIN = 0;
    private static final int STDERR = 2;

    private static final String PROCESS_PIPES = "java.lang.Process$Pipe";
    private static final String FOR_CHANNELS = "sun.nio.ch.UnixFileDispatcherImpl.";
    private static final int NOT_LOCKED = -1;
    private static final int TRY_AGAIN = 2;

    /** The system has no other way to wait for the lock of a file than to hold a thread up, for ever if need be. */
    private static final Duration NEXT_TRY = Duration.ofMillis(10);

    private final Jdk jdk;
    private final Predicate<Patch> active;
    private final FileWaits waits;
    private final MethodHandle writeToStream;
    private final MethodHandle writeToFile;

    PatchedFiles(Jdk jdk, FileWaits waits, Predicate<Patch> active) throws ReflectiveOperationException {
        this.jdk = jdk;
        this.active = active;
        this.waits = waits;
        writeToStream = jdk.method(
                FileOutputStream.class,
                "writeBytes",
                MethodType.methodType(void.class, byte[].class, int.class, int.class, boolean.class),
                false);
        writeToFile = jdk.method(
                RandomAccessFile.class,
                "writeBytes",
                MethodType.methodType(void.class, byte[].class, int.class, int.class),
                false);
    }

    List<JdkMethod> methods() {
        return List.of(
                new JdkMethod(ALL, "java.io.FileInputStream.read()I", this::read),
                new JdkMethod(ALL, "java.io.FileInputStream.read([B)I", this::read),
                new JdkMethod(ALL, "java.io.FileInputStream.read([BII)I", this::read),
                new JdkMethod(OUTPUT, "java.io.FileOutputStream.write(I)V", this::write),
                new JdkMethod(OUTPUT, "java.io.FileOutputStream.write([B)V", this::write),
                new JdkMethod(OUTPUT, "java.io.FileOutputStream.write([BII)V", this::write),
                new JdkMethod(FILES, "java.io.FileInputStream.open(Ljava/lang/String;)V", FileWaits::open),
                new JdkMethod(FILES, "java.io.FileOutputStream.open(Ljava/lang/String;Z)V", FileWaits::open),
                new JdkMethod(FILES, "java.io.RandomAccessFile.open(Ljava/lang/String;I)V", FileWaits::open),
                new JdkMethod(FILES, "java.io.RandomAccessFile.read()I", this::readFile),
                new JdkMethod(FILES, "java.io.RandomAccessFile.readBytes([BII)I", this::readFile),
                new JdkMethod(FILES, "java.io.RandomAccessFile.write(I)V", this::writeFile),
                new JdkMethod(FILES, "java.io.RandomAccessFile.writeBytes([BII)V", this::writeFile),
                new JdkMethod(FILES, "java.io.RandomAccessFile.setLength(J)V", FileWaits::inThread),
                channel("read(Ljava/io/FileDescriptor;JI)I", false),
                channel("readv(Ljava/io/FileDescriptor;JI)J", false),
                channel("pread(Ljava/io/FileDescriptor;JIJ)I", false),
                channel("write(Ljava/io/FileDescriptor;JI)I", true),
                channel("writev(Ljava/io/FileDescriptor;JI)J", true),
                channel("pwrite(Ljava/io/FileDescriptor;JIJ)I", true),
                channel("force(Ljava/io/FileDescriptor;Z)I", true),
                new JdkMethod(FILES, FOR_CHANNELS + "lock(Ljava/io/FileDescriptor;ZJJZ)I", PatchedFiles::lock),
                new JdkMethod(
                        PROCESSES,
                        "java.lang.ProcessImpl.start([Ljava/lang/String;Ljava/util/Map;Ljava/lang/String;"
                                + "[Ljava/lang/ProcessBuilder$Redirect;Z)Ljava/lang/Process;",
                        FileWaits::inThread));
    }

    private JdkMethod channel(String method, boolean output) {
        return new JdkMethod(
                FILES,
                FOR_CHANNELS + method,
                (call, original) -> waits.transfer(call, original, numberOf((FileDescriptor) call[2]), output));
    }

    private int numberOf(FileDescriptor descriptor) {
        return jdk.numberOf(descriptor);
    }

    private boolean isActiveFor(Object stream, int descriptor) {
        if (stream.getClass().getName().startsWith(PROCESS_PIPES)) {
            return active.test(Patch.SUBPROCESS);
        }
        return descriptor == STDIN ? active.test(Patch.STDIN) : descriptor > STDERR && active.test(Patch.FILES);
    }

    private @Nullable Object read(Object[] call, Original original) throws Throwable {
        var stream = (FileInputStream) call[1];
        int number = numberOf(stream.getFD());
        return isActiveFor(stream, number) ? waits.transfer(call, original, number, false) : null;
    }

    private @Nullable Object write(Object[] call, Original original) throws Throwable {
        var stream = (FileOutputStream) call[1];
        FileDescriptor descriptor = stream.getFD();
        int number = numberOf(descriptor);
        if (!isActiveFor(stream, number)) {
            return null;
        }
        return call[2] instanceof byte[] bytes
                ? waits.writeAll(call, original, () -> numberOf(descriptor), (offset, length) -> {
                    writeToStream.invokeExact(stream, bytes, offset, length, false);
                })
                : waits.transfer(call, original, number, true);
    }

    private @Nullable Object readFile(Object[] call, Original original) throws Throwable {
        return waits.transfer(call, original, numberOf(((RandomAccessFile) call[1]).getFD()), false);
    }

    private @Nullable Object writeFile(Object[] call, Original original) throws Throwable {
        var file = (RandomAccessFile) call[1];
        FileDescriptor descriptor = file.getFD();
        return call[2] instanceof byte[] bytes
                ? waits.writeAll(call, original, () -> numberOf(descriptor), (offset, length) -> {
                    writeToFile.invokeExact(file, bytes, offset, length);
                })
                : waits.transfer(call, original, numberOf(descriptor), true);
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
        try {
            CurrentGreenlet.sleep(NEXT_TRY.toNanos());
            return TRY_AGAIN;
        } catch (PinnedException _) {
            return null;
        }
    }
}
