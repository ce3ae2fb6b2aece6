// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The JDK's sockets in greenlets. */
class JdkSocketsTest {

    /** Sends a byte there and back between two greenlets, each of which has to wait for it. */
    private static int roundTrip() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var echo = Jevent.spawn(() -> {
                try (Socket far = listener.accept()) {
                    int got = far.getInputStream().read();
                    far.getOutputStream().write(got + 1);
                    return got;
                }
            });
            try (var near = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
                Jevent.sleep();
                near.getOutputStream().write(41);
                int answer = near.getInputStream().read();
                assertThat(echo.result()).isEqualTo(41);
                return answer;
            }
        }
    }

    @RepeatedTest(5)
    void workOnAHubThatIsMadeAfterAnotherWasClosed() throws Exception {
        assertThat(Jevent.run(JdkSocketsTest::roundTrip)).isEqualTo(42);
        assertThat(Hub.ifCurrent()).isNull();
    }

    @Test
    void leaveNoThreadsOfTheJdkOnTheHub() throws Exception {
        String report = Jevent.run(() -> {
            roundTrip();
            return Hub.current().report();
        });
        assertThat(report).doesNotContain("Poller").doesNotContain("started by a library");
    }
}
