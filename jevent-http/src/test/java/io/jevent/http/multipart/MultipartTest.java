// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.multipart;

import static io.jevent.http.Command.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.http.Handler;
import io.jevent.http.HttpOptions;
import io.jevent.http.Site;
import io.jevent.http.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {

    private static final String TYPE = "multipart/form-data; boundary=XX";

    @TempDir
    Path folder;

    private final CountDownLatch ended = new CountDownLatch(1);

    private static String text(String name, String value) {
        return "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static String file(String name, String fileName, String content) {
        return "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName
                + "\"\r\nContent-Type: text/x\r\n\r\n" + content + "\r\n";
    }

    /** Describes the parts of a body. */
    private final Handler describe = (q, r) -> {
        q.afterwards(ended::countDown);
        MultipartForm form =
                MultipartForm.read(q, MultipartOptions.DEFAULTS.folder(folder).memory(8));
        var text = new StringBuilder();
        for (String name : form.names()) {
            text.append(name).append('=').append(form.fields(name)).append(';');
        }
        for (UploadedFile file : form.files()) {
            try (InputStream in = file.open()) {
                text.append(file.field())
                        .append(':')
                        .append(file.name())
                        .append(':')
                        .append(file.type())
                        .append(':')
                        .append(file.size())
                        .append(file.isInMemory() ? "m:" : "d:")
                        .append(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .append(';');
            }
        }
        r.send(text.toString());
    };

    private static String post(Site site, String type, String body) throws IOException {
        try (var wire = new Wire(site.port())) {
            byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
            wire.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\nContent-Length: " + bytes.length
                    + "\r\nConnection: close\r\n\r\n" + body);
            return wire.readAll();
        }
    }

    private long filesOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void aFormHasFieldsAndFiles() throws Exception {
        try (Site site = Site.of(describe)) {
            String body = "preamble" + "\r\n" + text("a", "1") + text("b", "") + text("a", "2\r\n--X\r\n--XY")
                    + file("f", "small", "12345678") + file("g", "C:\\fake\\large.txt", "123456789") + file("h", "", "")
                    + "--XX-- \r\nepilogue";
            assertThat(post(site, TYPE, body))
                    .endsWith("\r\n\r\na=[1, 2\r\n--X\r\n--XY];b=[];f:small:text/x:8m:12345678;"
                            + "g:large.txt:text/x:9d:123456789;h::text/x:0m:;");
            ended.await();
            assertThat(filesOnDisk()).isZero();
            assertThat(site.failures).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "multipart/form-data; boundary=\"X X\" | X X",
                "Multipart/Form-Data; charset=utf-8; Boundary=a'()+_,-./:=?b | a'()+_,-./:=?b",
                "multipart/form-data;boundary=----WebKitFormBoundaryABC | ----WebKitFormBoundaryABC",
            })
    void theBoundaryIsAsInTheHeader(String type, String boundary) throws IOException {
        try (Site site = Site.of(describe)) {
            assertThat(post(site, type, text("a", "1").replace("XX", boundary) + "--" + boundary + "--"))
                    .endsWith("a=[1];");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "form-data; name=a",
                "form-data; name=\"a\"",
                "FORM-DATA ; Name = \"a\"; other=x",
                "form-data; other=\"x;name=b\"; name=\"a\"",
                "form-data; filename*=UTF-8''x; name=\"a\""
            })
    void aPartHasAName(String disposition) throws IOException {
        try (Site site = Site.of(describe)) {
            assertThat(post(site, TYPE, "--XX\r\nContent-Disposition: " + disposition + "\r\n\r\n1\r\n--XX--"))
                    .endsWith("a=[1];");
        }
    }

    @Test
    void namesAreUtf8AndQuotesMayBeEscaped() throws IOException {
        try (Site site = Site.of(describe)) {
            assertThat(post(site, TYPE, file("\u00c3\u00a9", "a\\\"b\\\\c \u00c3\u00bc.txt", "x") + "--XX--"))
                    .contains("\u00c3\u00a9:c \u00c3\u00bc.txt:");
            assertThat(post(site, TYPE, file("a", "../../etc/passwd", "x") + "--XX--"))
                    .contains("a:passwd:");
            assertThat(post(site, TYPE, file("a", "..", "x") + "--XX--")).contains("a::");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | ends before its last delimiter",
                "--XX | ends before its last delimiter",
                "--XX\\r\\nContent-Disposition: form-data; name=a\\r\\n\\r\\nx | ends before",
                "--XX\\r\\nContent-Disposition: form-data; name=a\\r\\n | ends before",
                "--XX\\r\\n\\r\\nx\\r\\n--XX-- | no Content-Disposition",
                "--XX\\r\\nContent-Disposition: form-data\\r\\n\\r\\nx\\r\\n--XX-- | has no name",
                "--XX\\r\\nContent-Disposition: attachment; name=a\\r\\n\\r\\nx\\r\\n--XX-- | is not form-data",
                "--XX\\r\\nContent-Disposition: form-data; name=a; name=b\\r\\n\\r\\nx\\r\\n--XX-- | two parameters name",
                "--XX\\r\\nContent-Disposition: form-data; name=\"a\\r\\n\\r\\nx\\r\\n--XX-- | has no end",
                "--XX\\r\\nContent-Disposition: form-data; name=a\\r\\nContent-Disposition: form-data; name=b\\r\\n\\r\\nx\\r\\n--XX-- | two headers content-disposition",
                "--XX\\r\\nno header\\r\\n\\r\\nx\\r\\n--XX-- | is no header",
                "--XX\\r\\n: x\\r\\n\\r\\nx\\r\\n--XX-- | is no header",
                "--XX\\r\\nA: \\u0000\\r\\n\\r\\nx\\r\\n--XX-- | control character",
                "--XXY\\r\\nContent-Disposition: form-data; name=a\\r\\n\\r\\nx\\r\\n--XX-- | text after a delimiter",
            })
    void malformedBodiesAreRefused(String body, String reason) throws IOException {
        try (Site site = Site.of(describe)) {
            String raw = body.replace("\\r", "\r").replace("\\n", "\n").replace("\\u0000", "\u0001");
            assertThat(post(site, TYPE, raw)).startsWith("HTTP/1.1 400 ").contains(reason);
            assertThat(site.failures).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"a \"",
                "multipart/form-data; boundary=a\u00e4",
                "multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890"
            })
    void aMalformedBoundaryIsRefused(String type) throws IOException {
        try (Site site = Site.of(describe)) {
            assertThat(post(site, type, text("a", "1") + "--XX--"))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("boundary");
        }
    }

    @Test
    void otherTypesAreRefused() throws IOException {
        try (Site site = Site.of(describe)) {
            assertThat(post(site, "application/json", "{}"))
                    .startsWith("HTTP/1.1 415 ")
                    .contains("Accept: multipart/form-data\r\n");
            String encoded =
                    "--XX\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\neA==\r\n--XX--";
            assertThat(post(site, TYPE, encoded)).startsWith("HTTP/1.1 415 ").contains("Content-Transfer-Encoding");
        }
    }

    @Test
    void limitsHold() throws IOException {
        MultipartOptions options = MultipartOptions.DEFAULTS
                .maxParts(3)
                .maxPartHeaders(200)
                .maxFields(10)
                .maxFile(20)
                .memory(5)
                .folder(folder);
        Handler read = (q, r) -> r.send("read " + MultipartForm.read(q, options));
        try (Site site = Site.of(read, HttpOptions.DEFAULTS.maxBody(2000))) {
            String[][] cases = {
                {text("a", "1").repeat(4), "more than 3 parts"},
                {text("n".repeat(200), "1"), "the headers of a part are longer than 200 bytes"},
                {text("a", "123456") + text("b", "12345"), "the fields are longer than 10 bytes"},
                {file("f", "x", "123456789012345678901"), "the file is larger than 20 bytes"},
                {file("f", "x", "y".repeat(2000)), "Request Entity Too Large"},
            };
            for (String[] each : cases) {
                assertThat(post(site, TYPE, each[0] + "--XX--"))
                        .as(each[1])
                        .startsWith("HTTP/1.1 413 ")
                        .endsWith(each[1]);
            }
            assertThat(post(site, TYPE, text("a", "1234567890") + file("f", "x", "12345678901234567890") + "--XX--"))
                    .endsWith("read form of [a] and 1 files");
            assertThat(site.failures).isEmpty();
        }
        assertThat(filesOnDisk()).isZero();
    }

    /** The delimiter is found wherever it lies in the buffer, also after a part of itself. */
    @Test
    void theDelimiterIsFoundAtEveryPlace() throws IOException {
        try (Site site = Site.of((q, r) -> {
            MultipartReader reader = MultipartReader.of(q);
            var text = new StringBuilder();
            for (Optional<Part> next = reader.next(); next.isPresent(); next = reader.next()) {
                byte[] bytes = next.get().body().readAllBytes();
                text.append(bytes.length)
                        .append(bytes.length > 2 ? "" + (char) bytes[bytes.length - 1] : "")
                        .append(' ');
            }
            r.send(text.toString());
        })) {
            var random = new Random(7);
            for (int size = 16 * 1024 - 130; size < 16 * 1024 + 20; size++) {
                String tail = "\r\n--X".substring(0, random.nextInt(6)) + "z";
                String body = file("a", "f", "x".repeat(size - tail.length()) + tail) + text("b", "1") + "--XX--";
                assertThat(post(site, TYPE, body)).endsWith("\r\n\r\n" + size + "z 1 ");
            }
        }
    }

    @Test
    void partsThatAreNotReadAreSkippedAndOldOnesCannotBeRead() throws IOException {
        try (Site site = Site.of((q, r) -> {
            MultipartReader reader = MultipartReader.of(q);
            Part first = reader.next().orElseThrow();
            assertThat(first.body().read()).isEqualTo('x');
            Part second = reader.next().orElseThrow();
            assertThatThrownBy(() -> first.body().read())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("next one");
            r.send(second.name()
                    + second.text()
                    + second.header("content-type").isPresent()
                    + reader.next().isEmpty()
                    + reader.next().isEmpty());
        })) {
            assertThat(post(site, TYPE, file("a", "f", "x".repeat(100_000)) + text("b", "1") + "--XX--\r\n"))
                    .endsWith("b1falsetruetrue");
        }
    }

    @Test
    void aFileIsKeptByMovingIt() throws Exception {
        Path memory = folder.resolve("memory");
        Path disk = folder.resolve("disk");
        try (Site site = Site.of((q, r) -> {
            MultipartForm form = MultipartForm.read(
                    q, MultipartOptions.DEFAULTS.folder(folder).memory(5));
            form.file("a").orElseThrow().moveTo(memory);
            form.file("b").orElseThrow().moveTo(disk);
            assertThatThrownBy(() -> form.file("a").orElseThrow().moveTo(disk)).isInstanceOf(IOException.class);
            q.afterwards(ended::countDown);
            r.send("moved");
        })) {
            assertThat(post(site, TYPE, file("a", "f", "12345") + file("b", "g", "123456") + "--XX--"))
                    .endsWith("moved");
            ended.await();
            assertThat(memory).hasContent("12345");
            assertThat(disk).hasContent("123456");
            assertThat(filesOnDisk()).isEqualTo(2);
        }
    }

    @Test
    void aClientThatLeavesLeavesNoFile() throws Exception {
        var begun = new CountDownLatch(1);
        try (Site site = Site.of((q, r) -> {
            q.afterwards(ended::countDown);
            begun.countDown();
            r.send(""
                    + MultipartForm.read(
                            q, MultipartOptions.DEFAULTS.folder(folder).memory(5)));
        })) {
            try (var wire = new Wire(site.port())) {
                wire.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: " + TYPE + "\r\nContent-Length: 100000\r\n\r\n"
                        + file("a", "f", "x".repeat(50_000)));
                begun.await();
                while (filesOnDisk() == 0) {
                    Thread.onSpinWait(); // until the server has begun to write
                }
                wire.reset();
            }
            ended.await();
            while (filesOnDisk() > 0) {
                Thread.onSpinWait(); // the action of the form runs after the test's
            }
        }
    }

    @Test
    void curlAndPythonUploadALargeFile() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(5).nextBytes(content);
        Path source = Files.write(folder.resolve("source.bin"), content);
        Path uploads = Files.createDirectory(folder.resolve("uploads"));
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        try (Site site = Site.of((q, r) -> {
            MultipartForm form = MultipartForm.read(q, MultipartOptions.DEFAULTS.folder(uploads));
            UploadedFile file = form.file("file").orElseThrow();
            MessageDigest sum = MessageDigest.getInstance("SHA-256");
            try (InputStream in = file.open()) {
                sum.update(in.readAllBytes());
            }
            r.send(file.name() + " " + file.isInMemory() + " " + HexFormat.of().formatHex(sum.digest()) + " "
                    + form.field("note").orElse("-"));
        })) {
            String expected = "source.bin false " + digest + " caf\u00e9";
            assertThat(output("curl", "-s", "-F", "file=@" + source, "-F", "note=caf\u00e9", site.uri("/")))
                    .isEqualTo(expected);
            assertThat(output(
                            "curl",
                            "-s",
                            "--http2-prior-knowledge",
                            "-F",
                            "note=caf\u00e9",
                            "-F",
                            "file=@" + source,
                            site.uri("/")))
                    .isEqualTo(expected);
            assertThat(output("node", "-e", """
                    const fs = require('fs');
                    const form = new FormData();
                    form.append('note', 'caf\\u00e9');
                    form.append('file', new Blob([fs.readFileSync('%s')]), 'source.bin');
                    fetch('%s', {method: 'POST', body: form}).then(r => r.text()).then(t => process.stdout.write(t));
                    """.formatted(source, site.uri("/"))))
                    .isEqualTo(expected);
            assertThat(site.failures).isEmpty();
        }
    }
}
