// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** Calls fcntl(2) of Linux, for descriptors that this process has inherited. */
final class NativeDescriptor {

    private static final int SET_DESCRIPTOR_FLAGS = 2;
    private static final int GET_STATUS_FLAGS = 3;
    private static final int SET_STATUS_FLAGS = 4;
    private static final int DUPLICATE_CLOSE_ON_EXEC = 1030;
    private static final int CLOSE_ON_EXEC = 1;
    private static final int NON_BLOCKING = 04000;
    private static final int BAD_DESCRIPTOR = 9;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERROR = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle FCNTL = fcntl();

    private NativeDescriptor() {}

    @SuppressWarnings("restricted") // the launcher and the manifest enable native access
    private static MethodHandle fcntl() {
        Linker linker = Linker.nativeLinker();
        var number = ValueLayout.JAVA_INT;
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("fcntl"),
                FunctionDescriptor.of(number, number, number, number),
                Linker.Option.firstVariadicArg(2),
                Linker.Option.captureCallState("errno"));
    }

    /**
     * Makes a descriptor for the same file, which programs that this process starts do not inherit.
     *
     * @throws IOException if the descriptor is not open, or the process has too many
     */
    static int duplicate(int descriptor) throws IOException {
        return call(descriptor, DUPLICATE_CLOSE_ON_EXEC, 0);
    }

    /**
     * Checks that a descriptor is open.
     *
     * @throws IOException if it is not
     */
    static void requireOpen(int descriptor) throws IOException {
        call(descriptor, GET_STATUS_FLAGS, 0);
    }

    /**
     * Makes the calls on a descriptor non-blocking, for all processes that share it, and keeps it from programs that
     * this process starts.
     *
     * @throws IOException if the descriptor is not open
     */
    static void prepare(int descriptor) throws IOException {
        call(descriptor, SET_DESCRIPTOR_FLAGS, CLOSE_ON_EXEC);
        int flags = call(descriptor, GET_STATUS_FLAGS, 0);
        call(descriptor, SET_STATUS_FLAGS, flags | NON_BLOCKING);
    }

    private static int call(int descriptor, int command, int argument) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) FCNTL.invokeExact(state, descriptor, command, argument);
            if (result >= 0) {
                return result;
            }
            int error = (int) ERROR.get(state, 0L);
            throw new IOException("file descriptor " + descriptor
                    + (error == BAD_DESCRIPTOR ? " is not open" : " cannot be used: error " + error + " of fcntl"));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }
}
