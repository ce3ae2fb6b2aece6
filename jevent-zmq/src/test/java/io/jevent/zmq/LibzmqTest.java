// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests against libzmq in another process. */
class LibzmqTest {

    private static final String ANYWHERE = "tcp://127.0.0.1:*";
    private static final int MANY = 5000;

    @ParameterizedTest
    @CsvSource({"REQ, REP", "DEALER, DEALER", "PAIR, PAIR", "REQ, ROUTER", "DEALER, ROUTER"})
    void itEchoesWhatIsAsked(ZmqType asker, String answerer) throws Exception {
        OnHub.run(context -> {
            try (var peer = Libzmq.start(answerer, "bind", ANYWHERE, "echo")) {
                var socket = context.socket(asker);
                socket.connect(peer.endpoint());
                for (int i = 0; i < 100; i++) {
                    var question = List.of("question".getBytes(UTF_8), new byte[] {(byte) i}, new byte[i * 1000]);
                    socket.sendMultipart(question);
                    assertThat(socket.recvMultipart()).containsExactlyElementsOf(question);
                }
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"REP, REQ", "DEALER, DEALER", "PAIR, PAIR", "ROUTER, REQ", "ROUTER, DEALER"})
    void itIsEchoed(ZmqType answerer, String asker) throws Exception {
        OnHub.run(context -> {
            var socket = context.socket(answerer);
            var echo = Jevent.spawn(() -> {
                while (true) {
                    socket.sendMultipart(socket.recvMultipart());
                }
            });
            try (var peer = Libzmq.start(asker, "connect", socket.bind(ANYWHERE), "ask:1000", "identity=somebody")) {
                assertThat(peer.done()).isEqualTo("1000");
            }
            echo.kill();
        });
    }

    @ParameterizedTest
    @CsvSource({"PULL, PUSH", "SUB, XPUB"})
    void itsMessagesAreCollected(ZmqType collector, String sender) throws Exception {
        OnHub.run(context -> {
            var socket = context.socket(collector);
            socket.options().receiveLimit(0);
            if (collector == ZmqType.SUB) {
                socket.subscribe("number");
            }
            String at = socket.bind(ANYWHERE);
            String work = sender.equals("XPUB") ? "ask-and-send:" + MANY : "send:" + MANY;
            try (var peer = Libzmq.start(sender, "connect", at, work)) {
                long sum = 0;
                for (int i = 0; i < MANY; i++) {
                    sum += Integer.parseInt(new String(socket.recvMultipart().get(1), UTF_8));
                }
                assertThat(sum).isEqualTo(MANY * (MANY - 1L) / 2);
                assertThat(peer.done()).isEqualTo("" + MANY);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"PUSH, PULL", "XPUB, SUB"})
    void itCollectsOurMessages(ZmqType sender, String collector) throws Exception {
        OnHub.run(context -> {
            var socket = context.socket(sender);
            socket.options().sendLimit(0);
            try (var peer = Libzmq.start(collector, "connect", socket.bind(ANYWHERE), "collect:" + MANY)) {
                if (sender == ZmqType.XPUB) {
                    assertThat(socket.recv()).startsWith(1);
                }
                for (int i = 0; i < MANY; i++) {
                    socket.sendMultipart(List.of(
                            "number".getBytes(UTF_8), Integer.toString(i).getBytes(UTF_8)));
                }
                assertThat(peer.done()).isEqualTo("" + MANY * (MANY - 1L) / 2);
            }
        });
    }

    @Test
    void curveClientsOfOursTalkToItsServers() throws Exception {
        OnHub.run(context -> {
            var server = CurveKeys.generate();
            try (var peer = Libzmq.start(
                    "REP", "bind", ANYWHERE, "echo", "public=" + server.publicKey(), "secret=" + server.secretKey())) {
                var socket = context.socket(ZmqType.REQ);
                socket.options().curveClient(server.publicKey(), CurveKeys.generate());
                socket.connect(peer.endpoint());
                socket.send("secret");
                assertThat(socket.recvString()).isEqualTo("secret");

                var wrong = context.socket(ZmqType.REQ);
                wrong.options().curveClient(CurveKeys.generate().publicKey(), CurveKeys.generate());
                wrong.connect(peer.endpoint());
                wrong.send("secret");
                assertThat(wrong.recv(Duration.ofMillis(300)))
                        .as("the answer of a server with another key")
                        .isEmpty();
            }
        });
    }

    @Test
    void itsCurveClientsTalkToOurServersIfTheirKeyIsKnown() throws Exception {
        OnHub.run(context -> {
            var server = CurveKeys.generate();
            var known = CurveKeys.generate();
            var asked = new java.util.ArrayList<ZmqAuthenticator.Client>();
            context.setAuthenticator(client -> {
                asked.add(client);
                return client.credentials().equals(List.of(known.publicKey()));
            });
            var socket = context.socket(ZmqType.REP);
            socket.options().curveServer(server).domain("here");
            String at = socket.bind(ANYWHERE);
            var stranger = CurveKeys.generate();
            try (var refused = ask(at, stranger, server)) {
                assertThat(socket.recv(Duration.ofMillis(300))).isEmpty();
                assertThat(refused.isRunning()).isTrue();
                try (var peer = ask(at, known, server)) {
                    for (int i = 0; i < 10; i++) {
                        socket.sendMultipart(socket.recvMultipart());
                    }
                    assertThat(peer.done()).isEqualTo("10");
                }
            }
            assertThat(asked).allSatisfy(client -> {
                assertThat(client.mechanism()).isEqualTo("CURVE");
                assertThat(client.domain()).isEqualTo("here");
                assertThat(client.address()).contains("127.0.0.1");
            });
        });
    }

    private static Libzmq ask(String at, CurveKeys own, CurveKeys server) throws Exception {
        return Libzmq.start(
                "REQ",
                "connect",
                at,
                "ask:10",
                "public=" + own.publicKey(),
                "secret=" + own.secretKey(),
                "server=" + server.publicKey());
    }

    @Test
    void plainClientsOfOursTalkToItsServers() throws Exception {
        OnHub.run(context -> {
            try (var peer = Libzmq.start("REP", "bind", ANYWHERE, "echo", "users=ann:apple")) {
                var socket = context.socket(ZmqType.REQ);
                socket.options().plainClient("ann", "apple");
                socket.connect(peer.endpoint());
                socket.send("it is me");
                assertThat(socket.recvString()).isEqualTo("it is me");

                var wrong = context.socket(ZmqType.REQ);
                wrong.options().plainClient("ann", "pear");
                wrong.connect(peer.endpoint());
                wrong.send("it is me");
                assertThat(wrong.recv(Duration.ofMillis(300)))
                        .as("the answer to a wrong password")
                        .isEmpty();
            }
        });
    }

    @Test
    void itsPlainClientsTalkToOurServersWithTheRightPassword() throws Exception {
        OnHub.run(context -> {
            context.setAuthenticator(client -> client.credentials().equals(List.of("ann", "apple")));
            var socket = context.socket(ZmqType.REP);
            socket.options().plainServer();
            String at = socket.bind(ANYWHERE);
            try (var refused = Libzmq.start("REQ", "connect", at, "ask:1", "user=ann", "password=pear")) {
                assertThat(socket.recv(Duration.ofMillis(300))).isEmpty();
                assertThat(refused.isRunning()).isTrue();
                try (var peer = Libzmq.start("REQ", "connect", at, "ask:10", "user=ann", "password=apple")) {
                    for (int i = 0; i < 10; i++) {
                        socket.sendMultipart(socket.recvMultipart());
                    }
                    assertThat(peer.done()).isEqualTo("10");
                }
            }
        });
    }

    @Test
    void aPeerThatDiesAndReturnsIsConnectedAgain() throws Exception {
        OnHub.run(context -> {
            var socket = context.socket(ZmqType.DEALER);
            String at;
            try (var first = Libzmq.start("ROUTER", "bind", ANYWHERE, "echo")) {
                at = first.endpoint();
                socket.options().reconnectAfter(Duration.ofMillis(10));
                socket.connect(at);
                socket.send("before");
                assertThat(socket.recvString()).isEqualTo("before");
                first.kill();
            }
            var waiting = Jevent.spawn(socket::recvString);
            Jevent.sleep();
            assertThat(waiting.isReady()).isFalse();
            try (var second = Libzmq.start("ROUTER", "bind", at, "echo")) {
                assertThat(second.endpoint()).isEqualTo(at);
                while (!waiting.join(Duration.ofMillis(20))) { // messages in flight when the peer died are lost
                    socket.send("after");
                }
                assertThat(waiting.result()).isEqualTo("after");
            }
        });
    }
}
