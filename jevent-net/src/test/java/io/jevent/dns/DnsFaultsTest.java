// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.dns.FakeNameServer.Answer;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import io.jevent.socket.OnLoop;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests name servers that are silent, slow, broken or hostile. */
@Tag("realtime")
@ParameterizedClass
@EnumSource(OnLoop.class)
class DnsFaultsTest {

    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String TRUE = "192.0.2.1";
    private static final String FALSE = "203.0.113.66";

    private final OnLoop loop;

    DnsFaultsTest(OnLoop loop) {
        this.loop = loop;
    }

    private void run(OnLoop.Body body) throws Exception {
        loop.run(body);
    }

    private static InetAddress ip(String address) {
        return InetAddress.ofLiteral(address);
    }

    private static void ignore(FakeNameServer.Query query) {}

    @Test
    void aSilentServerIsFollowedByTheNext() throws Exception {
        try (var silent = new FakeNameServer(DnsFaultsTest::ignore);
                var good = new FakeNameServer(query -> query.answer(TRUE))) {
            run(() -> {
                var resolver = silent.resolver()
                        .servers(silent.address(), good.address())
                        .timeout(Duration.ofSeconds(2))
                        .build();
                assertThat(resolver.addresses("host.example")).containsExactly(ip(TRUE));
                assertThat(silent.askedFor()).containsExactly("host.example");
                assertThat(good.askedFor()).containsExactly("host.example");
            });
        }
    }

    @Test
    void aSilentServerIsAskedAsOftenAsThereAreTriesAndNamed() throws Exception {
        try (var silent = new FakeNameServer(DnsFaultsTest::ignore)) {
            run(() -> {
                var resolver = silent.resolver().timeout(SHORT).tries(3).build();
                assertThatThrownBy(() -> resolver.addresses("host.example"))
                        .isInstanceOf(UnknownHostException.class)
                        .hasMessage("cannot look up host.example: no response in PT0.15S, asked each server 3 times;"
                                + " asked 127.0.0.1:" + silent.address().getPort());
                assertThat(silent.askedFor()).hasSize(3);
            });
        }
    }

    @Test
    void aServerThatFailsIsFollowedByTheNext() throws Exception {
        try (var broken = new FakeNameServer(query -> query.refuse(FakeNameServer.SERVFAIL));
                var good = new FakeNameServer(query -> query.answer(TRUE))) {
            run(() -> {
                var resolver = broken.resolver()
                        .servers(broken.address(), good.address())
                        .build();
                assertThat(resolver.addresses("host.example")).containsExactly(ip(TRUE));
            });
        }
    }

    @Test
    void saysThatAllServersFailed() throws Exception {
        try (var broken = new FakeNameServer(query -> query.refuse(FakeNameServer.SERVFAIL))) {
            run(() -> {
                var resolver = broken.resolver().tries(2).build();
                assertThatThrownBy(() -> resolver.addresses("host.example"))
                        .isInstanceOf(UnknownHostException.class)
                        .hasMessageStartingWith("cannot look up host.example: ")
                        .hasMessageContaining("SERVFAIL")
                        .hasMessageEndingWith(
                                "asked 127.0.0.1:" + broken.address().getPort());
                assertThat(broken.askedFor()).hasSize(2);
            });
        }
    }

    @Test
    void saysThatThereIsNoSuchNameAndRemembersIt() throws Exception {
        try (var server = new FakeNameServer(query -> query.refuse(FakeNameServer.NXDOMAIN))) {
            run(() -> {
                var resolver = server.resolver().tries(1).build();
                for (int i = 0; i < 2; i++) {
                    assertThatThrownBy(() -> resolver.addresses("nowhere.example"))
                            .isInstanceOf(UnknownHostException.class)
                            .hasMessage("cannot look up nowhere.example: there is no such name (NXDOMAIN);"
                                    + " asked 127.0.0.1:" + server.address().getPort());
                }
                assertThat(server.askedFor()).containsExactly("nowhere.example");
            });
        }
    }

