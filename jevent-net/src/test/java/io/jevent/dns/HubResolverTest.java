// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which resolver a hub uses. */
class HubResolverTest {

    @Test
    void theResolverThatWasSetIsTheOneThatIsAsked() throws Exception {
        NameResolver own = _ -> List.of(InetAddress.ofLiteral("192.0.2.1"));
        Jevent.run(() -> {
            Dns.setResolver(own);
            assertThat(Dns.resolver()).isSameAs(own);
            assertThat(Dns.address("any.test")).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
            return null;
        });
    }

    @ParameterizedTest
    @CsvSource({"dns, io.jevent.dns.DnsResolver", "thread, io.jevent.dns.ThreadResolver"})
    void withoutOneThePropertyChooses(String property, Class<? extends NameResolver> type) throws Exception {
        System.setProperty("jevent.resolver", property);
        try {
            Jevent.run(() -> {
                assertThat(Dns.resolver()).isInstanceOf(type);
                assertThat(Dns.resolver().addresses("localhost")).allMatch(InetAddress::isLoopbackAddress);
                return null;
            });
        } finally {
            System.clearProperty("jevent.resolver");
        }
    }
}
