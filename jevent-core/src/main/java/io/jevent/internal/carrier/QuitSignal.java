// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/*
 * The JVM gives SIGQUIT to no handler written in Java. Started with -Xrs it leaves the signal alone; and if the process was
 * started with the signal blocked, all threads of the JVM inherit that, so it stays pending until somebody asks for it:
 * a thread of ours, in sigwait(). Linux only.
 */
/** SIGQUIT, where the JVM lets it go. */
final class QuitSignal {

    private static final int NUMBER = 3;
    private static final long SIZE_OF_SIGSET = 128;

    private static final AtomicReference<@Nullable IntConsumer> HANDLER = new AtomicReference<>();
    private static boolean watched;

    private QuitSignal() {}

    /** Whether the signal is blocked and the JVM does not catch it. */
    static boolean isFree() {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(status)) {
            long known = lines.mapToLong(line -> has(line, "SigBlk:") ? 1 : has(line, "SigCgt:") ? 2 : 0)
                    .sum();
            return known == 1;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean has(String line, String set) {
        return line.startsWith(set)
                && (Long.parseUnsignedLong(line.substring(set.length()).strip(), 16) & (1L << (NUMBER - 1))) != 0;
    }

    /** Sets the handler; returns the one before. */
    static synchronized Optional<IntConsumer> handle(Optional<IntConsumer> handler) {
        if (!watched) {
            new ServiceThread(watch(), "jevent-sigquit").start();
            watched = true;
        }
        return Optional.ofNullable(HANDLER.getAndSet(handler.orElse(null)));
    }

    private static Runnable watch() {
        Linker linker = Linker.nativeLinker();
        var number = ValueLayout.JAVA_INT;
        var pointer = ValueLayout.ADDRESS;
        MethodHandle empty = find(linker, "sigemptyset", FunctionDescriptor.of(number, pointer));
        MethodHandle add = find(linker, "sigaddset", FunctionDescriptor.of(number, pointer, number));
        MethodHandle await = find(linker, "sigwait", FunctionDescriptor.of(number, pointer, pointer));
        return () -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment set = arena.allocate(SIZE_OF_SIGSET);
                MemorySegment received = arena.allocate(number);
                int failed = (int) empty.invokeExact(set) | (int) add.invokeExact(set, NUMBER);
                while (failed == 0) {
                    failed = (int) await.invokeExact(set, received);
                    deliver();
                }
            } catch (Throwable t) {
                throw new AssertionError(t);
            }
        };
    }

    @SuppressWarnings("restricted") // the launcher enables native access
    private static MethodHandle find(Linker linker, String name, FunctionDescriptor descriptor) {
        return linker.downcallHandle(
                linker.defaultLookup()
                        .find(name)
                        .orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name)),
                descriptor);
    }

    private static void deliver() {
        IntConsumer handler = HANDLER.get();
        if (handler == null) {
            Runtime.getRuntime().halt(128 + NUMBER);
        } else {
            handler.accept(NUMBER);
        }
    }
}
