// SPDX-License-Identifier: Apache-2.0
package io.jevent.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Copies;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.LoopExit;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Sends signals to its own process; a hub that waits for one is told so with {@code setKeepAlive}. */
class SignalsTest {

    private static void send(String signal) throws IOException {
        new ProcessBuilder(
                        "kill",
                        "-" + signal,
                        Long.toString(ProcessHandle.current().pid()))
                .start();
    }

    @Test
    void aHandlerRunsInAGreenletOfItsOwnForEachSignal() throws Exception {
        HubTesting.run(() -> {
            var seen = new ArrayList<String>();
            var came = new Event();
            try (SignalHandle handle = Signals.handle("SIGUSR1", () -> {
                Jevent.sleep();
                seen.add(Jevent.current().name());
                came.set();
            })) {
                handle.setKeepAlive(true);
                send("USR1");
                came.await();
                came.clear();
                send("USR1");
                came.await();
            }
            assertThat(seen).containsExactly("signal handler", "signal handler");
        });
    }

    @Test
    void aHandlerAloneDoesNotKeepAStuckProgramAlive() throws Exception {
        HubTesting.run(() -> {
            try (SignalHandle _ = Signals.handle("USR1", () -> {})) {
                assertThatThrownBy(() -> new Event().await()).isInstanceOf(LoopExit.class);
            }
        });
    }

    @Test
    void theFailureOfAHandlerConcernsTheWholeProgram() throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorStream(null);
            var failure = new IllegalStateException("in the handler");
            try (SignalHandle handle = Signals.handle("USR1", () -> {
                throw failure;
            })) {
                handle.setKeepAlive(true);
                send("USR1");
                assertThatThrownBy(() -> new Event().await()).is(Copies.of(failure));
            }
        });
    }

    @Test
    void aSignalOfTheJvmIsRefusedWithTheWayOut() throws Exception {
        HubTesting.run(() -> {
            assertThatThrownBy(() -> Signals.handle("QUIT", () -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("SIGQUIT cannot be handled")
                    .hasMessageContaining("-Xrs");
            assertThatThrownBy(() -> Signals.handle("SIGNOPE", () -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("SIGNOPE cannot be handled");
        });
    }

    @Test
    void aShutdownRunsFinallyBlocksAndTellsTheExitStatus() {
        var order = new ArrayList<String>();
        assertThatThrownBy(() -> HubTesting.run(() -> {
                    var handles = Signals.shutdownOn("USR1");
                    handles.forEach(h -> h.setKeepAlive(true));
                    var _ = Jevent.spawn(() -> {
                        try {
                            new Event().await();
                        } finally {
                            order.add("other greenlet");
                        }
                    });
                    try {
                        send("USR1");
                        new Event().await();
                    } finally {
                        order.add("root");
                        handles.forEach(SignalHandle::cancel);
                    }
                }))
                .isInstanceOf(CancellationException.class)
                .cause()
                .isInstanceOfSatisfying(ShutdownSignal.class, s -> {
                    assertThat(s).hasMessage("received SIGUSR1");
                    assertThat(s.exitStatus()).isEqualTo(128 + 10);
                });
        assertThat(order).containsExactly("root", "other greenlet");
    }
}
