// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Scanner;
import org.junit.jupiter.api.Test;

/** Standard input belongs to a process, so the program is one of its own. */
class PatchStdinTest {

    /** Reads lines in a greenlet, while another one ticks. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) throws Exception {
            Monkey.patchStdin();
            Jevent.run(() -> {
                Greenlet<String> reader = Jevent.spawn(() -> new Scanner(System.in, UTF_8).nextLine());
                for (int i = 0; i < 20; i++) {
                    Jevent.sleep(Duration.ofMillis(1));
                }
                System.out.println(reader.isDead() ? "nobody waited" : "others run");
                System.out.println("got " + reader.result());
                return 0;
            });
        }
    }

    @Test
    void readingStandardInputLetsOthersRun() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = new BufferedReader(new InputStreamReader(program.getInputStream(), UTF_8));
                var in = program.outputWriter(UTF_8)) {
            assertThat(out.readLine()).isEqualTo("others run");
            in.write("a line\n");
            in.flush();
            assertThat(out.readLine()).isEqualTo("got a line");
        }
        assertThat(program.waitFor()).isZero();
    }
}
