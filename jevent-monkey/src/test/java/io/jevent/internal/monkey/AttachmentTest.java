// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.monkey.Monkey;
import io.jevent.monkey.patch.Patch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways of the agent into a JVM, each in a JVM of its own. */
class AttachmentTest {

    /** Prints the patches, or the reason why there are none. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) {
            try {
                boolean _ = args.length == 0 || Monkey.patch(args[0]);
                System.out.println(Monkey.isPatched(Patch.SOCKET) ? "patched" : "not patched");
            } catch (IllegalStateException | IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @TempDir
    private Path folder;

    private static String run(List<String> flags, String... args) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        command.addAll(List.of(args));
        Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
        program.getOutputStream().close();
        String said = new String(program.getInputStream().readAllBytes(), UTF_8);
        program.waitFor();
        return said;
    }

    @Test
    void withTheFlagsThatJeventWantsItIsLoadedWithoutAWord() throws Exception {
        List<String> flags =
                List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED");
        assertThat(run(flags, "socket")).isEqualTo("patched\n");
    }

    @Test
    void withoutThemAnotherJvmAttachesIt() throws Exception {
        assertThat(run(List.of("-XX:+EnableDynamicAgentLoading", "--enable-native-access=ALL-UNNAMED"), "socket"))
                .isEqualTo("patched\n");
    }

    @Test
    void whereThatIsForbiddenItIsSaidWhatToDo() throws Exception {
        assertThat(run(List.of("-Djevent.monkey.noAttach=true"), "socket"))
                .isEqualTo("the agent is not there and may not be loaded (jevent.monkey.noAttach); start the JVM"
                        + " with -javaagent:jevent-monkey.jar, or the program with ./jevent run --patch=all\n");
        assertThat(run(List.of("-XX:-EnableDynamicAgentLoading"), "socket"))
                .startsWith("the agent cannot be loaded into this JVM: ")
                .contains("Dynamic agent loading is not enabled");
    }

    @Test
    void asAnAgentOfTheJvmItReadsItsOptions() throws Exception {
        Path premain = Agents.premainJar(folder);
        assertThat(run(List.of("-javaagent:" + premain + "=socket,dns", "--enable-native-access=ALL-UNNAMED")))
                .isEqualTo("patched\n");
        assertThat(run(List.of("-javaagent:" + premain))).isEqualTo("not patched\n");
        assertThat(run(List.of("-javaagent:" + premain + "=sockets")))
                .contains("IllegalArgumentException: cannot patch 'sockets'; there are socket, dns,");
    }
}
