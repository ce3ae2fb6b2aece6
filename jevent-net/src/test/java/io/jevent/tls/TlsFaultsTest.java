// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import static io.jevent.tls.Talk.bytes;
import static io.jevent.tls.Talk.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.ConcurrentObjectUseException;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests peers that stall, vanish or send wrong data, and greenlets that are killed or time out. */
@ParameterizedClass
@EnumSource(TlsSetting.class)
class TlsFaultsTest {

    /** A long limit, because many handshakes take long on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final TlsSetting setting;

    TlsFaultsTest(TlsSetting setting) {
        this.setting = setting;
    }

    @Test
    void aHandshakeHasALimit() throws Exception {
        setting.run(() -> {
            TlsServer server =
                    setting.server().handshakeTimeout(Duration.ofMillis(20)).build();
            try (var pair = StreamSocket.pair()) {
                assertThatThrownBy(() -> server.secure(pair.first()))
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessageStartingWith("TLS handshake timed out after PT0.02S: stream ");
                assertThat(pair.first().isOpen()).isFalse();
            }
        });
    }

    @Test
    void aKillEndsAHandshake() throws Exception {
        setting.run(() -> {
            try (var pair = StreamSocket.pair()) {
                Greenlet<?> shaking =
                        Jevent.spawn(() -> setting.client().build().secure(pair.first(), "localhost"));
                while (shaking.waitingOn() == null) {
                    Jevent.idle();
                }
                shaking.kill();
                assertThat(shaking.isDead()).isTrue();
                assertThat(pair.first().isOpen()).isFalse();
                assertThat(pair.second().inputStream().readAllBytes()).isNotEmpty();
            }
        });
    }

    @Test
    void aTimeoutEndsAHandshake() throws Exception {
        setting.run(() -> {
            TlsClient client = setting.client().build();
            try (var pair = StreamSocket.pair();
                    var timeout = io.jevent.Timeout.startNew(Duration.ofMillis(20))) {
                assertThatThrownBy(() -> client.secure(pair.first(), "localhost"))
                        .isSameAs(timeout);
                assertThat(pair.first().isOpen()).isFalse();
            }
        });
    }

    @Test
    void closingEndsAHandshake() throws Exception {
        setting.run(() -> {
            try (var pair = StreamSocket.pair()) {
                Greenlet<?> shaking =
                        Jevent.spawn(() -> setting.client().build().secure(pair.first(), "localhost"));
                while (shaking.waitingOn() == null) {
                    Jevent.idle();
                }
                pair.first().close();
                assertThatThrownBy(shaking::result)
                        .isInstanceOf(SocketException.class)
                        .hasMessageStartingWith("the socket was closed by");
            }
        });
    }

    @Test
    void aPeerThatClosesInTheHandshake() throws Exception {
        setting.run(() -> {
            try (var pair = StreamSocket.pair()) {
                Greenlet<?> shaking =
                        Jevent.spawn(() -> setting.client().build().secure(pair.first(), "localhost"));
                assertThat(pair.second().recv(1)).hasSize(1);
                pair.second().close();
                assertThatThrownBy(shaking::result)
                        .isInstanceOf(IOException.class)
                        .hasMessageMatching("(the peer closed the connection during the TLS handshake|Connection reset"
                                + " by peer|Connection reset|.*): stream .*");
                assertThat(pair.first().isOpen()).isFalse();
            }
        });
    }

    @Test
    void aPeerThatFinishesInTheHandshake() throws Exception {
        setting.run(() -> {
            try (var pair = StreamSocket.pair()) {
                pair.second().shutdownOutput();
                assertThatThrownBy(() -> setting.client().build().secure(pair.first(), "localhost"))
                        .isInstanceOf(SSLHandshakeException.class)
                        .hasMessageStartingWith("the peer closed the connection during the TLS handshake: stream ");
            }
        });
    }

    @Test
    void aClosedSocketCannotBeSecured() throws Exception {
        setting.run(() -> {
            try (var pair = StreamSocket.pair()) {
                pair.first().close();
                assertThatThrownBy(() -> setting.client().build().secure(pair.first(), "localhost"))
                        .isInstanceOf(SocketException.class)
                        .hasMessageStartingWith("the socket is closed");
            }
        });
    }

    @Test
    void anEndWithoutACloseNotifyIsAnError() throws Exception {
        setting.run(() -> {
            try (var cut = Cut.begin(setting)) {
                cut.talk().server().sendAll(bytes("all there is"));
                assertThat(text(cut.talk().client().recv(100))).isEqualTo("all there is");
                cut.cut();
                assertThatThrownBy(() -> cut.talk().client().recv(100))
                        .isInstanceOf(SSLException.class)
                        .hasMessageStartingWith("the connection ended without the peer's close_notify");
            }
        });
    }

    @Test
    void bytesThatWereChangedOnTheWayAreRefused() throws Exception {
        setting.run(() -> {
            try (var cut = Cut.begin(setting)) {
                cut.tamper();
                cut.talk().server().sendAll(bytes("the account is 12345"));
                assertThatThrownBy(() -> cut.talk().client().recv(100)).isInstanceOf(SSLException.class);
                assertThatThrownBy(() -> cut.talk().client().sendAll(bytes("x")))
                        .isInstanceOf(IOException.class);
            }
        });
    }

    @Test
    void aReaderIsNotDisturbedByAHandshake() throws Exception {
        setting.run(() -> {
            try (var pair = StreamSocket.pair()) {
                Greenlet<byte[]> reading = Jevent.spawn(() -> pair.first().recv(10));
                Jevent.idle();
                assertThatThrownBy(() -> setting.server().build().secure(pair.first()))
                        .isInstanceOf(ConcurrentObjectUseException.class)
                        .hasMessageContaining("already waits to read from");
                pair.second().sendAll(bytes("still open"));
                assertThat(text(reading.result())).isEqualTo("still open");
            }
        });
    }

    @Test
    void nobodyElseSendsDuringAHandshake() throws Exception {
        setting.run(() -> {
            try (var pair = StreamSocket.pair()) {
                Greenlet<?> shaking =
                        Jevent.spawn(() -> setting.server().build().secure(pair.first()));
                while (shaking.waitingOn() == null) {
                    Jevent.idle();
                }
                assertThatThrownBy(() -> pair.first().sendAll(bytes("not encrypted")))
                        .isInstanceOf(ConcurrentObjectUseException.class);
                assertThatThrownBy(() -> pair.first().recv(1)).isInstanceOf(ConcurrentObjectUseException.class);
                shaking.kill();
            }
        });
    }

    @Test
    void whatWasSentBeforeAHandshakeIsNotEncrypted() throws Exception {
        setting.run(() -> {
            try (var pair = StreamSocket.pair()) {
                var much = new byte[3_000_000];
                assertThatThrownBy(() -> pair.first().sendAll(ByteBuffer.wrap(much), Duration.ZERO))
                        .isInstanceOf(SocketTimeoutException.class);
                int sent = (int) pair.first().bytesSent();
                Greenlet<?> shaking =
                        Jevent.spawn(() -> setting.client().build().secure(pair.first(), "localhost"));
                assertThat(pair.second().inputStream().readNBytes(sent)).containsOnly(0);
                setting.server().build().secure(pair.second());
                shaking.result();
            }
        });
    }

    @Test
    @Tag("slow")
    void aThousandConnectionsLeaveNothing() throws Exception {
        setting.run(() -> {
            TlsClient client = setting.client().handshakeTimeout(PATIENCE).build();
            try (var serving =
                    new EchoServer(setting.server().handshakeTimeout(PATIENCE).build())) {
                for (int i = 0; i < 50; i++) {
                    serving.echo(client);
                }
                long descriptors = descriptors();
                long direct = direct();
                for (int i = 0; i < 1000; i++) {
                    serving.echo(client);
                }
                Jevent.idle();
                assertThat(serving.failure()).isNull();
                assertThat(descriptors()).isLessThan(descriptors + 10);
                assertThat(direct()).isLessThan(direct + 1_000_000);
            }
        });
    }

    private static long descriptors() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static long direct() {
        return io.netty.buffer.PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()
                + ((io.netty.buffer.ByteBufAllocatorMetricProvider) io.netty.buffer.ByteBufAllocator.DEFAULT)
                        .metric()
                        .usedDirectMemory();
    }

    /** A connection whose client side is controlled by the test. */
    private record Cut(Talk talk, Relay relay) implements AutoCloseable {

