// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.socket.StreamSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A server on a hub with virtual time, whose sockets are real. */
class ServerVirtualTimeTest {

    /** Stops a server whose only handler sleeps. */
    private static Drained stopping(Duration handler, Duration limit, Duration expected) throws Exception {
        try (Hub hub = Hub.open(VirtualTimeLoop.withInput())) {
            return Jevent.run(() -> {
                try (var server = new StreamServer("127.0.0.1:0", _ -> Jevent.sleep(handler))) {
                    server.start();
                    try (var _ = StreamSocket.connect(server.address())) {
                        while (server.handlers() == 0) {
                            Jevent.sleep();
                        }
                        Drained drained = server.stop(limit);
                        assertThat(Duration.ofNanos(hub.now()))
                                .as("the time that passed")
                                .isEqualTo(expected);
                        return drained;
                    }
                }
            });
        }
    }

    @Test
    void aStopWaitsForAHandlerThatSleeps() throws Exception {
        Duration day = Duration.ofDays(1);
        assertThat(stopping(day, Duration.ofDays(2), day)).isEqualTo(new Drained(1, 0, 0));
    }

    @Test
    void aHandlerThatSleepsTooLongIsKilledWhenTimeIsUp() throws Exception {
        Duration day = Duration.ofDays(1);
        assertThat(stopping(Duration.ofDays(2), day, day)).isEqualTo(new Drained(0, 1, 0));
    }
}
