// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.shutdown;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import io.jevent.signal.ShutdownSignal;
import io.jevent.signal.Signals;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** Several programs; the first argument chooses one. Each prints a line when it waits for a signal. */
@Tag("realtime")
final class SignalledProgram {

    private static final PrintStream OUT = System.out;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(100);

    private SignalledProgram() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "orderly" -> Jevent.run(() -> waiting(SHORT));
            case "slow-cleanup" -> Jevent.run(() -> waiting(LONG));
            case "no-root" -> waiting(SHORT);
            case "caught" -> Jevent.run(SignalledProgram::catching);
            case "ending" -> Jevent.run(SignalledProgram::ending);
            case "ended" -> ended();
            case "abandoned" -> abandoned();
            case "handled" -> Jevent.run(() -> handling(args[1]));
            default -> throw new IllegalArgumentException("no such program: " + args[0]);
        }
        OUT.println("main returns");
    }

    private static void shutDownOnSignals() {
        var _ = Signals.shutdownOn("INT", "TERM", "HUP");
    }

    private static void waiting(Duration cleanUp) {
        shutDownOnSignals();
        var _ = Jevent.spawn(() -> {
            try {
                Jevent.sleep(LONG);
            } finally {
                Jevent.sleep(SHORT);
                OUT.println("other greenlet cleaned up");
            }
        });
        try {
            OUT.println("ready");
            Jevent.sleep(LONG);
        } finally {
            OUT.println("cleaning up");
            Jevent.sleep(cleanUp);
            OUT.println("cleaned up");
        }
    }

    private static void catching() {
        shutDownOnSignals();
        try {
            OUT.println("ready");
            Jevent.sleep(LONG);
        } catch (ShutdownSignal signal) {
            OUT.println("caught " + signal.exitStatus());
        }
    }

    /** The signal comes while the greenlets that are left clean up. */
    private static void ending() {
        shutDownOnSignals();
        var _ = Jevent.spawn(() -> {
            try {
                Jevent.sleep(LONG);
            } finally {
                OUT.println("ready");
                Jevent.sleep(SHORT.multipliedBy(10));
                OUT.println("cleaned up");
            }
        });
        Jevent.sleep();
    }

    private static void ended() throws InterruptedException {
        Jevent.run(SignalledProgram::shutDownOnSignals);
        OUT.println("ready");
        Thread.sleep(LONG);
    }

    /** The thread of the hub has ended and left it open. */
    private static void abandoned() throws InterruptedException {
        Thread.ofPlatform()
                .start(() -> {
                    var _ = Hub.current();
                    shutDownOnSignals();
                })
                .join();
        OUT.println("ready");
        Thread.sleep(LONG);
    }

    private static void handling(String signal) {
        var came = new Event();
        try (var handle = Signals.handle(signal, came::set)) {
            handle.setKeepAlive(true);
            OUT.println("ready");
            came.await();
            OUT.println("handled");
        }
    }
}
