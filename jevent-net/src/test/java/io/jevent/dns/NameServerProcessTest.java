// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.jevent.Jevent;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests against dnsmasq. Without dnsmasq the tests are skipped, unless JEVENT_NEED_NAME_SERVER is set. */
@Tag("realtime")
class NameServerProcessTest {

    private static final int LONG_NAMES = 200;

    @TempDir
    private static Path folder;

    private static Process server;
    private static InetSocketAddress address;

    private static String program() {
        return Stream.of("/usr/sbin/dnsmasq", "/usr/local/sbin/dnsmasq", "/opt/homebrew/sbin/dnsmasq")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElseGet(() -> {
                    String what = "there is no dnsmasq; install it (Debian: dnsmasq-base)";
                    if (System.getenv("JEVENT_NEED_NAME_SERVER") != null) {
                        fail(what);
                    }
                    System.err.println("SKIPPED NameServerProcessTest: " + what);
                    return abort(what);
                });
    }

    @BeforeAll
    static void start() throws Exception {
        String program = program();
        for (int tries = 0; !startAtFreePort(program); tries++) {
            assertThat(tries).as("tries to start dnsmasq: %s", log()).isLessThan(10);
        }
    }

    /**
     * Starts the server; returns false if the port, which was free for datagrams, is in use for connections, or has
     * been taken meanwhile.
     */
    private static boolean startAtFreePort(String program) throws Exception {
        try (var free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            address = (InetSocketAddress) free.getLocalSocketAddress();
        }
        List<String> command = new ArrayList<>(List.of(
                program,
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--no-resolv",
                "--no-hosts",
                "--log-facility=-",
                "--user=" + System.getProperty("user.name"),
                "--pid-file=" + folder.resolve("pid"),
                "--listen-address=127.0.0.1",
                "--bind-interfaces",
                "--port=" + address.getPort(),
                "--local=/example/",
                "--local-ttl=60",
                "--host-record=www.example,192.0.2.10,2001:db8::10",
                "--host-record=intranet.corp.example,192.0.2.20",
                "--cname=alias.example,www.example",
                "--mx-host=example,mail2.example,20",
                "--mx-host=example,mail1.example,10",
                "--txt-record=example,first text",
                "--srv-host=_chat._tcp.example,www.example,5222,1,7",
                "--host-record=xn--bcher-kva.example,192.0.2.30"));
        IntStream.range(0, LONG_NAMES).forEach(i -> command.add("--txt-record=many.example," + "x".repeat(60) + i));
        server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (!log().contains("started")) {
            if (!server.isAlive() && log().contains("Address already in use")) {
                return false;
            }
            if (!server.isAlive() || System.nanoTime() > end) {
                fail("dnsmasq did not start: " + log());
            }
            Thread.sleep(10);
        }
        return true;
    }

    private static String log() throws IOException {
        Path log = folder.resolve("log");
        return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.destroy();
            server.waitFor();
        }
    }

    private static DnsResolver.Builder resolver() {
        return DnsResolver.builder().servers(address).search(1, "corp.example").timeout(Duration.ofMinutes(1));
    }

    private static InetAddress ip(String text) {
        return InetAddress.ofLiteral(text);
    }

    /** The body of a test with a resolver. */
    @FunctionalInterface
    private interface Use {
        void with(DnsResolver resolver) throws Exception;
    }

    private static void using(DnsResolver.Order order, Use use) throws Exception {
        Jevent.run(() -> {
            use.with(resolver().order(order).build());
            return null;
        });
    }

    @Test
    void findsAddressesOfBothKindsInTheOrderWanted() throws Exception {
        using(
                DnsResolver.Order.IPV4_FIRST,
                resolver -> assertThat(resolver.addresses("www.example"))
                        .containsExactly(ip("192.0.2.10"), ip("2001:db8::10")));
        using(
                DnsResolver.Order.IPV6_FIRST,
                resolver -> assertThat(resolver.addresses("www.example"))
                        .containsExactly(ip("2001:db8::10"), ip("192.0.2.10")));
        using(
                DnsResolver.Order.IPV6,
                resolver -> assertThat(resolver.addresses("www.example")).containsExactly(ip("2001:db8::10")));
    }

    @Test
    void followsAliasesSearchesDomainsAndEncodesNames() throws Exception {
        using(DnsResolver.Order.IPV4, resolver -> {
            assertThat(resolver.addresses("alias.example")).containsExactly(ip("192.0.2.10"));
            assertThat(resolver.addresses("intranet")).containsExactly(ip("192.0.2.20"));
            assertThat(resolver.addresses("bücher.example")).containsExactly(ip("192.0.2.30"));
            assertThat(resolver.addresses("www.example.")).containsExactly(ip("192.0.2.10"));
        });
    }

    @Test
    void findsTheNameOfAnAddress() throws Exception {
        using(DnsResolver.Order.IPV4, resolver -> {
            assertThat(resolver.hostName(ip("192.0.2.10"))).isEqualTo("www.example");
            assertThat(resolver.hostName(ip("2001:db8::10"))).isEqualTo("www.example");
        });
    }

    @Test
    void findsOtherRecords() throws Exception {
        using(DnsResolver.Order.IPV4, resolver -> {
            assertThat(resolver.mailServers("example"))
                    .containsExactly(new MailServer(10, "mail1.example"), new MailServer(20, "mail2.example"));
            assertThat(resolver.texts("example")).containsExactly("first text");
            assertThat(resolver.services("_chat._tcp.example"))
                    .containsExactly(new ServiceHost(1, 7, 5222, "www.example"));
        });
    }

    @Test
    void asksByTcpForWhatIsTooLongForADatagram() throws Exception {
        using(
                DnsResolver.Order.IPV4,
                resolver -> assertThat(resolver.texts("many.example")).hasSize(LONG_NAMES));
    }

    @Test
    void saysThatThereIsNoSuchName() throws Exception {
        using(DnsResolver.Order.IPV4, resolver -> {
            String asked = "; asked 127.0.0.1:" + address.getPort();
            assertThatThrownBy(() -> resolver.addresses("missing.example"))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessage("cannot look up missing.example: there is no such name (NXDOMAIN)" + asked);
            assertThatThrownBy(() -> resolver.texts("www.example"))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessage("cannot look up www.example (TXT): the name has no such record" + asked);
        });
    }
}
