// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.Channels;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * The JDK closes its end of a child's pipe when the child has ended, whatever the child's descendants still write to it, and
 * nothing can end a read of that pipe which is in progress. So jevent makes the pipes itself, and gives the child its end
 * as a file of /dev/fd. This end is used through a file channel, which another thread may close at any time.
 */
/** A pipe between this process and a child that will be started. */
final class OsPipe implements AutoCloseable {

    private static final String DESCRIPTORS = "/dev/fd/";

    /** O_CLOEXEC of Linux: programs that other code starts do not inherit the ends. */
    private static final int CLOSE_ON_EXEC = 02000000;

    private static final @Nullable Calls CALLS = Calls.find();

    private final Calls calls;
    private final int readEnd;
    private final int writeEnd;
    private boolean closed;

    private OsPipe(Calls calls, int readEnd, int writeEnd) {
        this.calls = calls;
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    /** The functions of the operating system. */
    private record Calls(MethodHandle pipe, MethodHandle close) {

        /** Null on systems without such pipes, that is, all but Linux. */
        @SuppressWarnings("restricted") // the launcher and the manifest enable native access
        static @Nullable Calls find() {
            if (!new File("/proc/self/fd").isDirectory()) {
                return null;
            }
            Linker linker = Linker.nativeLinker();
            var number = ValueLayout.JAVA_INT;
            Optional<MemorySegment> pipe = linker.defaultLookup().find("pipe2");
            Optional<MemorySegment> close = linker.defaultLookup().find("close");
            if (pipe.isEmpty() || close.isEmpty()) {
                return null;
            }
            return new Calls(
                    linker.downcallHandle(pipe.get(), FunctionDescriptor.of(number, ValueLayout.ADDRESS, number)),
                    linker.downcallHandle(close.get(), FunctionDescriptor.ofVoid(number)));
        }
    }

    static boolean isSupported() {
        return CALLS != null;
    }

    /**
     * Makes a pipe.
     *
     * @throws IOException if the process has too many open files
     */
    static OsPipe open() throws IOException {
        Calls calls = CALLS;
        if (calls == null) {
            throw new IllegalStateException("this system has no such pipes");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
            if ((int) calls.pipe.invokeExact(ends, CLOSE_ON_EXEC) != 0) {
                throw new IOException("no pipe can be made: too many open files");
            }
            return new OsPipe(
                    calls, ends.getAtIndex(ValueLayout.JAVA_INT, 0), ends.getAtIndex(ValueLayout.JAVA_INT, 1));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    /** Returns the file that the child writes to; valid until this is closed. */
    File writeEnd() {
        return new File(DESCRIPTORS + writeEnd);
    }

    /** Returns the file that the child reads from; valid until this is closed. */
    File readEnd() {
        return new File(DESCRIPTORS + readEnd);
    }

    /** Opens the end from which this process reads. */
    PipeInput input() throws IOException {
        var stream = new FileInputStream(readEnd());
        return new PipeInput(stream, stream.getChannel());
    }

    /** Opens the end to which this process writes. */
    PipeOutput output() throws IOException {
        return new PipeOutput(Channels.newOutputStream(new FileOutputStream(writeEnd()).getChannel()));
    }

    /** Closes both descriptors, after the users of the pipe have opened it. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            close(readEnd);
            close(writeEnd);
        }
    }

    private void close(int descriptor) {
        try {
            calls.close.invokeExact(descriptor);
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }
}
