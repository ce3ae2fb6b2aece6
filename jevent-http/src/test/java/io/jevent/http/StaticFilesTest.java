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
        Files.createDirectory(folder.resolve("www/bare"));
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
            return wire.send("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n")
                    .readAll();
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
        assertThat(ask("/www/sub/", "")).contains("text/html").endsWith("<p>index");
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
        "'bytes=0-3,3-4', 200, , 0123456789",
        "'bytes=0-1,x', 200, , 0123456789",
        "'bytes=0-1,50-', 206, bytes 0-1/10, 01",
        "'bytes=20-30,50-', 416, bytes */10, Range Not Satisfiable",
        "'bytes=0-0,2-2,4-4,6-6,8-8,10-,11-,12-,13-,14-,15-,16-,17-,18-,19-,20-,21-', 200, , 0123456789",
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
    void aFileThatTheClientHasIsNotSentAgain() throws IOException {
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

    /** RFC 9110, 15.4.2: without the slash the links of the index would lead to another folder. */
    @Test
    void aFolderIsRedirectedToItsPathWithASlashOfTheSameHost() throws IOException {
        assertThat(ask("/www/sub", ""))
                .startsWith("HTTP/1.1 301 Moved Permanently\r\n")
                .contains("\r\nLocation: /www/sub/\r\n");
        assertThat(ask("/www/sub?a=b%20c", "")).contains("\r\nLocation: /www/sub/?a=b%20c\r\n");
        assertThat(ask("/jar/pages/sub", "")).contains("\r\nLocation: /jar/pages/sub/\r\n");
        assertThat(ask("/jar/pages/sub/", "")).endsWith("<p>inner\n");
        assertThat(ask("/www/bare", "")).startsWith("HTTP/1.1 404 ");
        assertThat(ask("/jar/pages", "")).as("a list of files").startsWith("HTTP/1.1 404 ");
        for (String path : new String[] {"//www/sub", "/%2Fwww/sub", "//evil.example/..", "/%5Cevil.example"}) {
            assertThat(ask(path, "")).as(path).doesNotContain("Location: //").startsWith("HTTP/1.1 404 ");
        }
        try (Site root = Site.of(new Routes().files("/", folder.resolve("www")));
                Wire wire = root.wire()) {
            assertThat(wire.send("GET //sub HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                            .readAll())
                    .startsWith("HTTP/1.1 404 ");
        }
    }

    /** RFC 9110, 13.1.1, 13.1.4 and 13.2.2. */
    @Test
    void aConditionThatDoesNotHoldGets412() throws IOException {
        String first = ask("/www/ten.txt", "");
        String tag = header(first, "ETag");
        String modified = header(first, "Last-Modified");
        String old = "Sun, 06 Nov 1994 08:49:37 GMT";

        assertThat(ask("/www/ten.txt", "If-Match: \"x\"\r\n")).startsWith("HTTP/1.1 412 Precondition Failed\r\n");
        assertThat(ask("/www/ten.txt", "If-Match: W/" + tag + "\r\n"))
                .as("strong comparison")
                .startsWith("HTTP/1.1 412 ");
        assertThat(ask("/www/ten.txt", "If-Match: \"x\"\r\nIf-Match: " + tag + "\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(ask("/www/ten.txt", "If-Match: *\r\nIf-Unmodified-Since: " + old + "\r\n"))
                .as("If-Match goes first")
                .startsWith("HTTP/1.1 200 ");
        assertThat(ask("/www/ten.txt", "If-Unmodified-Since: " + old + "\r\n")).startsWith("HTTP/1.1 412 ");
        assertThat(ask("/www/ten.txt", "If-Unmodified-Since: " + modified + "\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(ask("/www/ten.txt", "If-Unmodified-Since: yesterday\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(ask("/www/ten.txt", "If-Match: \"x\"\r\nIf-None-Match: " + tag + "\r\n"))
                .startsWith("HTTP/1.1 412 ");
    }

    /** RFC 9110, 5.3, 13.1.2 and 8.8.3: lines are one list; a comma may stand in a tag. */
    @Test
    void severalLinesOfTagsAreOneList() throws IOException {
        String tag = header(ask("/www/ten.txt", ""), "ETag");

        assertThat(ask("/www/ten.txt", "If-None-Match: \"x\"\r\nIf-None-Match: " + tag + "\r\n"))
                .startsWith("HTTP/1.1 304 ");
        assertThat(ask("/www/ten.txt", "If-None-Match: \"a,b\" , ,W/" + tag + "\r\n"))
                .startsWith("HTTP/1.1 304 ");
        assertThat(ask("/www/ten.txt", "If-None-Match: \"," + tag.substring(1) + "\r\n"))
                .as("part of another tag")
                .startsWith("HTTP/1.1 200 ");
        assertThat(ask("/www/ten.txt", "If-None-Match: \"x\", \"y\r\n")).startsWith("HTTP/1.1 200 ");
    }

    /** RFC 9110, 5.6.7: a recipient accepts all three formats of a date. */
    @ParameterizedTest
    @CsvSource({
        "'Sunday, 06-Nov-94 08:49:37 GMT', 200",
        "Sun Nov  6 08:49:37 1994, 200",
        "'Sun, 06 Nov 1994 08:49:37 GMT', 200",
        "'Friday, 06-Nov-65 08:49:37 GMT', 304",
        "Fri Nov  6 08:49:37 2065, 304",
        "'Fri, 06 Nov 2065 08:49:37 GMT', 304",
        "'Mon, 06 Nov 2065 08:49:37 GMT', 200"
    })
    void datesMayBeInThreeFormats(String date, int status) throws IOException {
        assertThat(ask("/www/ten.txt", "If-Modified-Since: " + date + "\r\n")).startsWith("HTTP/1.1 " + status + " ");
    }

    /** RFC 9110, 14.1 and 14.2. */
    @Test
    void aUnitOfRangesMayBeInAnyCaseAndOnlyGetHasRanges() throws IOException {
        assertThat(ask("/www/ten.txt", "Range: Bytes=2-5\r\n"))
                .startsWith("HTTP/1.1 206 ")
                .endsWith("2345");
        assertThat(ask("/www/ten.txt", "Range: bytes=2-5\r\nIf-Range: W/\"x\"\r\n"))
                .startsWith("HTTP/1.1 200 ");
        try (Wire wire = site.wire()) {
            assertThat(wire.send(
                                    "HEAD /www/ten.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\nRange: bytes=2-5\r\n\r\n")
                            .readAll())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\r\nContent-Length: 10\r\n");
        }
    }

    /** RFC 9110, 9.3.2. */
    @Test
    void headHasTheHeadersOfGetThoughTheBodyIsCompressed() throws IOException {
        for (String coding : new String[] {"gzip", "br"}) {
            String rest = " /www/long.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept-Encoding: " + coding
                    + "\r\n\r\n";
            try (Wire get = site.wire();
                    Wire head = site.wire()) {
                String answer = get.send("GET" + rest).readUntil("\r\n\r\n");
                assertThat(answer).contains("\r\nVary: Accept-Encoding\r\n");
                assertThat(head.send("HEAD" + rest).readAll().replaceFirst("Date: .*", ""))
                        .isEqualTo(answer.replaceFirst("Date: .*", ""));
            }
        }
    }

    /** Replaces a file between the head and the body, as a rename may. */
    @Test
    void aFileThatIsReplacedMeanwhileIsSentAsItWas() throws Exception {
        Path file = folder.resolve("swapped");
        Files.writeString(file, "old content");
        try (OpenFile open = OpenFile.open(file)) {
            Path other = folder.resolve("other");
            Files.writeString(other, "new and longer content");
            Files.move(other, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);

            assertThat(open.size()).isEqualTo(11);
            assertThat(open.channel().size()).isEqualTo(11);
        }
        Files.writeString(file, "first");
        try (Site swapping = Site.of((request, response) -> {
                    response.beforeSend(() -> replace(file, "second and longer"));
                    response.sendFile(file);
                });
                Wire wire = swapping.wire()) {
            assertThat(wire.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                            .readAll())
                    .contains("\r\nContent-Length: 5\r\n")
                    .endsWith("\r\n\r\nfirst");
        }
    }

    private static void replace(Path file, String content) {
        try {
            Path other = file.resolveSibling("next");
            Files.writeString(other, content);
            Files.move(other, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aLargeFileIsSentWhole() throws IOException {
        assertThat(ask("/www/long.txt", ""))
                .contains("Content-Length: 1500000\r\n")
                .endsWith("a line of text\n")
                .hasSizeGreaterThan(1_500_000);
    }

    @Test
    void aTextIsCompressedForAClientThatAcceptsIt() throws Exception {
        String answer = ask("/www/long.txt", "Accept-Encoding: gzip\r\n");
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
