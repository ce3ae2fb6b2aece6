// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.shutdown;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.signal.Signals;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/** A program that does not end by itself when a signal comes; its argument says why. */
public final class StuckProgram {

    private static final ReentrantLock LOCK = new ReentrantLock();

    private StuckProgram() {}

    public static void main(String[] args) throws Exception {
        String mode = args[0];
        if (mode.equals("stuck-hook")) {
            addHook(() -> {
                say("hook begins");
                waitForEver();
            });
        } else {
            addHook(() -> say("hook"));
        }
        Jevent.run(() -> {
            Signals.shutdownOn("INT", "TERM");
            switch (mode) {
                case "busy" -> compute();
                case "busy-told" -> computeUntilTold();
                case "locked" -> lockItself();
                case "locked-error-stream" -> lockTheErrorStream();
                case "native" -> waitInNativeCode();
                case "stuck-clean-up" -> cleanUpForEver();
                case "busy-leftover" -> leaveOneThatComputes();
                case "stuck-hook" -> waitForTheSignal();
                default -> throw new IllegalArgumentException(mode);
            }
            return null;
        });
    }

    private static void addHook(Runnable hook) {
        Runtime.getRuntime().addShutdownHook(new Thread(hook));
    }

    /** Written at once, and read by the test. */
    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void compute() {
        say("ready");
        while (true) {
            Thread.onSpinWait();
        }
    }

    /** Says when the first signal has reached jevent, which the hub does not learn. */
    private static void computeUntilTold() {
        say("ready");
        while (Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("jevent-shutdown"))) {
            Thread.onSpinWait();
        }
        say("told");
        while (true) {
            Thread.onSpinWait();
        }
    }

    /** The hub's own thread waits for a lock whose owner needs the hub to release it. */
    private static void lockItself() {
        var _ = Jevent.spawn(() -> {
            LOCK.lock();
            new Event().await();
        });
        Jevent.sleep();
        var loaded = Jevent.spawn(() -> Pinned.LOADED);
        loaded.join();
    }

    /** A class whose initializer waits for a lock: its greenlet cannot leave the hub's thread. */
    private static final class Pinned {
        static final boolean LOADED;

        static {
            say("ready");
            LOCK.lock();
            LOADED = true;
        }
    }

    /** As a logger that is stuck in the middle of a line. */
    private static void lockTheErrorStream() {
        synchronized (System.err) {
            compute();
        }
    }

    @SuppressWarnings("restricted") // the program is started with native access
    private static void waitInNativeCode() throws Exception {
        Linker linker = Linker.nativeLinker();
        var pause =
                linker.downcallHandle(linker.defaultLookup().find("pause").orElseThrow(), FunctionDescriptor.ofVoid());
        say("ready");
        try {
            while (true) {
                pause.invokeExact();
            }
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    private static void cleanUpForEver() {
        try {
            waitForTheSignal();
        } finally {
            say("cleaning up");
            Jevent.sleep(Duration.ofDays(1));
        }
    }

    private static void leaveOneThatComputes() {
        var _ = Jevent.spawn(() -> {
            try {
                new Event().await();
            } finally {
                say("computing");
                while (Thread.currentThread().isAlive()) {
                    Thread.onSpinWait();
                }
            }
        });
        Jevent.sleep();
        waitForTheSignal();
    }

    private static void waitForTheSignal() {
        say("ready");
        try (var handle = Signals.handle("USR1", () -> {})) {
            handle.setKeepAlive(true);
            new Event().await();
        }
    }
}
