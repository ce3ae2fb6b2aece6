// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.dns.Dns;
import io.jevent.dns.DnsResolver;
import io.jevent.dns.NameResolver;
import io.jevent.dns.ThreadResolver;
import io.jevent.event.Event;
import io.jevent.tests.contract.Scene.Trait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The blocking calls of {@code io.jevent.dns}. */
final class DnsCalls {

    private static final InetAddress SOMEWHERE = InetAddress.ofLiteral("192.0.2.1");
    private static final String NAME = "somewhere.invalid";

    private DnsCalls() {}

    static List<BlockingCall> all() {
        return Stream.of(anyResolver(), nameServers(), threads())
                .flatMap(List::stream)
                .map(BlockingCall::withSockets)
                .toList();
    }

    private static List<BlockingCall> anyResolver() {
        return List.of(
                new BlockingCall("Dns.address", _ -> asking(() -> Dns.address(NAME), limit -> Dns.address(NAME, limit)))
                        .covers(Dns.class, "address(String)", "address(String, Duration)"),
                new BlockingCall(
                                "Dns.addresses",
                                _ -> asking(() -> Dns.addresses(NAME), limit -> Dns.addresses(NAME, limit)))
                        .covers(Dns.class, "addresses(String)", "addresses(String, Duration)"),
                new BlockingCall(
                                "Dns.hostName",
                                _ -> asking(() -> Dns.hostName(SOMEWHERE), limit -> Dns.hostName(SOMEWHERE, limit)))
                        .covers(Dns.class, "hostName(InetAddress)", "hostName(InetAddress, Duration)"));
    }

    private interface Query<R extends NameResolver> {
        Object of(R resolver) throws IOException;
    }

    private static List<BlockingCall> nameServers() {
        return List.of(
                new BlockingCall("DnsResolver.addresses", _ -> querying(r -> r.addresses("host.example")))
                        .covers(DnsResolver.class, "addresses(String)")
                        .covers(NameResolver.class, "addresses(String)"),
                new BlockingCall("DnsResolver.hostName", _ -> querying(r -> r.hostName(SOMEWHERE)))
                        .covers(DnsResolver.class, "hostName(InetAddress)")
                        .covers(NameResolver.class, "hostName(InetAddress)"),
                new BlockingCall("DnsResolver.mailServers", _ -> querying(r -> r.mailServers("example")))
                        .covers(DnsResolver.class, "mailServers(String)"),
                new BlockingCall("DnsResolver.texts", _ -> querying(r -> r.texts("example")))
                        .covers(DnsResolver.class, "texts(String)"),
                new BlockingCall("DnsResolver.services", _ -> querying(r -> r.services("_chat._tcp.example")))
                        .covers(DnsResolver.class, "services(String)"));
    }

    /** The name server answers when the wake-up comes, and what it answers is not kept. */
    private static Scene querying(Query<DnsResolver> query) throws IOException {
        var server = new SlowNameServer();
        DnsResolver resolver = DnsResolver.builder()
                .servers(server.address())
                .search(1)
                .order(DnsResolver.Order.IPV4)
                .timeout(Duration.ofHours(1))
                .build();
        return Scene.on(resolver)
                .block(() -> query.of(resolver))
                .wake(server::answer)
                .end(server::close)
                .with(Trait.OUTSIDE);
    }

    private static List<BlockingCall> threads() {
        InetAddress local = InetAddress.ofLiteral("127.0.0.1");
        return List.of(
                new BlockingCall("ThreadResolver.addresses", _ -> threaded(r -> r.addresses("localhost")))
                        .covers(ThreadResolver.class, "addresses(String)"),
                new BlockingCall("ThreadResolver.hostName", _ -> threaded(r -> r.hostName(local)))
                        .covers(ThreadResolver.class, "hostName(InetAddress)"));
    }

    private static Scene threaded(Query<ThreadResolver> query) {
        var resolver = new ThreadResolver();
        return BusyThreads.scene(() -> query.of(resolver), () -> {});
    }

    /** A look-up with a limit. */
    @FunctionalInterface
    private interface Limited {
        void run(Duration limit) throws Exception;
    }

    /** The answer is there when the wake-up comes. */
    private static Scene asking(Scene.Call ask, Limited limited) {
        var found = new Event();
        Dns.setResolver(new NameResolver() {
            @Override
            public List<InetAddress> addresses(String name) {
                found.await();
                return List.of(SOMEWHERE);
            }

            @Override
            public String hostName(InetAddress address) {
                found.await();
                return NAME;
            }
        });
        return Scene.on(found)
                .block(ask)
                .limited(limit -> {
                    try {
                        limited.run(limit);
                        return true;
                    } catch (SocketTimeoutException e) {
                        return false;
                    }
                })
                .wake(found::set)
                .with(Trait.REMEMBERS, Trait.OUTSIDE, Trait.LIMIT_IS_TIMEOUT);
    }
}
