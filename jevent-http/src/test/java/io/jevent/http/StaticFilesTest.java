// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {

    @TempDir
    private static Path folder;

    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        Path root = Files.createDirectories(folder.resolve("www/sub"));
        Files.writeString(folder.resolve("secret"), "secret");
        Files.writeString(folder.resolve("www/ten.txt"), "0123456789");
        Files.writeString(folder.resolve("www/empty"), "");
        Files.writeString(folder.resolve("www/.hidden"), "hidden");
        Files.writeString(root.resolve("index.html"), "<p>index");
        Files.createSymbolicLink(folder.resolve("www/link"), folder.resolve("secret"));
        Files.writeString(folder.resolve("www/long.txt"), "a line of text\n".repeat(100_000));
        site = Site.of(new Routes()
                .filter(new Compression())
                .files("/www", folder.resolve("www"))
                .files("/jar", StaticFiles.ofResources(StaticFilesTest.class, "io/jevent/http")));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static String ask(String path, String headers) throws IOException {
        try (Wire wire = site.wire()) {
            return wire.say("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n")
                    .hearAll();
        }
    }

    @Test
    void aFileIsSentWithItsTypeAndLength() throws IOException {
        assertThat(ask("/www/ten.txt", ""))
                .startsWith("HTTP/1.1 200 OK\r\nLast-Modified: ")
                .contains("\r\nETag: \"")
                .contains("\r\nContent-Type: text/plain; charset=utf-8\r\nAccept-Ranges: bytes\r\n")
                .contains("\r\nContent-Length: 10\r\n")
                .endsWith("\r\n\r\n0123456789");
        assertThat(ask("/www/empty", "")).contains("application/octet-stream").endsWith("Content-Length: 0\r\n\r\n");
        assertThat(ask("/www/sub", "")).contains("text/html").endsWith("<p>index");
        assertThat(ask("/www/sub/", "")).endsWith("<p>index");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/www/none",
                "/www/",
                "/www/../secret",
                "/www/..%2fsecret",
                "/www/%2e%2e/secret",
                "/www/sub/../../secret",
                "/www/./ten.txt",
                "/www//ten.txt",
                "/www/.hidden",
                "/www/link",
                "/www/ten.txt/",
                "/www/ten.txt/x",
                "/www/..%5csecret",
                "/jar/none.txt",
                "/jar/../wsgi/package-info.class",
                "/jar/"
            })
    void nothingElseIsFound(String path) throws IOException {
        assertThat(ask(path, "")).startsWith("HTTP/1.1 404 Not Found\r\n").doesNotContain("secret");
    }

    @Test
    void filesCanBeInAJar() throws IOException {
        assertThat(ask("/jar/requests.txt", "")).startsWith("HTTP/1.1 200 ").contains("# The request line");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 206, bytes 0-0/10, 0",
        "bytes=2-5, 206, bytes 2-5/10, 2345",
        "bytes=7-, 206, bytes 7-9/10, 789",
        "bytes=7-100, 206, bytes 7-9/10, 789",
        "bytes=-3, 206, bytes 7-9/10, 789",
        "bytes=-100, 206, bytes 0-9/10, 0123456789",
        "bytes=10-, 416, bytes */10, Range Not Satisfiable",
        "bytes=-0, 416, bytes */10, Range Not Satisfiable",
        "'bytes=0-1,3-4', 200, , 0123456789",
        "bytes=5-2, 200, , 0123456789",
        "bytes=-, 200, , 0123456789",
        "bytes=x-, 200, , 0123456789",
        "bytes=99999999999999999999-, 200, , 0123456789",
        "items=0-1, 200, , 0123456789"
    })
    void aRangeIsSentAlone(String range, int status, String said, String body) throws IOException {
        String answer = ask("/www/ten.txt", "Range: " + range + "\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").endsWith("\r\n\r\n" + body);
        if (said == null) {
            assertThat(answer).doesNotContain("Content-Range");
        } else {
            assertThat(answer).contains("\r\nContent-Range: " + said + "\r\n");
        }
    }

    private static String header(String answer, String name) {
        int at = answer.indexOf(name + ": ") + name.length() + 2;
        return answer.substring(at, answer.indexOf('\r', at));
    }

    @Test
    void whatTheClientHasIsNotSentAgain() throws IOException {
        String first = ask("/www/ten.txt", "");
        String tag = header(first, "ETag");
        String modified = header(first, "Last-Modified");
        assertThat(ask("/www/ten.txt", "If-None-Match: " + tag + "\r\n"))
                .startsWith("HTTP/1.1 304 Not Modified\r\n")
                .doesNotContain("Content-Length")
                .endsWith("\r\n\r\n");
        assertThat(ask("/www/ten.txt", "If-None-Match: \"x\", W/" + tag + "\r\n"))
                .startsWith("HTTP/1.1 304 ");
        assertThat(ask("/www/ten.txt", "If-None-Match: *\r\n")).startsWith("HTTP/1.1 304 ");
        assertThat(ask("/www/ten.txt", "If-None-Match: \"x\"\r\nIf-Modified-Since: " + modified + "\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(ask("/www/ten.txt", "If-Modified-Since: " + modified + "\r\n"))
                .startsWith("HTTP/1.1 304 ");
        assertThat(ask("/www/ten.txt", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(ask("/www/ten.txt", "If-Modified-Since: yesterday\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(ask("/www/ten.txt", "Range: bytes=1-2\r\nIf-Range: " + tag + "\r\n"))
                .endsWith("\r\n\r\n12");
        assertThat(ask("/www/ten.txt", "Range: bytes=1-2\r\nIf-Range: " + modified + "\r\n"))
                .endsWith("\r\n\r\n12");
        assertThat(ask("/www/ten.txt", "Range: bytes=1-2\r\nIf-Range: \"x\"\r\n"))
                .endsWith("0123456789");
    }

    @Test
    void aLargeFileIsSentWhole() throws IOException {
        assertThat(ask("/www/long.txt", ""))
                .contains("Content-Length: 1500000\r\n")
                .endsWith("a line of text\n")
                .hasSizeGreaterThan(1_500_000);
    }

    @Test
    void aTextIsCompressedForWhoCanUndoIt() throws Exception {
        String answer = ask("/www/long.txt", "Accept-Encoding: br, gzip;q=0.5\r\n");
        assertThat(answer)
                .contains("\r\nContent-Encoding: gzip\r\n")
                .contains("\r\nVary: Accept-Encoding\r\n")
                .contains("ETag: W/\"")
                .hasSizeLessThan(50_000);
        assertThat(ask("/www/ten.txt", "Accept-Encoding: gzip\r\n")).doesNotContain("Content-Encoding");
        Process curl = new ProcessBuilder("curl", "-s", "--compressed", site.uri("/www/long.txt")).start();
        assertThat(new String(curl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("a line of text\n".repeat(100_000));
    }
}
