// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that input that reached the kernel in time is read, however late the hub reads its clock. */
@Timeout(60)
class LateHubSocketTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void dataInTheKernelEndsAReceiveThatIsOverdue() throws Exception {
        assertThat(received(4)).isEqualTo(4);
    }

    @Test
    void moreDataThanOneLookTakesEndsAReceiveThatIsOverdue() throws Exception {
        assertThat(received(400_000)).isEqualTo(400_000);
    }

    /**
     * Returns how much a greenlet reads with one limit for all reads, if all bytes were sent before the hub became
     * late.
     */
    private static int received(int size) throws Exception {
        var loop = VirtualTimeLoop.withInput();
        try (Hub _ = Hub.open(loop);
                var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Jevent.run(() -> {
                try (var socket = StreamSocket.connect("127.0.0.1:" + server.getLocalPort());
                        Socket peer = server.accept()) {
                    Greenlet<Integer> reader = Jevent.spawn(() -> new io.jevent.Timeout(SECOND).call(() -> {
                        int length = 0;
                        while (length < size) {
                            length += socket.recv(1 << 16).length;
                        }
                        return length;
                    }));
                    var _ = Jevent.spawn(() -> {
                        send(peer, size);
                        loop.advance(Duration.ofSeconds(10));
                    });
                    return reader.result();
                }
            });
        }
    }

    /** Blocks the hub until a thread has sent all bytes into the buffers of the kernel. */
    private static void send(Socket peer, int size) {
        Thread sender = Thread.ofPlatform().start(() -> {
            try {
                peer.getOutputStream().write("x".repeat(size).getBytes(StandardCharsets.US_ASCII));
            } catch (java.io.IOException e) {
                throw new IllegalStateException(e);
            }
        });
        while (sender.isAlive()) {
            Thread.onSpinWait();
        }
    }
}
