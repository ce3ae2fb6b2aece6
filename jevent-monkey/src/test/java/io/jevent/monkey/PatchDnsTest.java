// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.dns.Dns;
import io.jevent.dns.NameResolver;
import io.jevent.dns.ThreadResolver;
import io.jevent.event.Event;
import io.jevent.testing.junit.HubTest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each name is looked up by one test only: the JDK remembers it. */
@SuppressWarnings("AddressSelection") // what libraries call
class PatchDnsTest {

    @BeforeAll
    static void patch() {
        assertThat(Monkey.patchDns()).isTrue();
    }

    private static List<InetAddress> both() {
        return List.of(InetAddress.ofLiteral("2001:db8::7"), InetAddress.ofLiteral("192.0.2.7"));
    }

    @HubTest
    void greenletsAskTheResolverOfTheirHub() throws Exception {
        Dns.setResolver(_ -> both());
        assertThat(InetAddress.getByName("hub.test").getHostAddress()).isEqualTo("192.0.2.7");
        assertThat(InetAddress.getAllByName("hub.test"))
                .as("first those of IPv4, as the JDK has it")
                .containsExactlyElementsOf(both().reversed());
    }

    @HubTest
    void othersRunWhileANameIsLookedUp() throws Exception {
        var answered = new Event();
        Dns.setResolver(_ -> {
            answered.await();
            return both();
        });
        Greenlet<InetAddress> asking = Jevent.spawn(() -> InetAddress.getByName("slow.test"));
        Greenlet<InetAddress> asksTheSame = Jevent.spawn(() -> InetAddress.getByName("slow.test"));
        Greenlet<InetAddress> limited = Jevent.spawn(() -> {
            try (var _ = Timeout.startNew(Duration.ofSeconds(1))) {
                return InetAddress.getByName("slower.test");
            }
        });
        assertThatThrownBy(limited::result).isInstanceOf(Timeout.class);
        assertThat(asking.isDead()).isFalse();
        answered.set();
        assertThat(asking.result()).isEqualTo(asksTheSame.result());
    }

    @HubTest(realTime = true)
    void whatIsNotFoundIsUnknown() {
        assertThatThrownBy(() -> InetAddress.getByName("no-such-host.invalid"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("no-such-host.invalid");
    }

    @HubTest(realTime = true)
    void localhostIsHere() throws Exception {
        assertThat(InetAddress.getAllByName("localhost")).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
    }

    @HubTest
    void aNameIsFoundForAnAddress() {
        Dns.setResolver(new NameResolver() {
            @Override
            public List<InetAddress> addresses(String name) {
                return both();
            }

            @Override
            public String hostName(InetAddress address) {
                return "reverse.test";
            }
        });
        assertThat(both().getLast().getHostName()).isEqualTo("reverse.test");
    }

    @HubTest
    void aResolverThatAsksTheJdkGetsItsAnswer() throws Exception {
        var asked = new ArrayList<String>();
        Dns.setResolver(name -> {
            asked.add(name);
            return List.of(InetAddress.getAllByName(name));
        });
        assertThat(InetAddress.getAllByName("LocalHost")).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
        assertThat(asked).containsExactly("LocalHost");
    }

    /** The JDK lets nobody ask for a name that somebody asks for; twelve are more than the pool has threads. */
    @HubTest(realTime = true)
    void aResolverInThreadsDoesNotWaitForItself() {
        Dns.setResolver(new ThreadResolver());
        List<Greenlet<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String name = "n" + i + ".invalid";
            all.add(Jevent.spawn(() -> isUnknown(() -> Dns.address(name))));
            all.add(Jevent.spawn(() -> isUnknown(() -> InetAddress.getByName(name))));
        }
        for (Greenlet<Boolean> one : all) {
            assertThat(one.result()).isTrue();
        }
    }

    private static boolean isUnknown(Callable<InetAddress> lookUp) throws Exception {
        try {
            lookUp.call();
            return false;
        } catch (UnknownHostException e) {
            return true;
        }
    }

    @Test
    void platformThreadsAskTheJdk() throws Exception {
        assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
        assertThatThrownBy(() -> InetAddress.getByName("platform.invalid")).isInstanceOf(UnknownHostException.class);
    }
}
