// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolverChoiceTest {

    @TempDir
    private Path folder;

    private boolean isPlain(String nameSwitch, String resolvConf) throws Exception {
        return ResolverChoice.isPlain(
                Map.of(),
                Files.writeString(folder.resolve("nsswitch.conf"), nameSwitch),
                Files.writeString(folder.resolve("resolv.conf"), resolvConf));
    }

    @Test
    void nameServersAreAskedOnlyWhereTheSystemWouldDoNothingElse() throws Exception {
        assertThat(isPlain("passwd: files\nhosts: files dns # as usual\n", "nameserver 192.0.2.1\n"))
                .isTrue();
        assertThat(isPlain("hosts: files mdns4_minimal [NOTFOUND=return] dns\n", "nameserver 192.0.2.1\n"))
                .isFalse();
        assertThat(isPlain("hosts: dns files\n", "nameserver 192.0.2.1\n")).isFalse();
        assertThat(isPlain("hosts: files dns\n", "nameserver 192.0.2.1\nsortlist 10.0.0.0\n"))
                .isFalse();
        assertThat(isPlain("hosts: files dns\n", "options use-vc\n")).isFalse();
    }

    @Test
    void anEnvironmentThatChangesLookUpsIsTheSystemsToRead() throws Exception {
        Path nameSwitch = Files.writeString(folder.resolve("nsswitch.conf"), "hosts: files dns\n");
        Path conf = Files.writeString(folder.resolve("resolv.conf"), "nameserver 192.0.2.1\n");
        assertThat(ResolverChoice.isPlain(Map.of("RES_OPTIONS", "ndots:3"), nameSwitch, conf))
                .isFalse();
        assertThat(ResolverChoice.isPlain(Map.of(), nameSwitch, folder.resolve("none")))
                .isFalse();
    }

    @Test
    void resolvConfSaysWhomToAskAndHow() throws Exception {
        Path file = Files.writeString(folder.resolve("resolv.conf"), """
                ; mine
                nameserver 192.0.2.1
                nameserver 2001:db8::1
                search a.example b.example
                options ndots:2 timeout:3 attempts:9 rotate
                """);
        ResolvConf read = ResolvConf.read(file);
        assertThat(read.servers())
                .extracting(server -> server.getAddress().getHostAddress() + " " + server.getPort())
                .containsExactly("192.0.2.1 53", "2001:db8:0:0:0:0:0:1 53");
        assertThat(read.search()).containsExactly("a.example", "b.example");
        assertThat(read.ndots()).isEqualTo(2);
        assertThat(read.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(read.tries()).isEqualTo(5);
        assertThat(read.understood()).isTrue();
    }
}
