// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import static io.jevent.tls.Talk.bytes;
import static io.jevent.tls.Talk.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests interoperation with other clients and servers: OpenSSL, curl, Python, the JDK. */
@ParameterizedClass
@EnumSource(
        value = TlsSetting.class,
        names = {"EPOLL_JDK", "EPOLL_OPENSSL"})
class TlsPeersTest {

    private static final String PYTHON = "/usr/bin/python3";
    private static final Pattern PORT = Pattern.compile("ACCEPT [^\\n]*:(\\d+)");

    private final TlsSetting setting;

    @TempDir
    private Path directory;

    TlsPeersTest(TlsSetting setting) {
        this.setting = setting;
    }

    @BeforeEach
    void writeCertificates() throws IOException {
        Certificates.write(Certificates.goodBundle(), directory, "good");
        Files.writeString(directory.resolve("ca.crt"), Certificates.authority().getCertificatePEM());
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    /** Starts {@code openssl s_server} with more options on a free port. */
    private Tool openSslServer(String... more) throws IOException {
        var command =
                new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:0", "-CAfile", file("ca.crt")));
        command.addAll(List.of("-cert", file("good.crt"), "-key", file("good.key"), "-cert_chain", file("good.crt")));
        command.addAll(Arrays.asList(more));
        return new Tool(command);
    }

    private static int portOf(Tool server) {
        String seen = server.readUntil("\n");
        var matcher = PORT.matcher(seen);
        while (!matcher.find()) {
            seen = server.readUntil("\n");
            matcher = PORT.matcher(seen);
        }
        return Integer.parseInt(matcher.group(1));
    }

    private String[] openSslClient(int port, String... more) {
        var command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
        command.addAll(List.of("-CAfile", file("ca.crt"), "-verify_return_error", "-servername", "localhost"));
        command.addAll(Arrays.asList(more));
        return command.toArray(String[]::new);
    }

    @Test
    void openSslIsServed() throws Exception {
        setting.run(() -> {
            try (var serving = new EchoServer(
                    setting.server().applicationProtocols("h2", "http/1.1").build())) {
                for (String version : new String[] {"-tls1_2", "-tls1_3"}) {
                    String said = Tool.run(
                            "",
                            openSslClient(
                                    serving.port(), version, "-alpn", "http/1.1", "-verify_hostname", "localhost"));
                    assertThat(said)
                            .contains("Verification: OK")
                            .contains("ALPN protocol: http/1.1")
                            .contains(version.equals("-tls1_2") ? "TLSv1.2" : "TLSv1.3");
                }
                assertThat(serving.failure()).isNull();
            }
        });
    }

    @Test
    void openSslsSessionIsResumed() throws Exception {
        setting.run(() -> {
            try (var serving =
                    new EchoServer(setting.server().protocols("TLSv1.2").build())) {
                String session = file("session");
                assertThat(Tool.run("", openSslClient(serving.port(), "-sess_out", session)))
                        .contains("New, TLSv1.2");
                assertThat(Tool.run("", openSslClient(serving.port(), "-sess_in", session)))
                        .contains("Reused, TLSv1.2");
            }
        });
    }

    @Test
    void openSslIsRefusedWithoutACertificate() throws Exception {
        X509Bundle own = Certificates.server("CN=openssl", b -> b);
        Certificates.write(own, directory, "client");
        setting.run(() -> {
            TlsServer server = setting.server()
                    .trust(Certificates.trust())
                    .clientAuthentication(ClientAuthentication.NEEDED)
                    .build();
            try (var serving = new EchoServer(server)) {
                String said = Tool.run("", openSslClient(serving.port(), "-ign_eof"));
                assertThat(said).containsPattern("alert (certificate required|bad certificate|handshake failure)");
                assertThat(serving.failure())
                        .hasMessageStartingWith("the client showed no certificate, but one is required");
            }
            try (var serving = new EchoServer(server)) {
                String said = Tool.run(
                        "",
                        openSslClient(
                                serving.port(),
                                "-cert",
                                file("client.crt"),
                                "-key",
                                file("client.key"),
                                "-cert_chain",
                                file("client.crt")));
                assertThat(said).contains("Verification: OK");
                assertThat(serving.failure()).isNull();
            }
        });
    }

    @Test
    void openSslServes() throws Exception {
        setting.run(() -> {
            try (Tool server = openSslServer("-rev", "-alpn", "test")) {
                TlsClient client = setting.client().applicationProtocols("test").build();
                int port = portOf(server);
                try (StreamSocket socket = client.connect("localhost:" + port)) {
                    assertThat(TlsSession.require(socket).applicationProtocol()).contains("test");
                    socket.sendAll(bytes("live\n"));
                    assertThat(text(socket.recv(100))).isEqualTo("evil\n");
                }
                try (StreamSocket socket = client.connect("localhost:" + port)) {
                    assertThat(TlsSession.require(socket).isResumed()).isTrue();
                }
            }
        });
    }

    @Test
    void openSslAsksForACertificate() throws Exception {
        X509Bundle own = Certificates.server("CN=client of openssl", b -> b);
        setting.run(() -> {
            try (Tool server = openSslServer("-Verify", "3", "-verify_return_error", "-rev", "-naccept", "2")) {
                int port = portOf(server);
                TlsClient client =
                        setting.client().identity(Certificates.identity(own)).build();
                try (StreamSocket socket = client.connect("localhost:" + port)) {
                    socket.sendAll(bytes("ton\n"));
                    assertThat(text(socket.recv(100))).isEqualTo("not\n");
                }
                assertThatThrownBy(() -> {
                            try (StreamSocket socket = setting.client().build().connect("localhost:" + port)) {
                                socket.sendAll(bytes("x\n"));
                                socket.recv(10);
                            }
                        })
                        .isInstanceOf(SSLException.class)
                        .hasMessageMatching(
                                "the peer ended the connection with the alert (certificate_required|handshake_failure):"
                                        + " .*");
            }
        });
    }

    @Test
    void curlIsServed() throws Exception {
        setting.run(() -> {
            try (StreamListener listener = StreamListener.listen("127.0.0.1:0")) {
                Greenlet<?> serving = Jevent.spawn(() -> {
                    TlsServer tls = setting.server().build();
                    try (StreamSocket socket = tls.secure(listener.accept())) {
                        assertThat(text(socket.recv(1000))).startsWith("GET /page HTTP/1.1\r\n");
                        socket.sendAll(bytes("HTTP/1.0 200 OK\r\n\r\nhello, curl"));
                    }
                    return null;
                });
                String url = "https://localhost:" + listener.port() + "/page";
                assertThat(Tool.run("", "curl", "-sS", "--http1.1", "--noproxy", "*", "--cacert", file("ca.crt"), url))
                        .isEqualTo("hello, curl");
                serving.result();
            }
        });
    }

    @Test
    void curlRefusesAStranger() throws Exception {
        setting.run(() -> {
            try (var serving = new EchoServer(setting.server()
                    .identity(Certificates.identity(Certificates.ofStrangers()))
                    .build())) {
                String url = "https://localhost:" + serving.port();
                assertThat(Tool.run("", "curl", "-sS", "--noproxy", "*", "--cacert", file("ca.crt"), url))
                        .contains("certificate");
                assertThat(serving.failure()).isInstanceOf(SSLException.class);
                if (setting.provider() == TlsProvider.JDK) {
                    assertThat(serving.failure())
                            .hasMessageStartingWith("the peer ended the connection with the alert unknown_ca");
                }
            }
        });
    }

    @Test
    void pythonIsServed() throws Exception {
        Path script = Files.writeString(directory.resolve("client.py"), """
                import socket, ssl, sys
                context = ssl.create_default_context(cafile=sys.argv[2])
                with socket.create_connection(('127.0.0.1', int(sys.argv[1]))) as plain:
                    with context.wrap_socket(plain, server_hostname='localhost') as s:
                        s.sendall(b'x' * 500000)
                        got = 0
                        while got < 500000:
                            got += len(s.recv(65536))
                        print(s.version(), got)
                        s.unwrap()
                        print('ended cleanly')
                """);
        setting.run(() -> {
            try (var serving = new EchoServer(setting.server().build())) {
                assertThat(Tool.run("", PYTHON, script.toString(), "" + serving.port(), file("ca.crt")))
                        .isEqualTo("TLSv1.3 500000\nended cleanly\n");
                assertThat(serving.failure()).isNull();
            }
        });
    }

    @Test
    void pythonServes() throws Exception {
        Path script = Files.writeString(directory.resolve("server.py"), """
                import socket, ssl, sys
                context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
                context.load_cert_chain(sys.argv[1], sys.argv[2])
                listener = socket.create_server(('127.0.0.1', 0))
                print('ACCEPT 127.0.0.1:%d' % listener.getsockname()[1], flush=True)
                plain, _ = listener.accept()
                s = context.wrap_socket(plain, server_side=True)
                s.sendall(s.recv(100).upper())
                s.sendall(b'more')
                if sys.argv[3] == 'clean':
                    s.unwrap()
                s.close()
                """);
        setting.run(() -> {
            for (String end : new String[] {"clean", "cut"}) {
                var command = List.of(PYTHON, script.toString(), file("good.crt"), file("good.key"), end);
                try (Tool server = new Tool(command);
                        StreamSocket socket = setting.client().build().connect("localhost:" + portOf(server))) {
                    socket.sendAll(bytes("shout"));
                    assertThat(text(socket.inputStream().readNBytes(9))).isEqualTo("SHOUTmore");
                    if (end.equals("clean")) {
                        assertThat(socket.recv(1)).isEmpty();
                    } else {
                        assertThatThrownBy(() -> socket.recv(1))
                                .isInstanceOf(SSLException.class)
                                .hasMessageContaining("close_notify");
                    }
                }
            }
        });
    }

    private static SSLContext jdk() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(
                Certificates.goodBundle().toKeyManagerFactory().getKeyManagers(),
                new TrustManager[] {Certificates.authority().toTrustManager()},
                null);
        return context;
    }