    @Test
    void anAnswerThatWasCutOffIsAskedForAgainByTcp() throws Exception {
        try (var server = new FakeNameServer(query -> {
            if (query.overTcp()) {
                query.answer(TRUE);
            } else {
                query.send(new Answer(query).cutOff().bytes());
            }
        })) {
            run(() -> {
                assertThat(server.resolver().build().addresses("long.example")).containsExactly(ip(TRUE));
                assertThat(server.queries()).anyMatch(FakeNameServer.Query::overTcp);
            });
        }
    }

    @Test
    void anAnswerThatEndsTooEarlyIsAskedForAgainByTcp() throws Exception {
        try (var server = new FakeNameServer(query -> {
            if (query.overTcp()) {
                query.answer(TRUE);
            } else {
                byte[] bytes = new Answer(query).address(FALSE).bytes();
                query.send(Arrays.copyOf(bytes, bytes.length - 3));
            }
        })) {
            run(() -> assertThat(server.resolver().build().addresses("broken.example"))
                    .containsExactly(ip(TRUE)));
        }
    }

    @Test
    void anAnswerAboutAnotherNameInsideIsNotTaken() throws Exception {
        try (var liar = new FakeNameServer(query -> query.send(new Answer(query)
                .add(
                        "\4evil\7example\0".getBytes(StandardCharsets.US_ASCII),
                        FakeNameServer.A,
                        ip(FALSE).getAddress())
                .bytes()))) {
            run(() -> {
                var resolver = liar.resolver().tries(1).build();
                assertThatThrownBy(() -> resolver.addresses("host.example"))
                        .isInstanceOf(UnknownHostException.class)
                        .hasMessageContaining("the name has no such record");
                resolver.addresses("evil.example");
                assertThat(liar.askedFor())
                        .as("nor is it kept for a later question")
                        .containsExactly("host.example", "evil.example");
            });
        }
    }

    @Test
    void aliasesInACircleEnd() throws Exception {
        try (var server = new FakeNameServer(query -> query.send(new Answer(query)
                .alias(query.name(), query.name().startsWith("one.") ? "two.example" : "one.example")
                .bytes()))) {
            run(() -> {
                assertThatThrownBy(() -> server.resolver().build().addresses("one.example"))
                        .isInstanceOf(UnknownHostException.class)
                        .hasMessageStartingWith("cannot look up one.example: ");
                assertThat(server.queries()).hasSizeLessThan(50);
            });
        }
    }

    @Test
    void aChainOfAliasesThatNeverEndsIsGivenUp() throws Exception {
        try (var server = new FakeNameServer(query -> query.send(
                new Answer(query).alias(query.name(), "x" + query.name()).bytes()))) {
            run(() -> {
                assertThatThrownBy(() -> server.resolver().build().addresses("x.example"))
                        .isInstanceOf(UnknownHostException.class);
                assertThat(server.queries()).hasSizeLessThan(50);
            });
        }
    }

    @Test
    void anAnswerWithAWrongNumberDoesNotCount() throws Exception {
        lies(query ->
                query.send(new Answer(query).id(query.id() + 1).address(FALSE).bytes()));
    }

    @Test
    void anAnswerToAnotherQuestionDoesNotCount() throws Exception {
        lies(query -> query.send(
                new Answer(query).about("evil.example").address(FALSE).bytes()));
    }

    @Test
    void anAnswerFromAnotherPortDoesNotCount() throws Exception {
        lies(query -> {
            byte[] answer = new Answer(query).address(FALSE).bytes();
            try (var other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                other.send(new DatagramPacket(answer, answer.length, query.from()));
            }
        });
    }

    @Test
    void whatIsNoAnswerAtAllDoesNotCount() throws Exception {
        lies(query -> query.send(new byte[] {1, 2, 3}));
        lies(query -> query.send(new byte[0]));
        lies(query -> {
            byte[] bytes = new Answer(query).address(FALSE).bytes();
            bytes[2] &= 0x7f; // a query, not a response
            query.send(bytes);
        });
    }

    @Test
    void manyLiesDoNotWearTheLookUpOut() throws Exception {
        lies(query -> {
            for (int i = 1; i <= 100; i++) {
                query.send(new Answer(query).id(query.id() + i).address(FALSE).bytes());
            }
        });
    }

