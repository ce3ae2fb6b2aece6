// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jevent.server.ServerOptions;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsProvider;
import io.jevent.tls.TlsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP/2 with curl, nghttp and h2load, with and without TLS. */
class Http2PeersTest {

    private static @Nullable DevelopmentCertificate certificate;

    @BeforeAll
    static void create() throws IOException {
        certificate = DevelopmentCertificate.create();
    }

    private static final Handler ECHO =
            (request, response) -> response.send(request.protocol() + " " + request.bytes().length);

    private static DevelopmentCertificate certificate() {
        return Objects.requireNonNull(certificate);
    }

    private static Site secure(TlsProvider provider, HttpOptions options, String... protocols) {
        TlsServer tls = TlsServer.builder()
                .provider(provider)
                .identity(certificate().identity())
                .applicationProtocols(protocols)
                .build();
        return Site.of(ECHO, options, ServerOptions.DEFAULTS.wrap(tls::secure));
    }

    private static String curl(Site site, String... options) throws IOException {
        var command = new ArrayList<>(List.of("curl", "-s", "-k", "-w", " %{http_version}"));
        command.addAll(List.of(options));
        command.add("https://localhost:" + site.port() + "/");
        return output(command);
    }

    private static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void curlChoosesTheVersionByAlpn(TlsProvider provider) throws IOException {
        assumeTrue(provider.isAvailable());
        try (Site site = secure(provider, HttpOptions.DEFAULTS)) {
            assertThat(curl(site)).isEqualTo("HTTP/2.0 0 2");
            assertThat(curl(site, "--http1.1")).isEqualTo("HTTP/1.1 0 1.1");
            assertThat(curl(site, "--no-alpn")).isEqualTo("HTTP/1.1 0 1.1");
        }
        try (Site site = secure(provider, HttpOptions.DEFAULTS.http2(false))) {
            assertThat(curl(site)).isEqualTo("HTTP/1.1 0 1.1");
        }
        try (Site site = secure(provider, HttpOptions.DEFAULTS, "http/1.1")) {
            assertThat(curl(site)).isEqualTo("HTTP/1.1 0 1.1");
        }
    }

    @Test
    void curlKnowsItBeforehandWithoutTls(@TempDir Path folder) throws IOException {
        Path body = Files.write(folder.resolve("body"), new byte[3_000_000]);
        try (Site site = Site.of(ECHO)) {
            List<String> upload =
                    List.of("curl", "-s", "--http2-prior-knowledge", "--data-binary", "@" + body, site.uri("/"));
            assertThat(output(upload)).isEqualTo("HTTP/2.0 3000000");
            assertThat(output(List.of("curl", "-s", "--http2", site.uri("/")))).isEqualTo("HTTP/1.1 0");
        }
    }

    @Test
    void nghttpAndH2loadTalkToIt() throws IOException {
        boolean installed = Files.isExecutable(Path.of("/usr/bin/h2load"));
        assumeTrue(installed || System.getenv("JEVENT_NEED_NGHTTP") != null, "nghttp2-client is not installed");
        try (Site site = Site.of(ECHO)) {
            assertThat(output(List.of("nghttp", "-n", "-v", site.uri("/"))))
                    .contains(":status: 200")
                    .contains("recv DATA frame <length=10, flags=0x01");
            assertThat(output(List.of("h2load", "-n", "2000", "-c", "4", "-m", "20", site.uri("/"))))
                    .contains("2000 succeeded, 0 failed")
                    .contains("2000 2xx");
        }
    }

    private static final String NODE = """
            const client = require('http2').connect(process.argv[1]);
            let left = 20;
            for (let i = 1; i <= 20; i++) {
              const request = client.request({':method': 'POST', ':path': '/' + i});
              let text = '';
              request.setEncoding('utf8');
              request.on('response', headers => text += headers[':status'] + ' ');
              request.on('data', data => text += data);
              request.on('end', () => {
                console.log(text);
                if (--left == 0) client.close();
              });
              request.end('x'.repeat(10000 * i));
            }
            """;

    @Test
    void theClientOfNodeTalksToIt() throws IOException {
        boolean installed = Files.isExecutable(Path.of("/usr/bin/node"));
        assumeTrue(installed || System.getenv("JEVENT_NEED_NODE") != null, "nodejs is not installed");
        try (Site site = Site.of(ECHO)) {
            String all = output(List.of("node", "-e", NODE, site.uri("/")));
            assertThat(all.lines())
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 20)
                            .mapToObj(i -> "200 HTTP/2.0 " + 10_000 * i)
                            .toList());
        }
    }
}
