// SPDX-License-Identifier: Apache-2.0
package io.jevent.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.Main;

/** Runs the classes named {@code XStress} with jcstress, and their broken twins, which it must find out. */
class JcstressTest {
    private static final String OPEN = "--add-opens=java.base/java.lang=ALL-UNNAMED";
    private static final List<String> SHORT =
            List.of("-jvmArgs", OPEN, "-sc", "false", "-f", "1", "-iters", "1", "-time", "150");
    private static final List<String> LONG = List.of("-jvmArgsPrepend", OPEN, "-m", "quick");

    private static final Pattern TWIN_FOUND =
            Pattern.compile("(?s)Interesting tests: 1 matching.*CarelessSleepTwin.*Failed tests:");

    @Test
    void whatThreadsShareKeepsItsPromises() throws Exception {
        run(SHORT);
    }

    @Test
    @Tag("soak")
    void whatThreadsShareKeepsItsPromisesHoweverItIsCompiled() throws Exception {
        run(LONG);
    }

    /**
     * Runs all tests, and then the twin until its mistake has shown: how long that takes depends on how often its two
     * threads run at the same time.
     */
    private static void run(List<String> options) throws IOException, InterruptedException {
        String results = jcstress(options);
        List<String> twin = new ArrayList<>(options);
        twin.addAll(List.of("-t", "CarelessSleepTwin"));
        while (!TWIN_FOUND.matcher(results).find()) {
            results = jcstress(twin);
        }
    }

    private static String jcstress(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "-r",
                "."));
        command.addAll(options);
        Path reports = Files.createDirectories(Path.of("target", "jcstress"));
        Process process = new ProcessBuilder(command)
                .directory(reports.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        String results = printed.substring(Math.max(0, printed.indexOf("RUN RESULTS:")));
        assertThat(status)
                .as("%s%nto repeat it:%n%s", results.isEmpty() ? printed : results, String.join(" ", command))
                .isZero();
        assertThat(printed)
                .as("every test must have run: one that cannot start is no failure for jcstress")
                .containsPattern("\\(Results: (\\d+) planned; \\1 passed, 0 failed, 0 soft errs, 0 hard errs\\)");
        return results;
    }
}
