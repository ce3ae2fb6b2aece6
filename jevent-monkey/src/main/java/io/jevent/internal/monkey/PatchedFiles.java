// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Hub;
import io.jevent.monkey.patch.Patch;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The streams of files, pipes and terminals. */
final class PatchedFiles {

    private static final Set<Patch> ALL = Set.of(Patch.FILES, Patch.SUBPROCESS, Patch.STDIN);
    private static final Set<Patch> OUTPUT = Set.of(Patch.FILES, Patch.SUBPROCESS);
    private static final Set<Patch> FILES = Set.of(Patch.FILES);
    private static final Set<Patch> PROCESSES = Set.of(Patch.SUBPROCESS);
    private static final int STDIN = 0;
    private static final int STDERR = 2;

    private static final String PROCESS_PIPES = "java.lang.Process$Pipe";

    private final Jdk jdk;
    private final Predicate<Patch> active;
    private final FileWaits waits;
    private final DescriptorWaits descriptors;
    private final MethodHandle writeToStream;
    private final MethodHandle writeToFile;

    PatchedFiles(Jdk jdk, FileWaits waits, DescriptorWaits descriptors, Predicate<Patch> active)
            throws ReflectiveOperationException {
        this.jdk = jdk;
        this.descriptors = descriptors;
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
                new JdkMethod(FILES, "java.io.FileInputStream.open(Ljava/lang/String;)V", PatchedFiles::open),
                new JdkMethod(FILES, "java.io.FileOutputStream.open(Ljava/lang/String;Z)V", PatchedFiles::open),
                new JdkMethod(FILES, "java.io.RandomAccessFile.open(Ljava/lang/String;I)V", PatchedFiles::open),
                new JdkMethod(FILES, "java.io.RandomAccessFile.read()I", this::readFile),
                new JdkMethod(FILES, "java.io.RandomAccessFile.readBytes([BII)I", this::readFile),
                new JdkMethod(FILES, "java.io.RandomAccessFile.write(I)V", this::writeFile),
                new JdkMethod(FILES, "java.io.RandomAccessFile.writeBytes([BII)V", this::writeFile),
                JdkMethod.askedByEveryone(
                        ALL,
                        "java.io.FileInputStream.close()V",
                        (call, original) -> close(call, original, ((FileInputStream) call[1]).getFD())),
                JdkMethod.askedByEveryone(
                        OUTPUT,
                        "java.io.FileOutputStream.close()V",
                        (call, original) -> close(call, original, ((FileOutputStream) call[1]).getFD())),
                JdkMethod.askedByEveryone(
                        FILES,
                        "java.io.RandomAccessFile.close()V",
                        (call, original) -> close(call, original, ((RandomAccessFile) call[1]).getFD())),
                new JdkMethod(
                        PROCESSES,
                        "java.lang.ProcessImpl.start([Ljava/lang/String;Ljava/util/Map;Ljava/lang/String;"
                                + "[Ljava/lang/ProcessBuilder$Redirect;Z)Ljava/lang/Process;",
                        FileWaits::inThread));
    }

    private static @Nullable Object open(Object[] call, Original original) throws Throwable {
        return FileWaits.open(call, original, Path.of((String) call[2]));
    }

    /**
     * Wakes the greenlets that wait for a file which is closed; they throw then. Invariant: their hub gives up the
     * descriptor before it is closed, for its number may belong to another file at once. So if another thread closes
     * the file, the hub does it.
     */
    private @Nullable Object close(Object[] call, Original original, FileDescriptor descriptor) {
        int number = jdk.numberOf(descriptor);
        Hub hub = number < 0 ? null : descriptors.hubOf(number);
        if (hub == null) {
            return null;
        }
        if (hub.isCurrent()) {
            descriptors.stop(number);
            return null;
        }
        try {
            hub.runCallback(() -> {
                descriptors.stop(number);
                FileWaits.call(original, List.of(call[1]));
            });
            return JdkMethod.DONE;
        } catch (HubClosedException _) {
            return null;
        }
    }

    private boolean isActiveFor(Object stream, FileDescriptor descriptor) {
        if (stream.getClass().getName().startsWith(PROCESS_PIPES)) {
            return active.test(Patch.SUBPROCESS);
        }
        int number = jdk.numberOf(descriptor);
        return number == STDIN ? active.test(Patch.STDIN) : number > STDERR && active.test(Patch.FILES);
    }

    private @Nullable Object read(Object[] call, Original original) throws Throwable {
        var stream = (FileInputStream) call[1];
        FileDescriptor descriptor = stream.getFD();
        return isActiveFor(stream, descriptor) ? waits.await(descriptor, false) : null;
    }

    private @Nullable Object write(Object[] call, Original original) throws Throwable {
        var stream = (FileOutputStream) call[1];
        FileDescriptor descriptor = stream.getFD();
        if (!isActiveFor(stream, descriptor)) {
            return null;
        }
        return call[2] instanceof byte[] bytes
                ? waits.writeAll(call, descriptor, (offset, length) -> {
                    writeToStream.invokeExact(stream, bytes, offset, length, false);
                })
                : waits.await(descriptor, true);
    }

    private @Nullable Object readFile(Object[] call, Original original) throws Throwable {
        return waits.await(((RandomAccessFile) call[1]).getFD(), false);
    }

    private @Nullable Object writeFile(Object[] call, Original original) throws Throwable {
        var file = (RandomAccessFile) call[1];
        FileDescriptor descriptor = file.getFD();
        return call[2] instanceof byte[] bytes
                ? waits.writeAll(call, descriptor, (offset, length) -> {
                    writeToFile.invokeExact(file, bytes, offset, length);
                })
                : waits.await(descriptor, true);
    }
}
