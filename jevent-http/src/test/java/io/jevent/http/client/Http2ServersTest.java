// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.threadpool.ThreadPool;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.http.HttpClient.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client in HTTP/2 with servers of others: node's and nghttpd, with TLS and without. */
class Http2ServersTest {

    private static final String NODE = """
            const http2 = require('http2'), fs = require('fs');
            const [key, cert] = process.argv.slice(1);
            const server = key
              ? http2.createSecureServer({key: fs.readFileSync(key), cert: fs.readFileSync(cert)})
              : http2.createServer({settings: {maxConcurrentStreams: 10, initialWindowSize: 1000}});
            server.on('stream', (stream, headers) => {
              stream.on('error', () => {});
              const path = headers[':path'];
              if (path == '/reset') {
                stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);
              } else if (path == '/goaway') {
                stream.respond({':status': 200});
                stream.end('last');
                stream.session.goaway(0, stream.id);
              } else if (path == '/events') {
                stream.respond({':status': 200, 'content-type': 'text/event-stream'});
                stream.end('id: 7\\ndata: one\\n\\ndata: two\\n\\n');
              } else {
                stream.respond({':status': 200, 'x-method': headers[':method']}, {waitForTrailers: true});
                stream.on('wantTrailers', () => stream.sendTrailers({'x-end': path}));
                stream.pipe(stream);
              }
            });
            server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
            process.stdin.resume();
            process.stdin.on('end', () => process.exit());
            """;

    private interface Body {
        void run(String authority) throws Exception;
    }

    private static void assumeInstalled(String path, String variable) {
        assumeTrue(Files.isExecutable(Path.of(path)) || System.getenv(variable) != null, path + " is not installed");
    }

    /** Runs a server in a process of its own until {@code body} has ended. */
    private static void with(List<String> command, Body body) throws Exception {
        ClientHub.onHub(() -> {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try {
                var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                String line = ThreadPool.ofHub().apply(out::readLine);
                Thread.ofPlatform().daemon().start(() -> drain(out));
                String port = line.startsWith("port ") ? line.substring(5) : Listening.port(process.pid());
                body.run("localhost:" + port);
            } finally {
                process.destroyForcibly();
                assertThat(Jevent.await(process.onExit()).isAlive()).isFalse();
            }
        });
    }

    /** Reads what a server logs, so that it never waits for a reader. */
    private static void drain(BufferedReader out) {
        try {
            out.transferTo(Writer.nullWriter());
        } catch (IOException _) {
            // the server has ended
        }
    }

    private static void withNode(List<String> arguments, Body body) throws Exception {
        assumeInstalled("/usr/bin/node", "JEVENT_NEED_NODE");
        var command = new ArrayList<>(List.of("/usr/bin/node", "-e", NODE));
        command.addAll(arguments);
        with(command, body);
    }

    private static void withNghttpd(List<String> arguments, Body body) throws Exception {
        assumeInstalled("/usr/sbin/nghttpd", "JEVENT_NEED_NGHTTP");
        var command = new ArrayList<>(List.of("/usr/sbin/nghttpd", "-v", "-a", "127.0.0.1"));
        command.addAll(arguments);
        with(command, body);
    }

    private static HubHttpClient plain() {
        return HubHttpClient.of(ClientOptions.DEFAULTS.http2PriorKnowledge(true));
    }

    /** Sends bodies of all sizes at once, and compares what comes back. */
    private static void echo(HttpCalls http, String address) {
        var calls = new ArrayList<Greenlet<Integer>>();
        for (int i = 0; i < 40; i++) {
            byte[] body = new byte[i * 7919];
            new Random(i).nextBytes(body);
            String uri = address + "/echo" + i;
            calls.add(Jevent.spawn(() -> {
                try (Reply reply = http.call("POST", uri).body(body).send()) {
                    assertThat(reply.version()).isEqualTo(Version.HTTP_2);
                    assertThat(reply.status()).isEqualTo(200);
                    assertThat(Arrays.equals(reply.bytes(), body)).isTrue();
                    return 1;
                }
            }));
        }
        assertThat(calls.stream().mapToInt(Greenlet::result).sum()).isEqualTo(40);
    }

    @Test
    void nodesServerWithoutTls() throws Exception {
        withNode(List.of(), authority -> {
            String address = "http://" + authority;
            try (HubHttpClient client = plain()) {
                HttpCalls http = Http.with(client);
                echo(http, address);
                try (Reply reply =
                        http.call("PUT", address + "/trailers").body("text").send()) {
                    assertThat(reply.text()).isEqualTo("text");
                    assertThat(reply.header("x-method")).contains("PUT");
                    assertThat(reply.trailers().firstValue("x-end")).contains("/trailers");
                }
                try (EventReader events = http.call("GET", address + "/events").events()) {
                    var all = new ArrayList<String>();
                    events.forEach(event -> all.add(event.id().orElse("") + event.data()));
                    assertThat(all).containsExactly("7one", "7two");
                }
                assertThatThrownBy(() -> http.call("GET", address + "/reset").text())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("INTERNAL_ERROR");
                assertThat(http.call("GET", address + "/goaway").text()).isEqualTo("last");
                assertThat(http.call("POST", address + "/after").body("after").text())
                        .isEqualTo("after");
                assertThat(client.leasedConnections()).isZero();
            }
        });
    }

    @Test
    void nodesServerWithTls(@TempDir Path folder) throws Exception {
        DevelopmentCertificate own = DevelopmentCertificate.create();
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("certificate.pem");
        own.writeTo(certificate, key);
        withNode(List.of(key.toString(), certificate.toString()), authority -> {
            var tls = TlsClient.builder().trust(own.trust()).build();
            try (HubHttpClient client = HubHttpClient.of(ClientOptions.DEFAULTS.tls(tls))) {
                echo(Http.with(client), "https://" + authority);
                assertThat(client.openConnections()).isEqualTo(1);
            }
        });
    }

    @Test
    void nghttpdWithoutTls(@TempDir Path folder) throws Exception {
        byte[] file = new byte[3_000_000];
        new Random(3).nextBytes(file);
        Files.write(folder.resolve("file"), file);
        List<String> arguments = List.of(
                "--no-tls",
                "--echo-upload",
                "--trailer",
                "x-end: bye",
                "-b",
                "200",
                "-m",
                "10",
                "-d",
                folder.toString(),
                "0");
        withNghttpd(arguments, authority -> {
            String address = "http://" + authority;
            try (HubHttpClient client = plain()) {
                HttpCalls http = Http.with(client);
                echo(http, address);
                try (Reply reply = http.call("GET", address + "/file").send()) {
                    assertThat(Arrays.equals(reply.bytes(), file)).isTrue();
                    assertThat(reply.header("server").orElse("")).startsWith("nghttpd");
                    assertThat(reply.trailers().firstValue("x-end")).contains("bye");
                }
                try (Reply reply = http.call("GET", address + "/none").send()) {
                    assertThat(reply.status()).isEqualTo(404);
                }
            }
        });
    }

    @Test
    void nghttpdWithTls(@TempDir Path folder) throws Exception {
        DevelopmentCertificate own = DevelopmentCertificate.create();
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("certificate.pem");
        own.writeTo(certificate, key);
        withNghttpd(List.of("--echo-upload", "0", key.toString(), certificate.toString()), authority -> {
            var tls = TlsClient.builder().trust(own.trust()).build();
            try (HubHttpClient client = HubHttpClient.of(ClientOptions.DEFAULTS.tls(tls))) {
                echo(Http.with(client), "https://" + authority);
            }
        });
    }
}
