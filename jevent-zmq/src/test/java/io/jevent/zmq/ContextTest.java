// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.NotSimulatedException;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.Tracer;
import io.jevent.hub.VirtualTimeLoop;
import java.io.File;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

/** Tests the life of contexts and sockets, and their limits. */
class ContextTest {

    @Test
    void theEndOfTheHubClosesWhatIsOpenAndSendsWhatIsUnsent() throws Exception {
        try (var other = new ZContext()) {
            var pull = other.createSocket(SocketType.PULL);
            pull.setReceiveTimeOut(600_000);
            int port = pull.bindToRandomPort("tcp://127.0.0.1");
            ZmqSocket push;
            ZmqContext context;
            try (var hub = Hub.current()) {
                context = new ZmqContext();
                push = context.socket(ZmqType.PUSH);
                push.options().linger(Duration.ofMinutes(10)); // a busy machine needs more than a second to connect
                push.connect("tcp://127.0.0.1:" + port);
                push.send("the last words");
                assertThat(hub.isClosed()).isFalse();
            }
            assertThat(push.isOpen()).isFalse();
            assertThat(context.isClosed()).isTrue();
            assertThat(pull.recvStr()).isEqualTo("the last words");
        }
    }

    @Test
    void aContextThatIsClosedWhenARequestForAuthenticationHasJustComeEndsQuietly() throws Exception {
        var failures = new ArrayList<Throwable>();
        OnHub.run(context -> {
            Hub hub = Hub.current();
            hub.setErrorHandler((_, failure) -> failures.add(failure));
            context.setAuthenticator(_ -> true);
            Jevent.sleep();
            hub.setTracer(new Tracer() {
                @Override
                public void woken(RawGreenlet greenlet, @Nullable Object by) {
                    if (greenlet.name().equals("ZeroMQ authentication")) {
                        hub.setTracer(null);
                        context.close();
                    }
                }
            });
            var client = context.socket(ZmqType.DEALER);
            client.connect("inproc://zeromq.zap.01");
            try {
                client.send("a malformed request"); // wakes the greenlet, so the context may be closed within
            } catch (ZmqException e) {
                assertThat(e).hasMessageContaining("was closed");
            }
            while (!context.isClosed()) {
                Jevent.sleep();
            }
            Jevent.sleep();
            hub.setErrorHandler(null);
        });
        assertThat(failures).isEmpty();
    }

    @Test
    void theEndOfAScopeClosesTheSocketAndFreesItsAddress() throws Exception {
        OnHub.run(context -> {
            String at;
            try (var socket = context.socket(ZmqType.PULL)) {
                at = socket.bind("tcp://127.0.0.1:*");
                var second = context.socket(ZmqType.PULL);
                assertThatThrownBy(() -> second.bind(at))
                        .isInstanceOf(ZmqException.class)
                        .hasMessageContaining("in use");
                socket.unbind(at);
                assertThatThrownBy(() -> socket.unbind(at)).isInstanceOf(ZmqException.class);
            }
            var socket = context.socket(ZmqType.PULL);
            while (true) {
                try {
                    assertThat(socket.bind(at)).isEqualTo(at);
                    break;
                } catch (ZmqException _) {
                    Jevent.sleep(Duration.ofMillis(1)); // the context frees it slightly later
                }
            }
        });
    }

    @Test
    void nothingHoldsUpTheEndForLongerThanTheLinger() throws Exception {
        OnHub.run(_ -> {
            var context = new ZmqContext();
            var nobody = context.socket(ZmqType.DEALER);
            nobody.options().linger(Duration.ofDays(1)); // for which the close would wait
            nobody.connect("tcp://127.0.0.1:9");
            nobody.send("to nobody");
            nobody.options().linger(Duration.ZERO);
            context.close();
            context.close();
            assertThatThrownBy(() -> context.socket(ZmqType.REQ))
                    .isInstanceOf(ZmqException.class)
                    .hasMessageContaining("closed");
        });
    }

    @Test
    void whatIsNoEndpointIsRefused() throws Exception {
        OnHub.run(context -> {
            var socket = context.socket(ZmqType.PAIR);
            for (String wrong : List.of("", "5000", "tcp://", "tcp://127.0.0.1", "ipc:///tmp/x", "inproc://")) {
                assertThatThrownBy(() -> socket.connect(wrong))
                        .as(wrong)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("an endpoint is");
            }
            assertThatThrownBy(() -> socket.bind("tcp://192.0.2.1:9")).isInstanceOf(ZmqException.class);
            assertThatThrownBy(() -> socket.disconnect("tcp://127.0.0.1:9")).isInstanceOf(ZmqException.class);
            assertThatThrownBy(() -> new ZmqContext(0)).isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void nothingStaysOfAContextThatWasClosed() throws Exception {
        OnHub.run(_ -> {
            List<WeakReference<ZmqContext>> closed = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                closed.add(useAndClose());
            }
            while (closed.stream().anyMatch(reference -> reference.get() != null)) {
                System.gc();
                Jevent.sleep(Duration.ofMillis(1)); // the garbage collector and JeroMQ's threads must run
            }
        });
    }

    private static WeakReference<ZmqContext> useAndClose() {
        try (var context = new ZmqContext();
                var rep = context.socket(ZmqType.REP);
                var req = context.socket(ZmqType.REQ)) {
            req.connect(rep.bind("tcp://127.0.0.1:*"));
            req.send("x");
            assertThat(rep.recvString()).isEqualTo("x");
            return new WeakReference<>(context);
        }
    }

    @Test
    void aContextWithoutSocketsTakesNoDescriptors() throws Exception {
        OnHub.run(context -> {
            context.socket(ZmqType.PAIR).close(); // opened once
            int before = descriptors();
            List<ZmqContext> idle = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                idle.add(new ZmqContext());
            }
            assertThat(descriptors()).isLessThan(before + 50);
            idle.forEach(ZmqContext::close);
            assertThat(descriptors()).isLessThan(before + 50);
        });
    }

    private static int descriptors() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }

