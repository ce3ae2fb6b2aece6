// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.process;

import static java.lang.ProcessBuilder.Redirect.PIPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.subprocess.Popen;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Standard input in a process of its own, and the flags of such a process. */
class StandardInputTest {

    @Test
    void losesNothingToAReaderThatIsKilledAndDoesNotKeepTheProgram() throws Exception {
        try (Hub _ = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                Popen child = Popen.command(JvmCommand.of(StandardInputReader.class))
                        .stdin(PIPE)
                        .stdout(PIPE)
                        .start();
                assertThat(child.stdout().readLine()).contains("killed");
                child.stdin().write("a line\n".getBytes(UTF_8));
                assertThat(child.stdout().readLine()).contains("got a line");
                assertThat(child.stdout().readLine()).contains("false");
                assertThat(child.waitFor()).as("ends though its input is open").isZero();
                return null;
            });
        }
    }

    @Test
    void aChildGetsTheFlagsThatItMayHave() {
        String javaHome = System.getProperty("java.home");
        assertThat(JvmCommand.kept(List.of(
                        "-Xmx1g",
                        "-agentlib:jdwp=transport=dt_socket",
                        "--add-opens=java.base/java.lang=io.jevent.core",
                        "--patch-module=a=b",
                        "-XX:AOTCache=app.aot",
                        "-XX:AOTCacheOutput=app.aot",
                        "-Dx=y",
                        "-Djava.home=as it was typed")))
                .containsExactly(
                        "-Xmx1g",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-XX:AOTCache=app.aot",
                        "-Dx=y",
                        "-Djava.home=" + javaHome);
    }
}
