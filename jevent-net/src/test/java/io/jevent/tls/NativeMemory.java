// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The memory that native code has allocated, as glibc counts it ({@code mallinfo2}). */
final class NativeMemory {

    private static final int FIELDS = 10;
    private static final int HBLKHD = 4;
    private static final int UORDBLKS = 7;
    private static final StructLayout MALLINFO =
            MemoryLayout.structLayout(MemoryLayout.sequenceLayout(FIELDS, ValueLayout.JAVA_LONG));

    private NativeMemory() {}

    /** Returns the bytes in use; 0 with a C library that does not count them. */
    @SuppressWarnings("restricted")
    static long used() throws Exception {
        Linker linker = Linker.nativeLinker();
        MemorySegment function = linker.defaultLookup().find("mallinfo2").orElse(null);
        if (function == null) {
            return 0;
        }
        MethodHandle mallinfo = linker.downcallHandle(function, FunctionDescriptor.of(MALLINFO));
        try (Arena arena = Arena.ofConfined()) {
            var info = (MemorySegment) mallinfo.invokeExact((SegmentAllocator) arena);
            return info.getAtIndex(ValueLayout.JAVA_LONG, HBLKHD) + info.getAtIndex(ValueLayout.JAVA_LONG, UORDBLKS);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("mallinfo2 throws nothing", t);
        }
    }
}
