// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static io.jevent.http.Command.output;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses as curl and Python's client read them. */
class OthersClientsTest {

    @Test
    void curlAndPythonTalkToIt() throws Exception {
        try (Site site = Site.of((request, response) -> {
            String body = request.text();
            response.write(request.method() + " ");
            response.write(body);
        })) {
            assertThat(output("curl", "-s", "-d", "hello", site.uri("/"))).isEqualTo("POST hello");
            assertThat(output("curl", "-s", "-T", "-", "-H", "Expect: 100-continue", site.uri("/")))
                    .isEqualTo("PUT ");
            assertThat(output("curl", "-s", "-0", site.uri("/"), site.uri("/"))).isEqualTo("GET GET ");
            String program = """
                    import http.client
                    c = http.client.HTTPConnection('127.0.0.1', %d)
                    for body in (b'one', iter([b'tw', b'o'])):
                        c.request('POST', '/', body=body)
                        r = c.getresponse()
                        print(r.status, r.version, r.read().decode(), end=';')
                    """.formatted(site.port());
            assertThat(output("/usr/bin/python3", "-c", program)).isEqualTo("200 11 POST one;200 11 POST two;");
        }
    }

    @Test
    void curlReadsChunksAndTrailers(@TempDir Path folder) throws IOException {
        try (Site site = Site.of((request, response) -> {
            for (String piece : new String[] {"one ", "", "two ", "x".repeat(70_000)}) {
                response.write(piece);
            }
            response.trailer("X-Sum", "17");
        })) {
            Path head = folder.resolve("head");
            assertThat(output("curl", "-s", "-D", head.toString(), site.uri("/")))
                    .isEqualTo("one two " + "x".repeat(70_000));
            assertThat(Files.readString(head))
                    .contains("\r\nTransfer-Encoding: chunked\r\n")
                    .doesNotContain("Content-Length")
                    .endsWith("X-Sum: 17\r\n");
            assertThat(output("curl", "-s", "--raw", site.uri("/")))
                    .startsWith("4\r\none \r\n4\r\ntwo \r\n")
                    .endsWith("x\r\n0\r\nX-Sum: 17\r\n\r\n");
        }
    }

    @Test
    void curlSendsChunks(@TempDir Path folder) throws IOException {
        Path body = Files.writeString(folder.resolve("body"), "line\n".repeat(50_000));
        try (Site site = Site.of((request, response) -> response.send(
                request.bytes().length + " of " + request.headers().first("Content-Length")))) {
            String[] command = {
                "curl",
                "-s",
                "-H",
                "Transfer-Encoding: chunked",
                "--data-binary",
                "@" + body,
                site.uri("/"),
                site.uri("/")
            };
            assertThat(output(command)).isEqualTo("250000 of Optional.empty".repeat(2));
        }
    }

    @Test
    void curlDoesNotSendABodyThatIsTooLarge(@TempDir Path folder) throws IOException {
        Path body = Files.write(folder.resolve("body"), new byte[3_000_000]);
        try (Site site = Site.of(
                (request, response) -> response.send("read " + request.bytes().length),
                HttpOptions.DEFAULTS.maxBody(1_000_000))) {
            assertThat(output(
                            "curl",
                            "-s",
                            "-o",
                            folder.resolve("page").toString(),
                            "-H",
                            "Expect: 100-continue",
                            "--data-binary",
                            "@" + body,
                            "-w",
                            "%{http_code} %{size_upload}",
                            site.uri("/")))
                    .isEqualTo("413 0");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-r 2-5, 2345 206",
        "-r 7-, 789 206",
        "-r -3, 789 206",
        "-C 7, 789 206",
        "-C 0, 0123456789 200",
    })
    void curlAsksForAPartOfAFile(String options, String expected, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("ten.txt"), "0123456789");
        try (Site site = Site.of(new Routes().files("/", folder))) {
            String[] words = options.split(" ", -1);
            assertThat(output("curl", "-s", words[0], words[1], "-w", " %{http_code}", site.uri("/ten.txt")))
                    .isEqualTo(expected);
            assertThat(output("curl", "-s", "-I", "-w", "%{http_code} %{size_download}", site.uri("/ten.txt")))
                    .contains("\r\nAccept-Ranges: bytes\r\n")
                    .contains("\r\nContent-Length: 10\r\n")
                    .endsWith("200 0");
        }
    }

    @Test
    void curlAsksForTwoPartsOfAFile(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("ten.txt"), "0123456789");
        try (Site site = Site.of(new Routes().files("/", folder))) {
            assertThat(output("curl", "-s", "-r", "0-1,3-4", "-w", "%{http_code}", site.uri("/ten.txt"))
                            .replaceAll("--[0-9a-f]+", "--"))
                    .isEqualTo(String.join(
                            "\r\n",
                            "",
                            "--",
                            "Content-Type: text/plain; charset=utf-8",
                            "Content-Range: bytes 0-1/10",
                            "",
                            "01",
                            "--",
                            "Content-Type: text/plain; charset=utf-8",
                            "Content-Range: bytes 3-4/10",
                            "",
                            "34",
                            "----",
                            "206"));
        }
    }
}
