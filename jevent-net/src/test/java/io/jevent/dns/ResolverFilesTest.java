// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the hosts file, resolv.conf, and the settings. */
class ResolverFilesTest {

    @TempDir
    private Path folder;

    private static InetAddress ip(String text) {
        return InetAddress.ofLiteral(text);
    }

    @Test
    void theHostsFileComesFirstAndIsReadAgainWhenItChanges() throws Exception {
        Path hosts = Files.writeString(
                folder.resolve("hosts"), "# names\n192.0.2.5 Box.example box # mine\n2001:db8::5 box\nnonsense box\n");
        Jevent.run(() -> {
            var resolver = DnsResolver.builder().hostsFile(hosts).build();
            assertThat(resolver.addresses("BOX")).containsExactly(ip("192.0.2.5"), ip("2001:db8::5"));
            assertThat(resolver.hostName(ip("192.0.2.5"))).isEqualTo("Box.example");
            Files.writeString(hosts, "192.0.2.6 box\n");
            Files.setLastModifiedTime(hosts, FileTime.fromMillis(1000));
            assertThat(resolver.addresses("box.")).containsExactly(ip("192.0.2.6"));
            return null;
        });
    }

    @Test
    void localhostIsThisMachineWithoutAnyFile() throws Exception {
        Jevent.run(() -> {
            var resolver = DnsResolver.builder()
                    .hostsFile(folder.resolve("none"))
                    .order(DnsResolver.Order.IPV6_FIRST)
                    .build();
            assertThat(resolver.addresses("localhost")).containsExactly(ip("::1"), ip("127.0.0.1"));
            assertThat(resolver.addresses("app.localhost")).hasSize(2);
            return null;
        });
    }

    @Test
    void whatIsNoNameIsRefusedAtOnce() throws Exception {
        Jevent.run(() -> {
            var resolver = new DnsResolver();
            for (String bad : new String[] {"", ".", "a..b", "x".repeat(300)}) {
                assertThatThrownBy(() -> resolver.addresses(bad))
                        .isInstanceOf(UnknownHostException.class)
                        .hasMessage("cannot look up '" + bad + "': that is not a host name");
            }
            return null;
        });
    }

    @Test
    void theThreadResolverAsksTheSystem() throws Exception {
        Jevent.run(() -> {
            var resolver = new ThreadResolver();
            assertThat(resolver.addresses("localhost")).allMatch(InetAddress::isLoopbackAddress);
            assertThatThrownBy(() -> resolver.addresses("no space.invalid"))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageStartingWith("cannot look up no space.invalid: ")
                    .hasMessageEndingWith(", according to the operating system");
            return null;
        });
    }

    @Test
    void badSettingsAreRefused() {
        var builder = DnsResolver.builder();
        assertThatThrownBy(() -> builder.tries(0)).hasMessage("tries must be at least 1: 0");
        assertThatThrownBy(() -> builder.timeout(Duration.ZERO)).hasMessage("timeout must be more than zero: PT0S");
        assertThatThrownBy(() -> builder.search(-1)).hasMessage("dots must not be negative: -1");
        assertThatThrownBy(builder::servers).hasMessage("a resolver needs a name server");
        assertThatThrownBy(() -> builder.servers(InetSocketAddress.createUnresolved("ns.example", 53)))
                .hasMessageStartingWith("a name server must be given by its address: ");
        assertThatThrownBy(() -> builder.cache(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO))
                .hasMessage("min must not be longer than max: PT2S, PT1S");
    }
}