        static Cut begin(TlsSetting setting) throws Exception {
            var relay = new Relay();
            Greenlet<StreamSocket> serving =
                    Jevent.spawn(() -> setting.server().build().secure(relay.server()));
            StreamSocket client = setting.client().build().secure(relay.client(), "localhost");
            return new Cut(new Talk(client, serving.result()), relay);
        }

        void cut() throws IOException {
            relay.cut();
        }

        void tamper() {
            relay.tamper();
        }

        @Override
        public void close() {
            talk.close();
            relay.close();
        }
    }

    /** Forwards bytes between two sockets, until the test stops it. */
    private static final class Relay implements AutoCloseable {

        private final StreamSocket.Pair left = StreamSocket.pair();
        private final StreamSocket.Pair right = StreamSocket.pair();
        private boolean tampering;
        private final Greenlet<?> there = Jevent.spawn(() -> carry(left.second(), right.second()));
        private final Greenlet<?> back = Jevent.spawn(() -> carry(right.second(), left.second()));

        Relay() throws IOException {}

        private Object carry(StreamSocket from, StreamSocket to) throws IOException {
            for (byte[] got = from.recv(65536); got.length > 0; got = from.recv(65536)) {
                if (tampering) {
                    got[got.length - 1] ^= 1;
                }
                to.sendAll(got);
            }
            return null;
        }

        StreamSocket client() {
            return left.first();
        }

        StreamSocket server() {
            return right.first();
        }

        void tamper() {
            tampering = true;
        }

        void cut() throws IOException {
            there.kill();
            back.kill();
            left.second().shutdownOutput();
        }

        @Override
        public void close() {
            there.kill();
            back.kill();
            left.close();
            right.close();
        }
    }

    @Test
    void manyConnectionsAtOnce() throws Exception {
        setting.run(() -> {
            TlsClient client = setting.client().handshakeTimeout(PATIENCE).build();
            try (var serving = new EchoServer(
                            setting.server().handshakeTimeout(PATIENCE).build());
                    var listening = StreamListener.listen("127.0.0.1:0")) {
                assertThat(listening.isOpen()).isTrue();
                var all = new java.util.ArrayList<Greenlet<String>>();
                for (int i = 0; i < 100; i++) {
                    all.add(Jevent.spawn(() -> serving.echo(client)));
                }
                for (Greenlet<String> one : all) {
                    assertThat(one.result()).startsWith("client: ");
                }
            }
        });
    }
}
