// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.open;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The native library of a JVM, which gives access to its JNI environment.
 *
 * @param home the folder of the JDK or of the run-time image
 * @param fileName the name of the library's file on this system
 */
@SuppressWarnings("restricted") // depending on this artifact is the consent to native access
record JvmLibrary(Path home, String fileName) {

    /** Linux and macOS keep it below {@code lib}, Windows below {@code bin}; images may have another variant. */
    private static final List<String> FOLDERS =
            List.of("lib/server", "bin/server", "lib/client", "bin/client", "lib/minimal", "bin/minimal");

    private static final int JNI_OK = 0;
    private static final int JNI_VERSION_1_8 = 0x0001_0008;

    /** {@code JNIInvokeInterface}: three reserved, DestroyJavaVM, AttachCurrentThread, DetachCurrentThread, GetEnv. */
    private static final int GET_ENV = 6;

    /** Returns the library of the JVM that runs. */
    static JvmLibrary ofThisJvm() {
        return new JvmLibrary(Path.of(System.getProperty("java.home")), System.mapLibraryName("jvm"));
    }

    /**
     * Finds the file of the library.
     *
     * @throws UnsupportedOperationException if there is none, as in a native image
     */
    Path file() {
        return FOLDERS.stream()
                .map(folder -> home.resolve(folder, fileName))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new UnsupportedOperationException("there is no " + fileName + " in " + home));
    }

    /**
     * Returns the address of the JNI environment of the calling thread.
     *
     * @param arena the life of the memory that the look-up needs
     * @throws UnsupportedOperationException if the library is not the one of the JVM that runs
     */
    MemorySegment environment(Arena arena) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle createdJavaVms = linker.downcallHandle(
                SymbolLookup.libraryLookup(file(), arena).findOrThrow("JNI_GetCreatedJavaVMs"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
        MemorySegment machines = arena.allocate(ADDRESS);
        MemorySegment count = arena.allocate(JAVA_INT);
        int status = (int) createdJavaVms.invokeExact(machines, 1, count);
        if (status != JNI_OK || count.get(JAVA_INT, 0) != 1) {
            throw new UnsupportedOperationException(file() + " is not the library of the JVM that runs");
        }
        MemorySegment machine = machines.get(ADDRESS, 0).reinterpret(ADDRESS.byteSize());
        MemorySegment functions = machine.get(ADDRESS, 0).reinterpret((GET_ENV + 1) * ADDRESS.byteSize());
        MethodHandle getEnv = linker.downcallHandle(
                functions.getAtIndex(ADDRESS, GET_ENV), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        MemorySegment environment = arena.allocate(ADDRESS);
        status = (int) getEnv.invokeExact(machine, environment, JNI_VERSION_1_8);
        if (status != JNI_OK) {
            throw new UnsupportedOperationException("GetEnv of JNI returned " + status);
        }
        return environment.get(ADDRESS, 0);
    }
}