    @Test
    void aSocketOfTheJdkIsServed() throws Exception {
        SSLContext context = jdk();
        setting.run(() -> {
            try (var serving = new EchoServer(setting.server().build())) {
                String answer = Tool.aside(() -> {
                    try (var socket = (SSLSocket)
                            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), serving.port())) {
                        socket.getOutputStream().write(bytes("from the JDK"));
                        return text(socket.getInputStream().readNBytes(12));
                    }
                });
                assertThat(answer).isEqualTo("from the JDK");
            }
        });
    }

    @Test
    void aSocketOfTheJdkServes() throws Exception {
        SSLContext context = jdk();
        setting.run(() -> {
            try (var listener = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                Greenlet<?> serving = Jevent.spawn(() -> Tool.aside(() -> {
                    try (var socket = listener.accept()) {
                        socket.getOutputStream().write(socket.getInputStream().readNBytes(4));
                        return null;
                    }
                }));
                try (StreamSocket socket = setting.client().build().connect("localhost:" + listener.getLocalPort())) {
                    socket.sendAll(bytes("ping"));
                    assertThat(text(socket.inputStream().readAllBytes())).isEqualTo("ping");
                }
                serving.result();
            }
        });
    }

    @Test
    void openSslUpgradesAPlainConnection() throws Exception {
        setting.run(() -> {
            try (StreamListener listener = StreamListener.listen("127.0.0.1:0")) {
                Greenlet<?> serving = Jevent.spawn(() -> {
                    try (StreamSocket socket = listener.accept()) {
                        socket.sendAll(bytes("220 mail.test ESMTP\r\n"));
                        assertThat(text(socket.recv(100))).startsWith("EHLO ");
                        socket.sendAll(bytes("250-mail.test\r\n250 STARTTLS\r\n"));
                        assertThat(text(socket.recv(100))).isEqualTo("STARTTLS\r\n");
                        socket.sendAll(bytes("220 go ahead\r\n"));
                        setting.server().build().secure(socket);
                        assertThat(text(socket.recv(100))).isEqualTo("QUIT\n");
                    }
                    return null;
                });
                assertThat(Tool.run("QUIT\n", openSslClient(listener.port(), "-starttls", "smtp", "-quiet")))
                        .doesNotContain("error");
                serving.result();
            }
        });
    }
}
