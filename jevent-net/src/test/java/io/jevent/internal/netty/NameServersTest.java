// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameServersTest {

    @AfterEach
    void clear() {
        System.clearProperty("jevent.nameServers");
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    @Test
    void addressesMayHavePorts() {
        System.setProperty(
                "jevent.nameServers", "192.0.2.1, 192.0.2.2:5353,2001:db8::1, [2001:db8::2]:54,[2001:db8::3]");
        assertThat(NameServers.chosen().orElseThrow())
                .containsExactly(
                        at("192.0.2.1", 53),
                        at("192.0.2.2", 5353),
                        at("2001:db8::1", 53),
                        at("2001:db8::2", 54),
                        at("2001:db8::3", 53));
    }

    @Test
    void theyReplaceThoseOfTheMachine() {
        System.setProperty("jevent.nameServers", "192.0.2.1");
        ResolvConf machine = ResolvConf.read(Path.of("no such file"));
        assertThat(DnsSettings.DEFAULT.with(machine).servers()).containsExactly(at("192.0.2.1", 53));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "192.0.2.1,", "192.0.2.1:dns", "192.0.2.1:65536", ":53", "[]:53"})
    void whatIsNoAddressIsRefused(String text) {
        System.setProperty("jevent.nameServers", text);
        assertThatThrownBy(NameServers::chosen)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "the system property jevent.nameServers is '" + text + "'; allowed: IP addresses");
    }
}