    @Test
    void aContextTellsThatItHasAsManySocketsAsItMay() throws Exception {
        OnHub.run(_ -> {
            try (var context = new ZmqContext(1, 2);
                    var one = context.socket(ZmqType.PAIR)) {
                try (var other = context.socket(ZmqType.PAIR)) {
                    assertThat(one.isOpen() && other.isOpen()).isTrue();
                    assertThatThrownBy(() -> context.socket(ZmqType.PAIR))
                            .isInstanceOf(ZmqException.class)
                            .hasMessageContaining("no more sockets: 2 are open")
                            .hasMessageContaining("is 2, with those")
                            .hasMessageContaining("new ZmqContext(ioThreads, maxSockets)");
                }
            }
            assertThatThrownBy(() -> new ZmqContext(1, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("maxSockets must be at least 1: 0");
        });
    }

    @Test
    void aProcessWithoutDescriptorsIsToldSoAndGoesOnWhenItHasSome() throws Exception {
        List<String> said = OutOfDescriptors.inChild();
        assertThat(said.stream().filter(line -> line.startsWith("received x"))).hasSize(3);
        assertThat(said.stream()
                        .filter(line -> line.startsWith(
                                "refused: no more sockets: the process has" + " no more file descriptors; ")))
                .hasSize(40)
                .allMatch(line -> line.contains("(ulimit -n)"));
        assertThat(said).contains("descriptors are free").doesNotContain("not refused");
    }

    @Test
    void namesAreLookedUp() throws Exception {
        OnHub.run(context -> {
            var one = context.socket(ZmqType.PAIR);
            var other = context.socket(ZmqType.PAIR);
            String at = one.bind("tcp://127.0.0.1:*");
            other.connect("tcp://localhost:" + at.substring(at.lastIndexOf(':') + 1));
            other.send("by name");
            assertThat(one.recvString()).isEqualTo("by name");
            assertThat(one.lastEndpoint()).isEqualTo(at);
            assertThat(one.type()).isEqualTo(ZmqType.PAIR);
        });
    }

    @Test
    void optionsThatCannotBeAreRefused() throws Exception {
        OnHub.run(context -> {
            var options = context.socket(ZmqType.ROUTER).options();
            assertThatThrownBy(() -> options.identity("")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> options.sendLimit(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> options.linger(Duration.ofDays(-1))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> options.curveClient("short", CurveKeys.generate()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("40 characters");
            assertThat(CurveKeys.generate().toString()).startsWith("CurveKeys[").hasSize(51);
            options.heartbeat(Duration.ofSeconds(1), Duration.ofSeconds(2)).linger(Duration.ofDays(30));
            options.linger(Duration.ZERO);
        });
    }

    @Test
    void anUnknownPeerIsRefusedByARouterThatIsToldTo() throws Exception {
        OnHub.run(context -> {
            var router = context.socket(ZmqType.ROUTER);
            router.bind("inproc://router");
            router.sendMultipart(List.of(new byte[] {1}, new byte[0])); // dropped
            router.options().unknownPeersRefused(true);
            assertThatThrownBy(() -> router.sendMultipart(List.of(new byte[] {1}, new byte[0])))
                    .isInstanceOf(ZmqException.class)
                    .hasMessageContaining("identity");
            assertThatThrownBy(() -> router.sendMultipart(List.of())).isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void aThousandSocketsOnOneHubWaitWithoutSpinningAndThenTalk() throws Exception {
        OnHub.run(context -> {
            int pairs = 500;
            var servers = new ArrayList<Greenlet<?>>();
            var clients = new ArrayList<ZmqSocket>();
            for (int i = 0; i < pairs; i++) {
                var rep = context.socket(ZmqType.REP);
                var req = context.socket(ZmqType.REQ);
                req.connect(rep.bind("tcp://127.0.0.1:*"));
                clients.add(req);
                servers.add(Jevent.spawn(() -> {
                    for (int n = 0; n < 10; n++) {
                        rep.send(rep.recvString() + "!");
                    }
                }));
            }
            for (int i = 0; i < 1000; i++) {
                Jevent.sleep(); // one tick: all other greenlets wait
            }
            long switches = Hub.current().switches();
            for (int beat = 0; beat < 20; beat++) {
                Jevent.sleep(Duration.ofMillis(1));
            }
            assertThat(Hub.current().switches() - switches)
                    .as("switches while everybody waits")
                    .isLessThan(1500); // including the descriptors of connections
            assertThat(servers).noneMatch(Greenlet::isReady);
            var asking = new ArrayList<Greenlet<?>>();
            for (var req : clients) {
                asking.add(Jevent.spawn(() -> {
                    for (int n = 0; n < 10; n++) {
                        req.send("" + n);
                        assertThat(req.recvString()).isEqualTo(n + "!");
                    }
                }));
            }
            Jevent.joinAllOrThrow(asking);
            Jevent.joinAllOrThrow(servers);
        });
    }

    /** Without the agent of simulations the threads of JeroMQ would be real. */
    @Test
    void aClosedWorldWithoutThreadsRefusesSocketsByName() throws Exception {
        OnHub.run(
                VirtualTimeLoop.closedWorld(),
                context -> assertThatThrownBy(() -> context.socket(ZmqType.REQ))
                        .isInstanceOf(NotSimulatedException.class)
                        .hasMessageContaining("ZeroMQ sockets need threads"));
    }
}
