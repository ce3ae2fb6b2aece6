// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.library;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jevent.tests.documents.Readme;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Maven projects of users ({@code src/it/library}), and the one of the README, which Maven builds. They get jevent from
 * a local repository made for the test; everything else Maven looks for in the repository of the build under test, as
 * if that was a remote one, and then where it usually does.
 */
final class UserProjects {

    static final String VERSION = System.getProperty("jevent.version", "");

    private static final Path PROJECT = Path.of(System.getProperty("jevent.root", ""));
    private static final Path REPOSITORY = PROJECT.resolve("jevent-tests/target/local-repo");
    private static final List<String> LIBRARIES = List.of("jevent-core", "jevent-open", "jevent-net", "jevent-testing");

    private final Path folder;

    /** The end of a process: its status, and its standard output and error in one. */
    record Outcome(int status, String output) {}

    UserProjects(Path folder) throws IOException {
        this.folder = folder;
        installJevent();
        copy(PROJECT.resolve("jevent-tests/src/it/library"), folder);
        share("shaded", "Main.java", "modular");
        share("shaded", "Echo.java", "modular", "spring-boot", "spring-boot-netty-4.1");
        share("spring-boot", "Main.java", "spring-boot-netty-4.1");
        writeReadme();
        Files.writeString(folder.resolve("settings.xml"), """
                <settings>
                  <profiles>
                    <profile>
                      <id>here</id>
                      <repositories>
                        <repository><id>here</id><url>%1$s</url></repository>
                      </repositories>
                      <pluginRepositories>
                        <pluginRepository><id>here</id><url>%1$s</url></pluginRepository>
                      </pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>here</activeProfile></activeProfiles>
                </settings>
                """.formatted(
                        Path.of(System.getProperty("jevent.repository", "")).toUri()));
    }

    private static void installJevent() throws IOException {
        install(PROJECT.resolve("pom.xml"), "jevent-parent", "pom");
        install(PROJECT.resolve("jevent-bom/target/.flattened-pom.xml"), "jevent-bom", "pom");
        for (String library : LIBRARIES) {
            install(PROJECT.resolve(library, "pom.xml"), library, "pom");
            install(PROJECT.resolve(library, "target", library + "-" + VERSION + ".jar"), library, "jar");
        }
    }

    private static void install(Path file, String artifact, String type) throws IOException {
        Path copy = REPOSITORY.resolve("io/jevent", artifact, VERSION, artifact + "-" + VERSION + "." + type);
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    }

    private void writeReadme() throws IOException {
        List<String> blocks = Readme.library();
        write("readme/pom.xml", blocks.get(0));
        write("readme/src/main/java/org/example/Race.java", blocks.get(1));
        write("readme/src/test/java/org/example/RaceTest.java", blocks.get(2));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Has projects compile a source file of another one. */
    private void share(String owner, String source, String... others) throws IOException {
        for (String other : others) {
            String place = "/src/main/java/user/" + source;
            write(other + place, Files.readString(folder.resolve(owner + place)));
        }
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

    /** Returns the jar of a library as the projects get it. */
    static Path jar(String library) {
        return REPOSITORY.resolve("io/jevent", library, VERSION, library + "-" + VERSION + ".jar");
    }

    /** Returns the BOM as the projects get it. */
    static Path bom() {
        return REPOSITORY.resolve("io/jevent/jevent-bom", VERSION, "jevent-bom-" + VERSION + ".pom");
    }

    /** Returns a file of a project. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** Runs Maven. */
    Outcome maven(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("jevent.maven", "") + "/bin/mvn",
                "-B",
                "-ntp",
                "-s",
                "settings.xml",
                "-Dmaven.repo.local=" + REPOSITORY,
                "-Djevent.version=" + VERSION,
                "-Djunit.version=" + System.getProperty("jevent.junit", "")));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Runs a program of a project. */
    Outcome java(String... arguments) throws IOException, InterruptedException {
        return run(Stream.concat(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        Stream.of(arguments))
                .toList());
    }

    private Outcome run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().keySet().removeAll(List.of("MAVEN_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
