// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @Test
    void readsNumericAddressesWithoutALookUp() {
        assertThat(Addresses.parse("127.0.0.1:80"))
                .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 80));
        assertThat(Addresses.parse("[::1]:65535"))
                .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("::1"), 65535));
        assertThat(Addresses.parse(":8080")).isEqualTo(new InetSocketAddress(8080));
        assertThat(Addresses.parse("*:0")).isEqualTo(new InetSocketAddress(0));
    }

    @Test
    void leavesNamesUnresolved() {
        var address = (InetSocketAddress) Addresses.parse("example.invalid:25");
        assertThat(address.isUnresolved()).isTrue();
        assertThat(address.getHostString()).isEqualTo("example.invalid");
    }

    @Test
    void readsPaths() {
        assertThat(Addresses.parse("unix:/tmp/a:b")).isEqualTo(UnixDomainSocketAddress.of("/tmp/a:b"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    localhost      | it has no port
                    localhost:     | the port is empty
                    localhost:http | the port is not a number: "http"
                    localhost:-1   | the port is not a number: "-1"
                    localhost:65536| the port must be at most 65535: 65536
                    a:99999999999  | the port must be at most 65535: 99999999999
                    ::1:80         | an IPv6 address must stand in brackets, as in [::1]:80
                    [::1:80        | the bracket is not closed before the port
                    [::1]          | the port is not a number: "1]"
                    [nonsense]:80  | "nonsense" is not an IPv6 address
                    a b:80         | "a b" is not a host name
                    a/b:80         | "a/b" is not a host name
                    unix:          | the path is empty
                    """)
    void saysWhatIsWrong(String text, String reason) {
        assertThatThrownBy(() -> Addresses.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cannot read the address \"" + text + "\": ")
                .hasMessageEndingWith("; write host:port, [IPv6 address]:port, :port, *:port or unix:path")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:80", "[0:0:0:0:0:0:0:1]:80", "example.invalid:80", "unix:/tmp/x"})
    void writesWhatItReads(String text) {
        assertThat(Addresses.format(Addresses.parse(text))).isEqualTo(text);
    }
}