    /** The burst of the limit, one more a second, and a line that counts the others. */
    @Test
    void manyForgedAnswersDoNotFillTheLog() throws Exception {
        int lookups = 20;
        int forgedForEach = 50; // the kernel drops none of them, nor the true response behind them
        var lines = new CopyOnWriteArrayList<LogRecord>();
        var handler = new LogLines(lines);
        Logger logger = Logger.getLogger("io.netty.resolver.dns.DnsQueryContext");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try (var forger = new FakeNameServer(query -> {
            for (int i = 0; i < forgedForEach; i++) {
                query.send(
                        new Answer(query).about("evil.example").address(FALSE).bytes());
            }
            query.answer(TRUE);
        })) {
            run(() -> {
                long began = System.nanoTime();
                var resolver = forger.resolver()
                        .timeout(LONG)
                        .order(DnsResolver.Order.IPV4)
                        .build();
                for (int i = 0; i < lookups; i++) {
                    assertThat(resolver.addresses("host" + i + ".example")).containsExactly(ip(TRUE));
                }
                long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
                assertThat(lines)
                        .as("ten at once, one a second, and as many lines that count")
                        .hasSizeLessThanOrEqualTo(2 * (int) (11 + seconds));
            });
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }

    /** Records the log lines. */
    private static final class LogLines extends Handler {
        private final List<LogRecord> lines;

        LogLines(List<LogRecord> lines) {
            this.lines = lines;
        }

        @Override
        public void publish(LogRecord line) {
            lines.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /**
     * After each forged response comes the true one, or none: a forged response is never accepted, and does not
     * suppress the true one.
     */
    private void lies(FakeNameServer.Behaviour lie) throws Exception {
        try (var liar = new FakeNameServer(query -> {
                    lie.answer(query);
                    query.answer(TRUE);
                });
                var onlyLies = new FakeNameServer(lie)) {
            run(() -> {
                var onlyLied = onlyLies.resolver().timeout(SHORT).tries(1).build();
                assertThatThrownBy(() -> onlyLied.addresses("host.example"))
                        .isInstanceOf(UnknownHostException.class)
                        .hasMessageContaining("no response in PT0.15S");
                assertThat(onlyLies.askedFor()).isNotEmpty();
                var resolver = liar.resolver().timeout(LONG).tries(1).build();
                assertThat(resolver.addresses("host.example")).containsExactly(ip(TRUE));
                assertThat(liar.askedFor()).containsExactly("host.example");
                var second = onlyLies.resolver()
                        .servers(onlyLies.address(), liar.address())
                        .timeout(SHORT)
                        .tries(10)
                        .build();
                assertThat(second.addresses("other.example")).containsExactly(ip(TRUE));
            });
        }
    }

    @Test
    void eachLookUpHasAPortAndANumberOfItsOwn() throws Exception {
        try (var server = new FakeNameServer(query -> query.answer(TRUE))) {
            run(() -> {
                var resolver = server.resolver().order(DnsResolver.Order.IPV4).build();
                for (int i = 0; i < 30; i++) {
                    assertThat(resolver.addresses("host" + i + ".example")).hasSize(1);
                }
                Set<SocketAddress> ports = server.queries().stream()
                        .map(FakeNameServer.Query::from)
                        .collect(Collectors.toSet());
                Set<Integer> numbers =
                        server.queries().stream().map(FakeNameServer.Query::id).collect(Collectors.toSet());
                assertThat(ports).hasSizeGreaterThan(20);
                assertThat(numbers).hasSizeGreaterThan(28);
                assertThat(numbers.stream().mapToInt(i -> i).max().orElse(0)
                                - numbers.stream().mapToInt(i -> i).min().orElse(0))
                        .isGreaterThan(1000);
            });
        }
    }

    @Test
    void aSlowServerHoldsUpNobodyElse() throws Exception {
        var waiting = ConcurrentHashMap.<FakeNameServer.Query>newKeySet();
        try (var slow = new FakeNameServer(waiting::add)) {
            run(() -> {
                Dns.setResolver(slow.resolver().timeout(LONG).build());
                Greenlet<InetAddress> asking = Jevent.spawn(() -> Dns.address("slow.example"));
                for (int i = 0; i < 100; i++) {
                    Jevent.sleep(Duration.ofMillis(1));
                }
                assertThat(asking.isReady()).isFalse();
                for (FakeNameServer.Query query : waiting) {
                    query.answer(TRUE);
                }
                assertThat(asking.result()).isEqualTo(ip(TRUE));
            });
        }
    }

    @Test
    void theSameNameIsAskedForOnceAndWhoGoesAwayDoesNotHarmTheOthers() throws Exception {
        var waiting = ConcurrentHashMap.<FakeNameServer.Query>newKeySet();
        try (var slow = new FakeNameServer(waiting::add)) {
            run(() -> {
                Dns.setResolver(slow.resolver().timeout(LONG).build());
                List<Greenlet<InetAddress>> asking = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    asking.add(Jevent.spawn(() -> Dns.address("same.example")));
                }
                Greenlet<InetAddress> limited = Jevent.spawn(() -> Dns.address("same.example", Duration.ofMillis(20)));
                assertThatThrownBy(limited::result)
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessage("look-up timed out after PT0.02S: same.example");
                asking.getFirst().kill();
                assertThat(asking.getFirst().isReady()).isTrue();
                while (waiting.size() < 2) {
                    Jevent.sleep(Duration.ofMillis(1));
                }
                for (FakeNameServer.Query query : waiting) {
                    query.answer(TRUE);
                }
                for (Greenlet<InetAddress> other : asking.subList(1, 20)) {
                    assertThat(other.result()).isEqualTo(ip(TRUE));
                }
                assertThat(slow.askedFor()).containsExactly("same.example");
            });
        }
    }

    @Test
    void aThousandLookUpsAtOnceLeaveNothingBehind() throws Exception {
        try (var server = new FakeNameServer(query -> query.answer(TRUE))) {
            run(() -> {
                var resolver = server.resolver().build();
                resolver.addresses("first.example");
                long before = descriptors();
                List<Greenlet<List<InetAddress>>> asking = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    String name = "host" + i + ".example";
                    asking.add(Jevent.spawn(() -> resolver.addresses(name)));
                }
                for (Greenlet<List<InetAddress>> each : asking) {
                    assertThat(each.result()).containsExactly(ip(TRUE));
                }
                Jevent.sleep(Duration.ofMillis(20));
                assertThat(descriptors()).isLessThan(before + 10);
                assertThat(Hub.current().greenlets()).hasSizeLessThan(5);
            });
        }
    }

    private static long descriptors() throws Exception {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) {
            return 0;
        }
        try (var all = Files.list(open)) {
            return all.count();
        }
    }

    @Test
    void connectingTriesTheAddressesOfAName() throws Exception {
        try (var server = new FakeNameServer(query -> query.send(
                query.type() == FakeNameServer.A
                        ? new Answer(query)
                                .address("127.0.0.77")
                                .address("127.0.0.1")
                                .bytes()
                        : new Answer(query).bytes()))) {
            run(() -> {
                Dns.setResolver(server.resolver().build());
                try (var listener = StreamListener.listen("127.0.0.1:0");
                        var socket = StreamSocket.connect(
                                InetSocketAddress.createUnresolved("two.example", listener.port()), LONG)) {
                    assertThat(socket.isOpen()).isTrue();
                    assertThat(server.askedFor()).containsExactly("two.example");
                }
            });
        }
    }

    @Test
    void addressesInNumbersAreNotLookedUp() throws Exception {
        run(() -> {
            var asked = new Event();
            Dns.setResolver(_ -> {
                asked.set();
                return List.of();
            });
            assertThat(Dns.address("127.0.0.1")).isEqualTo(ip("127.0.0.1"));
            assertThat(Dns.addresses("[::1]")).containsExactly(ip("::1"));
            assertThat(asked.isSet()).isFalse();
        });
    }
}
