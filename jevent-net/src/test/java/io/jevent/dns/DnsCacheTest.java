// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.dns.FakeNameServer.Answer;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.socket.OnLoop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests which answers are cached, for how long, and the effect of changed settings of the machine. */
@Tag("realtime")
@ParameterizedClass
@EnumSource(OnLoop.class)
class DnsCacheTest {

    private static final String SOME = "192.0.2.1";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration A_LITTLE_MORE = Duration.ofMillis(1300);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final OnLoop loop;

    @TempDir
    private Path folder;

    DnsCacheTest(OnLoop loop) {
        this.loop = loop;
    }

    /** The body of a test with a name server. */
    @FunctionalInterface
    private interface Body {
        void run(FakeNameServer server) throws Exception;
    }

    /** Returns a name server that knows {@code host.example}, with a TTL for its address. */
    private void serving(int seconds, Body body) throws Exception {
        try (var server = new FakeNameServer(query -> {
            if (!query.name().startsWith("host")) {
                query.refuse(FakeNameServer.NXDOMAIN);
            } else if (query.type() == FakeNameServer.A) {
                query.send(new Answer(query).ttl(seconds).address(SOME).bytes());
            } else {
                query.send(new Answer(query).bytes());
            }
        })) {
            loop.run(() -> body.run(server));
        }
    }

    private static DnsResolver.Builder of(FakeNameServer server) {
        return server.resolver().order(DnsResolver.Order.IPV4).tries(1);
    }

    private static void find(DnsResolver resolver) throws UnknownHostException {
        assertThat(resolver.addresses("host.example")).containsExactly(InetAddress.ofLiteral(SOME));
    }

    private static void miss(DnsResolver resolver) {
        assertThatThrownBy(() -> resolver.addresses("nobody.example")).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void anAnswerIsKeptAsLongAsItSays() throws Exception {
        serving(3600, server -> {
            var resolver = of(server).build();
            find(resolver);
            find(resolver);
            assertThat(server.askedFor()).containsExactly("host.example");
        });
        serving(1, server -> findsAgainAfterASecond(server, of(server).build()));
    }

    @Test
    void anAnswerIsNotKeptLongerThanTheLimit() throws Exception {
        serving(
                3600,
                server -> findsAgainAfterASecond(
                        server, of(server).cache(Duration.ZERO, SECOND, SECOND).build()));
    }

    private static void findsAgainAfterASecond(FakeNameServer server, DnsResolver resolver) throws Exception {
        find(resolver);
        Jevent.sleep(A_LITTLE_MORE);
        find(resolver);
        assertThat(server.askedFor()).containsExactly("host.example", "host.example");
    }

    @Test
    void anAnswerIsKeptAtLeastAsLongAsTheLowerLimit() throws Exception {
        serving(0, server -> {
            var resolver = of(server).cache(MINUTE, MINUTE, MINUTE).build();
            find(resolver);
            Jevent.sleep(Duration.ofMillis(20));
            find(resolver);
            assertThat(server.askedFor()).hasSize(1);
        });
    }

    @Test
    void nothingIsKeptIfTheLimitsAreZero() throws Exception {
        serving(3600, server -> {
            var resolver = of(server)
                    .cache(Duration.ZERO, Duration.ZERO, Duration.ZERO)
                    .build();
            for (int i = 0; i < 3; i++) {
                find(resolver);
                miss(resolver);
            }
            assertThat(server.askedFor()).hasSize(6);
        });
    }

    @Test
    void thatThereIsNoSuchNameIsKeptAsLongAsTold() throws Exception {
        serving(3600, server -> {
            var keeping = of(server).cache(Duration.ZERO, MINUTE, MINUTE).build();
            miss(keeping);
            miss(keeping);
            assertThat(server.askedFor()).containsExactly("nobody.example");
            var resolver = of(server).cache(Duration.ZERO, MINUTE, SECOND).build();
            miss(resolver);
            Jevent.sleep(A_LITTLE_MORE);
            miss(resolver);
            assertThat(server.askedFor()).hasSize(3);
        });
    }

    @Test
    void ofManyNamesOnlyTheLastAreKept() throws Exception {
        serving(3600, server -> {
            var resolver = of(server)
                    .cache(Duration.ZERO, MINUTE, MINUTE)
                    .cachedNames(10)
                    .build();
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                names.add((i % 2 == 0 ? "host" : "nobody") + i + ".example");
            }
            names.forEach(name -> ask(resolver, name));
            assertThat(server.askedFor()).hasSize(20);
            names.reversed().subList(0, 10).forEach(name -> ask(resolver, name));
            assertThat(server.askedFor()).as("the last ten are kept").hasSize(20);
            ask(resolver, names.getFirst());
            ask(resolver, names.get(1));
            assertThat(server.askedFor()).as("the first ones are not").hasSize(22);
            assertThatThrownBy(() -> of(server).cachedNames(-1)).isInstanceOf(IllegalArgumentException.class);
            var keepsNothing = of(server).cachedNames(0).build();
            ask(keepsNothing, "host.example");
            ask(keepsNothing, "host.example");
            assertThat(server.askedFor()).hasSize(24);
        });
    }

    private static void ask(DnsResolver resolver, String name) {
        try {
            assertThat(resolver.addresses(name)).hasSize(1);
            assertThat(name).startsWith("host");
        } catch (UnknownHostException e) {
            assertThat(name).startsWith("nobody");
        }
    }

    @Test
    void otherRecordsAreAskedForEachTime() throws Exception {
        try (var server = new FakeNameServer(query -> query.send(new Answer(query)
                .add(new byte[] {(byte) 0xc0, 12}, query.type(), new byte[] {1, 'x'})
                .bytes()))) {
            loop.run(() -> {
                var resolver = of(server).build();
                assertThat(resolver.texts("host.example")).containsExactly("x");
                assertThat(resolver.texts("host.example")).containsExactly("x");
                assertThat(server.queries()).hasSize(2);
            });
        }
    }

    @Test
    void resolvConfIsReadAgainWhenItChangesAndWhatWasKeptIsForgotten() throws Exception {
        Path conf = Files.writeString(folder.resolve("resolv.conf"), "search one.example\n");
        serving(3600, server -> {
            DnsResolver resolver = DnsResolver.builder()
                    .servers(server.address())
                    .order(DnsResolver.Order.IPV4)
                    .resolvConf(conf)
                    .build();
            assertThat(resolver.addresses("host")).hasSize(1);
            Files.writeString(conf, "search two.example\noptions ndots:2\n");
            Files.setLastModifiedTime(conf, FileTime.fromMillis(1000));
            assertThat(resolver.addresses("host")).hasSize(1);
            assertThat(resolver.addresses("host.sub")).hasSize(1);
            assertThat(server.askedFor())
                    .containsExactly("host.one.example", "host.two.example", "host.sub.two.example");
        });
    }

    @Test
    void aHubWithVirtualTimeAsksRealNameServers() throws Exception {
        try (var server = new FakeNameServer(query -> query.answer(SOME));
                Hub hub = Hub.open(VirtualTimeLoop.withInput())) {
            List<InetAddress> found = Jevent.run(() -> of(server).build().addresses("host.example"));
            assertThat(found).containsExactly(InetAddress.ofLiteral(SOME));
            assertThat(hub.now()).as("time passed").isZero();
        }
    }
}
