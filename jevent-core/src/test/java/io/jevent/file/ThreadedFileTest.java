// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regular files: reads and writes in threads do not block the hub. */
class ThreadedFileTest {

    @TempDir
    Path folder;

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static String read(ThreadedFile file, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        int count = file.read(buffer);
        return count < 0 ? "end" : US_ASCII.decode(buffer.flip()).toString();
    }

    @Test
    void writesAndReadsAtItsPosition() throws Exception {
        HubTesting.run(() -> {
            Path path = folder.resolve("file");
            try (var file = ThreadedFile.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                assertThat(file.write(bytes("hello world"))).isEqualTo(11);
                assertThat(file.position()).isEqualTo(11);
                assertThat(file.size()).isEqualTo(11);
                assertThat(read(file, 5)).isEqualTo("end");
                assertThat(read(file.position(6), 3)).isEqualTo("wor");
                assertThat(read(file, 9)).isEqualTo("ld");
                assertThat(file.truncate(5).position()).isEqualTo(5);
                file.force();
                assertThat(file).hasToString(path.toString());
                assertThatThrownBy(() -> file.position(-1)).hasMessage("position must not be negative: -1");
            }
            assertThat(path).hasContent("hello");
        });
    }

    @Test
    void appends() throws Exception {
        HubTesting.run(() -> {
            Path path = Files.writeString(folder.resolve("log"), "a");
            var file = ThreadedFile.open(path, StandardOpenOption.APPEND);
            file.write(bytes("b"));
            file.write(bytes("c"));
            file.close();
            file.close();
            assertThat(file.isOpen()).isFalse();
            assertThat(file).hasToString(path + " (closed)");
            assertThat(path).hasContent("abc");
            assertThatThrownBy(() -> file.write(bytes("d"))).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(file::size).isInstanceOf(ClosedChannelException.class);
        });
    }

    @Test
    void letsTheOthersGoOnAndTellsWhatFails() throws Exception {
        HubTesting.run(() -> {
            var trace = new ArrayList<String>();
            var _ = Jevent.spawn(() -> trace.add("other"));
            assertThatThrownBy(() -> ThreadedFile.open(folder.resolve("missing")))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining("missing");
            assertThat(trace).containsExactly("other");
        });
    }

    @Test
    void keepsThePositionOfAReadThatIsKilledAndFinishesAWrite() throws Exception {
        HubTesting.run(() -> {
            Path path = folder.resolve("file");
            try (var file = ThreadedFile.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                var writer = Jevent.spawn(() -> file.write(bytes("killed ")));
                Jevent.sleep();
                writer.kill();
                file.write(bytes("not"));
                file.position(0);
                var reader = Jevent.spawn(() -> read(file, 6));
                Jevent.sleep();
                reader.kill();
                assertThat(file.position())
                        .as("the position after a read that was killed, or had ended before")
                        .isEqualTo(reader.value() == null ? 0 : 6);
                file.position(0);
                assertThat(read(file, 100)).isEqualTo("killed not");
            }
        });
    }
}
