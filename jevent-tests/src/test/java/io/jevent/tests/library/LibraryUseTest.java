// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user's Maven project ({@code src/it/library-use}), built by Maven without a network.
 *
 * <p>It gets jevent from a local repository made for the test, and everything else from the one that the build under
 * test was made with, which Maven is told is a remote one.
 */
class LibraryUseTest {
    private static final Path PROJECT = Path.of(System.getProperty("jevent.root", ""));
    private static final Path REPOSITORY = PROJECT.resolve("jevent-tests/target/local-repo");
    private static final String VERSION = System.getProperty("jevent.version", "");

    @TempDir
    private Path folder;

    private record Build(int status, String output) {}

    @BeforeEach
    void installJeventAndCopyTheProject() throws IOException {
        install(PROJECT.resolve("pom.xml"), "jevent-parent", "pom");
        install(PROJECT.resolve("jevent-core/pom.xml"), "jevent-core", "pom");
        install(PROJECT.resolve("jevent-core/target/jevent-core-" + VERSION + ".jar"), "jevent-core", "jar");
        copy(PROJECT.resolve("jevent-tests/src/it/library-use"), folder);
        Files.writeString(folder.resolve("settings.xml"), """
                <settings>
                  <mirrors>
                    <mirror>
                      <id>here</id>
                      <mirrorOf>*</mirrorOf>
                      <url>%s</url>
                    </mirror>
                  </mirrors>
                </settings>
                """.formatted(
                        Path.of(System.getProperty("jevent.repository", "")).toUri()));
    }

    private static void install(Path file, String artifact, String type) throws IOException {
        Path place = Files.createDirectories(REPOSITORY.resolve("io/jevent", artifact, VERSION));
        Files.copy(file, place.resolve(artifact + "-" + VERSION + "." + type), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Build build(String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("jevent.maven", "") + "/bin/mvn",
                "-B",
                "-s",
                "settings.xml",
                "-Dmaven.repo.local=" + REPOSITORY,
                "-Djevent.version=" + VERSION,
                "-Djunit.version=" + System.getProperty("jevent.junit", ""),
                "test"));
        command.addAll(List.of(more));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("MAVEN_OPTS");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Build(process.waitFor(), output);
    }

    @Test
    void theDependencyAndTheDocumentedFlagsAreEnough() throws IOException, InterruptedException {
        Build build = build();
        assertThat(build.output()).contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");
        assertThat(build.status()).isZero();
    }

    @Test
    void theReadmeNamesTheFlagsThatTheProjectUses() throws IOException {
        String flags = "--add-opens=java.base/java.lang=ALL-UNNAMED --enable-native-access=ALL-UNNAMED";
        assertThat(PROJECT.resolve("README.md")).content().contains(flags);
        assertThat(folder.resolve("pom.xml")).content().contains("<jevent.flags>" + flags + "</jevent.flags>");
    }

    @Test
    void withoutTheFlagsItFailsAndSaysWhatToDo() throws IOException, InterruptedException {
        Build build = build("-Djevent.flags=-ea");
        assertThat(build.status()).isNotZero();
        assertThat(build.output())
                .contains("java.lang is not open to jevent")
                .contains("--add-opens=java.base/java.lang=ALL-UNNAMED")
                .contains("JDK_JAVA_OPTIONS")
                .contains("surefire");
    }
}
