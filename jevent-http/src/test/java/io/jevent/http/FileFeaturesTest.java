// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static io.jevent.http.Command.output;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several ranges, files that are compressed already, caching, codings on the fly, and early hints. */
@SuppressWarnings("StringConcatToTextBlock") // the lines end in CR LF
class FileFeaturesTest {

    @TempDir
    Path folder;

    private static HttpResponse<byte[]> get(Site site, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(site.uri(path)));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("-");
    }

    @Test
    void severalRangesAreSentAsPartsOfOneBody() throws Exception {
        Files.writeString(folder.resolve("ten.txt"), "0123456789");
        try (Site site = Site.of(new Routes().files("/", folder))) {
            HttpResponse<byte[]> response = get(site, "/ten.txt", "Range", "bytes=0-1, 4-4, -2");
            String type = header(response, "Content-Type");
            assertThat(response.statusCode()).isEqualTo(206);
            assertThat(type).startsWith("multipart/byteranges; boundary=");
            assertThat(response.headers().firstValue("Content-Range")).isEmpty();
            String boundary = type.substring(type.indexOf('=') + 1);
            String head = "Content-Type: text/plain; charset=utf-8\r\nContent-Range: bytes ";
            assertThat(text(response))
                    .isEqualTo("\r\n--" + boundary + "\r\n" + head + "0-1/10\r\n\r\n01" + "\r\n--" + boundary + "\r\n"
                            + head + "4-4/10\r\n\r\n4" + "\r\n--" + boundary + "\r\n" + head + "8-9/10\r\n\r\n89"
                            + "\r\n--" + boundary + "--\r\n");
            assertThat(output("curl", "-s", "--http2-prior-knowledge", "-r", "0-1,4-4", site.uri("/ten.txt")))
                    .contains("bytes 0-1/10\r\n\r\n01\r\n", "bytes 4-4/10\r\n\r\n4\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', -, plain",
        "'gzip, br, zstd', br, brotli",
        "'gzip, br;q=0.5, zstd;q=0.7', gzip, gzipped",
        "'br;q=0, *', zstd, zstandard",
        "identity, -, plain",
        "'gzip;q=0', -, plain",
        "x-gzip, gzip, gzipped"
    })
    void aCompressedFormIsSentToThoseThatAcceptIt(String accept, String coding, String body) throws Exception {
        Files.writeString(folder.resolve("a.css"), "plain");
        Files.writeString(folder.resolve("a.css.br"), "brotli");
        Files.writeString(folder.resolve("a.css.zst"), "zstandard");
        Files.writeString(folder.resolve("a.css.gz"), "gzipped");
        Files.writeString(folder.resolve("b.css"), "only plain");
        try (Site site = Site.of(new Routes().files("/", StaticFiles.of(folder).precompressed()))) {
            HttpResponse<byte[]> response = get(site, "/a.css", "Accept-Encoding", accept);
            assertThat(text(response)).isEqualTo(body);
            assertThat(header(response, "Content-Encoding")).isEqualTo(coding);
            assertThat(header(response, "Vary")).isEqualTo("Accept-Encoding");
            assertThat(header(response, "Content-Type")).isEqualTo("text/css; charset=utf-8");
            String tag = header(response, "ETag");
            assertThat(get(site, "/a.css", "Accept-Encoding", accept, "If-None-Match", tag)
                            .statusCode())
                    .isEqualTo(304);
            assertThat(text(get(site, "/b.css", "Accept-Encoding", accept))).isEqualTo("only plain");
        }
    }

    @Test
    void filesHaveCacheHeaders() throws Exception {
        Files.writeString(folder.resolve("a.css"), "a");
        Files.writeString(folder.resolve("b.1f2e.css"), "b");
        StaticFiles hashed = StaticFiles.of(folder)
                .cacheControl(name -> name.contains(".1f2e.") ? "max-age=31536000, immutable" : "");
        try (Site site = Site.of(new Routes()
                .files("/h", hashed)
                .files("/m", StaticFiles.of(folder).maxAge(Duration.ofMinutes(5))))) {
            assertThat(header(get(site, "/h/a.css"), "Cache-Control")).isEqualTo("-");
            assertThat(header(get(site, "/h/b.1f2e.css"), "Cache-Control")).isEqualTo("max-age=31536000, immutable");
            assertThat(header(get(site, "/m/a.css"), "Cache-Control")).isEqualTo("max-age=300");
            assertThat(header(get(site, "/m/none"), "Cache-Control")).isEqualTo("-");
        }
    }

    private static InputStream decoder(String coding, byte[] body) throws IOException {
        var bytes = new ByteArrayInputStream(body);
        return switch (coding) {
            case "br" -> new BrotliInputStream(bytes);
            case "zstd" -> new ZstdInputStream(bytes);
            default -> new GZIPInputStream(bytes);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "br, br",
        "zstd, zstd",
        "gzip, gzip",
        "'gzip, br, zstd', zstd",
        "'gzip, br', br",
        "'br;q=0.1, gzip', gzip"
    })
    void textsAreCompressedInTheCodingThatTheClientLikesBest(String accept, String coding) throws Exception {
        Brotli4jLoader.ensureAvailability();
        String content = "a line of text\n".repeat(500);
        var routes = new Routes()
                .get("/whole", (q, r) -> r.send(content))
                .get("/chunks", (q, r) -> {
                    for (int i = 0; i < 5; i++) {
                        r.write(content);
                    }
                })
                .filter(new Compression());
        try (Site site = Site.of(routes)) {
            HttpResponse<byte[]> whole = get(site, "/whole", "Accept-Encoding", accept);
            assertThat(header(whole, "Content-Encoding")).isEqualTo(coding);
            assertThat(whole.body().length).isLessThan(400);
            assertThat(decoder(coding, whole.body()).readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(content);
            HttpResponse<byte[]> chunks = get(site, "/chunks", "Accept-Encoding", accept);
            assertThat(decoder(coding, chunks.body()).readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(content.repeat(5));
        }
    }

    @Test
    void earlyHintsPrecedeTheResponse() throws Exception {
        Handler handler = (q, r) -> {
            r.earlyHints("</a.css>; rel=preload; as=style", "</b.js>; rel=preload; as=script");
            r.send("page");
        };
        try (Site site = Site.of(handler)) {
            try (var wire = new Wire(site.port())) {
                assertThat(wire.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                                .readAll())
                        .startsWith("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload; as=style\r\n"
                                + "Link: </b.js>; rel=preload; as=script\r\n\r\nHTTP/1.1 200 OK\r\n")
                        .endsWith("page");
            }
            try (var wire = new Wire(site.port())) {
                assertThat(wire.send("GET / HTTP/1.0\r\n\r\n").readAll()).startsWith("HTTP/1.1 200 OK\r\n");
            }
            assertThat(output("curl", "-si", "--http2-prior-knowledge", site.uri("/")))
                    .startsWith("HTTP/2 103 \r\nlink: </a.css>; rel=preload; as=style\r\n")
                    .contains("HTTP/2 200")
                    .endsWith("page");
            assertThat(site.failures).isEmpty();
        }
    }
}
