// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** A server that answers wrongly gets no number. */
class EchoesTest {

    private static final int SIZE = 64;

    @Test
    void whatComesBackAsItWasSentIsTaken() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var echoes = new Echoes(Connection.to(new Known(listener.getLocalPort())), 0);
                var server = listener.accept()) {
            for (int i = 0; i < 3; i++) {
                echoes.ask();
                server.getOutputStream().write(server.getInputStream().readNBytes(SIZE));
                assertThatCode(echoes::check).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void anOldAnswerIsFound() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var echoes = new Echoes(Connection.to(new Known(listener.getLocalPort())), 0);
                var server = listener.accept()) {
            echoes.ask();
            byte[] first = server.getInputStream().readNBytes(SIZE);
            server.getOutputStream().write(first);
            echoes.check();
            echoes.ask();
            server.getOutputStream().write(first);
            assertThatThrownBy(echoes::check)
                    .isInstanceOf(IOException.class)
                    .hasMessage("the answer to message 2 is wrong from byte 7 on");
        }
    }

    @Test
    void aWrongByteIsFound() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var echoes = new Echoes(Connection.to(new Known(listener.getLocalPort())), 0);
                var server = listener.accept()) {
            echoes.ask();
            byte[] message = server.getInputStream().readNBytes(SIZE);
            message[SIZE - 1]++;
            server.getOutputStream().write(message);
            assertThatThrownBy(echoes::check)
                    .isInstanceOf(IOException.class)
                    .hasMessage("the answer to message 1 is wrong from byte 63 on");
        }
    }

    @Test
    void aLostByteIsFound() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var echoes = new Echoes(Connection.to(new Known(listener.getLocalPort())), 0);
                var server = listener.accept()) {
            echoes.ask();
            byte[] message = server.getInputStream().readNBytes(SIZE);
            server.getOutputStream().write(message, 0, SIZE - 1);
            server.shutdownOutput();
            assertThatThrownBy(echoes::check)
                    .isInstanceOf(EOFException.class)
                    .hasMessage("the server closed the connection, with 1 bytes to come");
        }
    }

    private record Known(int port) implements Server {

        @Override
        public long processorNanos() {
            return 0;
        }

        @Override
        public long memory() {
            return 0;
        }
    }
}
