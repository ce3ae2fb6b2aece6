// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.dns.Dns;
import io.jevent.dns.NameResolver;
import io.jevent.event.Event;
import io.jevent.tests.contract.Scene.Trait;
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
        return Stream.of(
                        new BlockingCall(
                                        "Dns.address",
                                        _ -> asking(() -> Dns.address(NAME), limit -> Dns.address(NAME, limit)))
                                .covers(Dns.class, "address(String)", "address(String, Duration)"),
                        new BlockingCall(
                                        "Dns.addresses",
                                        _ -> asking(() -> Dns.addresses(NAME), limit -> Dns.addresses(NAME, limit)))
                                .covers(Dns.class, "addresses(String)", "addresses(String, Duration)"),
                        new BlockingCall(
                                        "Dns.hostName",
                                        _ -> asking(
                                                () -> Dns.hostName(SOMEWHERE), limit -> Dns.hostName(SOMEWHERE, limit)))
                                .covers(Dns.class, "hostName(InetAddress)", "hostName(InetAddress, Duration)"))
                .map(BlockingCall::withSockets)
                .toList();
    }

    /** A look-up with a limit. */
    @FunctionalInterface
    private interface Limited {
        void run(Duration limit) throws Exception;
    }

    /** The answer is there when the wake-up comes. */
    private static Scene asking(Scene.Call ask, Limited limited) {
        var found = new Event();
        Dns.resolver(new NameResolver() {
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
