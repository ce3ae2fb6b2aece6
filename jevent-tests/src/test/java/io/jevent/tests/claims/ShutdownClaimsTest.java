// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.signal.Signals;
import io.jevent.testing.VirtualTime;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Program shutdown. */
class ShutdownClaimsTest {

    private static void sendToMyself(String signal) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill",
                        "-" + signal,
                        Long.toString(ProcessHandle.current().pid()))
                .start();
        assertThat(kill.waitFor(10, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    @DisplayName(
            "Q1, Q2: a greenlet that does not give way holds up the handler of a signal; it must be ended from outside")
    void theHandlerWaitsForItsTurn() throws Exception {
        VirtualTime.run(_ -> {
            var log = new ArrayList<String>();
            var handled = new Event();
            try (var handle = Signals.handle("USR1", () -> {
                log.add("handler");
                handled.set();
            })) {
                handle.setKeepAlive(true);
                var busy = Jevent.spawn(() -> {
                    sendFromAThread();
                    log.add("still busy");
                });
                busy.join();
                handled.await();
                assertThat(log).containsExactly("still busy", "handler");
            }
        });
    }

    /** Sends the signal and holds the hub until it has come. */
    private static void sendFromAThread() {
        Thread sender = Thread.ofPlatform().start(() -> {
            try {
                sendToMyself("USR1");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        while (sender.isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("Q3: a signal ends a greenlet, and with it the program, in an orderly way")
    void aSignalKillsTheGreenletThatMainWaitsFor() throws Exception {
        VirtualTime.run(_ -> {
            var log = new ArrayList<String>();
            var worker = Jevent.spawn(() -> {
                try {
                    new Event().await();
                } finally {
                    Jevent.sleep();
                    log.add("cleaned up");
                }
            });
            try (var handle = Signals.handle("USR1", worker::kill)) {
                handle.setKeepAlive(true);
                Jevent.sleep();
                sendToMyself("USR1");
                worker.join();
            }
            log.add("main goes on to its end");
            assertThat(log).containsExactly("cleaned up", "main goes on to its end");
            assertThat(worker.isSuccessful()).isTrue();
        });
    }
}
