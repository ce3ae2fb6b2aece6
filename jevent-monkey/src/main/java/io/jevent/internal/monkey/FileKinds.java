// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Tells the files whose operations may have to wait for another process (pipes, terminals, sockets) from those that
 * always go on by themselves: regular files, folders, block devices, and memory devices such as {@code /dev/urandom}.
 */
final class FileKinds {

    private static final int TYPE_MASK = 0170000;
    private static final int SOCKET = 0140000;
    private static final int REGULAR = 0100000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int FOLDER = 0040000;
    private static final int CHARACTER_DEVICE = 0020000;

    /**
     * The major number of {@code /dev/null}, {@code zero}, {@code full}, {@code random} and {@code urandom} on Linux.
     */
    private static final int MEMORY_DEVICES = 1;

    private static final int MAJOR_SHIFT = 8;
    private static final int MAJOR_MASK = 0xfff;
    private static final boolean LINUX = Files.isDirectory(Path.of("/proc/self"));

    private static final int SLOTS = 4096;

    /** The kinds of open files, by number; an entry counts only for the descriptor that it refers to. */
    private final AtomicReferenceArray<@Nullable Known> known = new AtomicReferenceArray<>(SLOTS);

    private final MethodHandle fstat;
    private final MethodHandle mode;
    private final MethodHandle device;

    /** Invariant: the file of an open descriptor does not change, so neither does its kind. */
    private static final class Known extends WeakReference<FileDescriptor> {
        private final Kind kind;

        Known(FileDescriptor descriptor, Kind kind) {
            super(descriptor);
            this.kind = kind;
        }
    }

    private enum Kind {
        NEVER_WAITS,
        MAY_WAIT,
        SOCKET
    }

    FileKinds(Jdk jdk) throws ReflectiveOperationException {
        Class<?> attributes = Class.forName("sun.nio.fs.UnixFileAttributes");
        fstat = jdk.method(attributes, "get", MethodType.methodType(attributes, int.class), true)
                .asType(MethodType.methodType(Object.class, int.class));
        mode = jdk.method(attributes, "mode", MethodType.methodType(int.class), false)
                .asType(MethodType.methodType(int.class, Object.class));
        device = jdk.method(attributes, "rdev", MethodType.methodType(long.class), false)
                .asType(MethodType.methodType(long.class, Object.class));
    }

    /**
     * Returns whether an operation may have to wait. Asks the system once for each descriptor.
     *
     * @param number the number of {@code descriptor}, not negative
     */
    boolean mayWait(FileDescriptor descriptor, int number) {
        return kind(descriptor, number) != Kind.NEVER_WAITS;
    }

    /** As {@link #mayWait}, for all but sockets. */
    boolean mayWaitAsFile(FileDescriptor descriptor, int number) {
        return kind(descriptor, number) == Kind.MAY_WAIT;
    }

    private Kind kind(FileDescriptor descriptor, int number) {
        int slot = number % SLOTS;
        Known entry = known.get(slot);
        if (entry == null || !entry.refersTo(descriptor)) {
            entry = new Known(descriptor, ask(number));
            known.set(slot, entry);
        }
        return entry.kind;
    }

    private Kind ask(int number) {
        try {
            Object attributes = fstat.invokeExact(number);
            return kind((int) mode.invokeExact(attributes), (long) device.invokeExact(attributes));
        } catch (Throwable _) {
            return Kind.NEVER_WAITS; // it is closed, and the operation throws at once
        }
    }

    private static Kind kind(int mode, long device) {
        return switch (mode & TYPE_MASK) {
            case REGULAR, FOLDER, BLOCK_DEVICE -> Kind.NEVER_WAITS;
            case CHARACTER_DEVICE -> isMemoryDevice(device) ? Kind.NEVER_WAITS : Kind.MAY_WAIT;
            case SOCKET -> Kind.SOCKET;
            default -> Kind.MAY_WAIT;
        };
    }

    private static boolean isMemoryDevice(long device) {
        return LINUX && (device >> MAJOR_SHIFT & MAJOR_MASK) == MEMORY_DEVICES;
    }

    /**
     * Returns whether opening a file may have to wait: for the other side of a named pipe, for the line of a terminal.
     */
    static boolean openingMayWait(Path path) {
        try {
            int mode = (int) Files.getAttribute(path, "unix:mode");
            return kind(mode, (long) Files.getAttribute(path, "unix:rdev")) == Kind.MAY_WAIT;
        } catch (IOException _) {
            return false; // opening it throws the same at once, or creates the file
        }
    }
}
