// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.NotSimulatedException;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.socket.StreamSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests a server with virtual time: serving and stopping do not hold the clock back. */
class VirtualTimeServerTest {

    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void stopWaitsForAHandlerThatSleeps() throws Exception {
        try (var hub = Hub.open(VirtualTimeLoop.withInput())) {
            StopResult drained = Jevent.run(() -> {
                var begun = new Event();
                var server = new StreamServer("127.0.0.1:0", socket -> {
                    begun.set();
                    Jevent.sleep(LONG);
                });
                server.start();
                try (var _ = StreamSocket.connect(server.address())) {
                    begun.await();
                    return server.stop(LONG.multipliedBy(2));
                }
            });
            assertThat(drained).isEqualTo(new StopResult(1, 0, 0));
            assertThat(hub.now()).isEqualTo(LONG.toNanos());
        }
    }

    @Test
    void aHubOfTheSettingGetsItsLoopForSocketsWithTheFirstSocket() throws Exception {
        System.setProperty("jevent.virtualTime", "true");
        try (var hub = Hub.open()) {
            Jevent.run(() -> {
                Jevent.sleep(LONG);
                var server = new StreamServer("127.0.0.1:0", Scene::echo);
                server.start();
                try (var socket = StreamSocket.connect(server.address())) {
                    socket.sendAll(new byte[] {7});
                    assertThat(socket.recv(1)).containsExactly(7);
                    Jevent.sleep(LONG);
                }
                return server.stop();
            });
            assertThat(hub.now()).isEqualTo(2 * LONG.toNanos());
        } finally {
            System.clearProperty("jevent.virtualTime");
        }
    }

    @Test
    void aHubInVirtualTimeHasSocketsWithoutBeingAsked() throws Exception {
        try (var hub = Hub.open(new VirtualTimeLoop())) {
            byte[] received = Jevent.run(() -> {
                try (var pair = StreamSocket.pair()) {
                    pair.first().sendAll(new byte[] {7});
                    Jevent.sleep(LONG);
                    return pair.second().recv(1);
                }
            });
            assertThat(received).containsExactly(7);
            assertThat(hub.now()).isEqualTo(LONG.toNanos());
        }
    }

    @Test
    void aClosedWorldRefusesSocketsByName() {
        try (var _ = Hub.open(VirtualTimeLoop.closedWorld())) {
            assertThatThrownBy(() -> Jevent.run(() -> {
                        StreamSocket.pair().first().close();
                        return true;
                    }))
                    .isInstanceOf(NotSimulatedException.class)
                    .hasMessageStartingWith("sockets are not simulated");
        }
    }

    @Test
    void othersSleepWhileAServerServesForEver() throws Exception {
        try (var hub = Hub.open(VirtualTimeLoop.withInput())) {
            Jevent.run(() -> {
                var server = new StreamServer("127.0.0.1:0", Scene::echo);
                var _ = Jevent.spawnLater(LONG, () -> {
                    var _ = server.stop();
                });
                server.serveForever();
                return null;
            });
            assertThat(hub.now()).isEqualTo(LONG.toNanos());
        }
    }
}
