// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import static java.lang.ProcessBuilder.Redirect.PIPE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import java.io.BufferedWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class TextModeTest {

    @Test
    void textIsInUtf8AndUnchangedByDefault() throws Exception {
        ProcessTesting.run(() -> {
            CompletedProcess completed =
                    Popen.command("cat").capture().input("é\r\nend").run();
            assertThat(completed.stdout()).isEqualTo("é\r\nend".getBytes(UTF_8));
            assertThat(completed.stdoutText()).isEqualTo("é\r\nend");
            assertThat(completed.stdoutLines()).containsExactly("é", "end");
        });
    }

    @Test
    void anEncodingIsThatOfInputAndOutputWhicheverIsSetFirst() throws Exception {
        ProcessTesting.run(() -> {
            CompletedProcess completed = Popen.shell("cat; printf '\\351' >&2")
                    .capture()
                    .input("é")
                    .charset(ISO_8859_1)
                    .run();
            assertThat(completed.stdout()).containsExactly(0xe9);
            assertThat(completed.stdoutText()).isEqualTo("é");
            assertThat(completed.stderrText()).isEqualTo("é");
            assertThat(completed.stderrText(UTF_8)).isEqualTo("\ufffd");
            assertThat(Popen.shell("printf '\\351'").charset(ISO_8859_1).checkOutput())
                    .isEqualTo("é");
        });
    }

    @Test
    void universalNewlinesAreLineFeeds() throws Exception {
        ProcessTesting.run(() -> {
            CompletedProcess completed = Popen.shell("printf 'a\\r\\nb\\rc\\n\\r\\n'")
                    .capture()
                    .universalNewlines()
                    .run();
            assertThat(completed.stdoutText()).isEqualTo("a\nb\nc\n\n");
            assertThat(completed.stdoutText(ISO_8859_1)).isEqualTo("a\nb\nc\n\n");
            assertThat(completed.stdoutLines()).containsExactly("a", "b", "c", "");
            assertThat(new TextMode(UTF_8, true).encode("a\nb"))
                    .isEqualTo(("a" + System.lineSeparator() + "b").getBytes(UTF_8));
        });
    }

    @Test
    void textIsCommunicated() throws Exception {
        ProcessTesting.run(() -> {
            Popen process = Popen.command("cat")
                    .stdin(PIPE)
                    .stdout(PIPE)
                    .charset(UTF_16LE)
                    .start();
            CompletedProcess completed = process.communicate("hé");
            assertThat(completed.stdoutText()).isEqualTo("hé");
            assertThat(completed.stdout()).hasSize(4);
        });
    }

    @Test
    void linesComeAsTheyAreWrittenWhileOtherGreenletsRun() throws Exception {
        ProcessTesting.run(() -> {
            Popen process = Popen.command("cat").stdin(PIPE).stdout(PIPE).start();
            var lines = new ArrayList<String>();
            Greenlet<?> reader = Jevent.spawn(() -> process.stdoutLines().forEach(lines::add));
            try (BufferedWriter writer = process.stdinWriter()) {
                writer.write("one\ntw");
                writer.flush();
                while (lines.isEmpty()) {
                    Jevent.sleep();
                }
                writer.write("o\r\nthree");
            }
            reader.join();
            assertThat(lines).containsExactly("one", "two", "three");
            process.close();
        });
    }

    @Test
    void aWaitForALineThatIsCutShortLosesNothing() throws Exception {
        ProcessTesting.run(() -> {
            Popen process = Popen.command("cat").stdin(PIPE).stdout(PIPE).start();
            Iterator<String> lines = process.stdoutLines().iterator();
            try (BufferedWriter writer = process.stdinWriter()) {
                writer.write("be");
                writer.flush();
                assertThatThrownBy(() -> new Timeout(Duration.ZERO).call(lines::next))
                        .isInstanceOf(Timeout.class);
                writer.write("gun\n");
            }
            assertThat(lines.next()).isEqualTo("begun");
            assertThat(lines.hasNext()).isFalse();
            assertThatThrownBy(lines::next)
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("the output has ended");
            process.close();
        });
    }

    @Test
    void universalNewlinesEndLinesToo() throws Exception {
        ProcessTesting.run(() -> {
            Popen process = Popen.shell("printf 'a\\rb\\r\\nc'; printf 'x\\n\\ny' >&2")
                    .capture()
                    .universalNewlines()
                    .start();
            assertThat(process.stdoutLines()).containsExactly("a", "b", "c");
            assertThat(process.stderrLines()).containsExactly("x", "", "y");
            process.close();
        });
    }

    @Test
    void aReaderTakesAnyEncodingAndLinesNeedAnEncodingWithLineFeedsOfOneByte() throws Exception {
        ProcessTesting.run(() -> {
            Popen process = Popen.command("cat")
                    .stdin(PIPE)
                    .stdout(PIPE)
                    .charset(UTF_16LE)
                    .start();
            assertThatThrownBy(process::stdoutLines)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("lines need an encoding in which a line feed is one byte; use a reader for UTF-16LE");
            try (BufferedWriter writer = process.stdinWriter()) {
                writer.write("one\ntwo");
            }
            List<String> lines = process.stdoutReader().lines().toList();
            assertThat(lines).containsExactly("one", "two");
            process.close();
        });
    }
}
