// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.architecture.Modules;
import io.jevent.tests.library.UserProjects.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** jevent in the projects of its users, which Maven builds and which run without what the launcher sets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibraryUseTest {

    private static final Path PROJECT = Path.of(System.getProperty("jevent.root", ""));
    private static final String NATIVE_ACCESS_OF_MODULES = "--enable-native-access=io.jevent.open,io.netty.common,"
            + "io.netty.transport.unix.common,io.netty.transport.classes.epoll";

    private UserProjects projects;
    private Outcome build;

    @BeforeAll
    void build(@TempDir Path folder) throws Exception {
        projects = new UserProjects(folder);
        build = projects.maven("package");
    }

    private static void assertEchoed(Outcome outcome) {
        assertThat(outcome).isEqualTo(new Outcome(0, "hello from greenlets\n"));
    }

    @Test
    void theProjectOfTheReadmeAndTheOneWithFlagsPassTheirTests() {
        assertThat(build.output())
                .containsPattern("(?s)Tests run: 1, Failures: 0, Errors: 0, Skipped: 0.*"
                        + "Tests run: 1, Failures: 0, Errors: 0, Skipped: 0")
                .doesNotContain("A restricted method");
        assertThat(build.status()).as(build.output()).isZero();
    }

    @Test
    void theProgramOfTheReadmeRuns() throws Exception {
        String classPath = projects.file("readme/target/classes")
                + File.pathSeparator
                + UserProjects.jar("jevent-core")
                + File.pathSeparator
                + UserProjects.jar("jevent-open");
        assertThat(projects.java("--enable-native-access=ALL-UNNAMED", "-cp", classPath, "org.example.Race"))
                .isEqualTo(new Outcome(0, "[quick, slow]\n"));
    }

    @Test
    void aModularProgramRunsWithTheArtifactAndWithTheFlag() throws Exception {
        String path = projects.file("modular/target/modular-1.jar")
                + File.pathSeparator
                + projects.file("modular/target/dependency");
        String main = "user.modular/user.Main";
        assertEchoed(projects.java(NATIVE_ACCESS_OF_MODULES, "-p", path, "-m", main));
        assertEchoed(projects.java(
                NATIVE_ACCESS_OF_MODULES,
                "-Djevent.open=false",
                "--add-opens=java.base/java.lang=io.jevent.core",
                "-p",
                path,
                "-m",
                main));
    }

    @Test
    void aShadedJarRunsWithTheArtifactAndWithTheFlag() throws Exception {
        String jar = projects.file("shaded/target/shaded-1.jar").toString();
        assertEchoed(projects.java("-jar", jar));
        assertEchoed(projects.java("-Djevent.open=false", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-jar", jar));
    }

    @Test
    void refusedTheArtifactTheProgramFailsAndNamesTheFlag() throws Exception {
        Outcome outcome = projects.java(
                "-Djevent.open=false",
                "-jar",
                projects.file("shaded/target/shaded-1.jar").toString());
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output())
                .contains("java.lang is not open to jevent. jevent.open=false keeps jevent-open from opening it.")
                .contains("--add-opens=java.base/java.lang=ALL-UNNAMED", "JDK_JAVA_OPTIONS", "surefire", "Add-Opens");
    }

    @Test
    @Tag("soak")
    void aSpringBootApplicationNeedsTheNettyOfJeventAndIsToldSo() throws Exception {
        Outcome boot = projects.maven("-Pspring-boot", "-pl", "spring-boot,spring-boot-netty-4.1", "package");
        assertThat(boot.status()).as(boot.output()).isZero();
        Outcome right = projects.java(
                "-jar", projects.file("spring-boot/target/spring-boot-1.jar").toString());
        assertThat(right.output()).contains("hello from greenlets\n");
        assertThat(right.status()).isZero();
        Outcome wrong = projects.java(
                "-jar",
                projects.file("spring-boot-netty-4.1/target/spring-boot-netty-4.1-1.jar")
                        .toString());
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.output())
                .containsPattern("jevent-net needs Netty 4\\.2, but the class path has Netty 4\\.1\\.\\S+ ")
                .contains("Set the Maven property netty.version to 4.2.");
    }

    @Test
    void theReadmeNamesTheVersionsOfTheBuildAndTheFlagsThatTheProjectUses() throws IOException {
        String flags = "--add-opens=java.base/java.lang=ALL-UNNAMED --enable-native-access=ALL-UNNAMED";
        assertThat(PROJECT.resolve("README.md"))
                .content()
                .contains(flags)
                .contains("<version>" + UserProjects.VERSION + "</version>")
                .contains("<version>" + System.getProperty("jevent.junit") + "</version>");
        assertThat(projects.file("flags/pom.xml")).content().contains("<jevent.flags>" + flags + "</jevent.flags>");
    }

    @Test
    void theBomHasEveryLibraryAndNettyAndNothingOfTheBuild() throws IOException {
        String bom = Files.readString(UserProjects.bom());
        List<String> managed = Pattern.compile("<artifactId>(.*?)</artifactId>")
                .matcher(bom)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(managed).containsAll(Modules.LIBRARIES).contains("netty-bom");
        assertThat(managed)
                .filteredOn(name -> !name.startsWith("jevent-"))
                .as("a user's other versions are his own")
                .containsOnly("netty-bom");
        String netty = "<netty.version>" + System.getProperty("jevent.netty") + "</netty.version>";
        assertThat(bom).contains(netty).doesNotContain("<parent>");
    }

    @Test
    void theLauncherInstallsEveryLibraryAndTheBom() throws IOException {
        String list = Files.readString(PROJECT.resolve("jevent"))
                .lines()
                .filter(line -> line.startsWith("libraries='"))
                .findFirst()
                .orElseThrow();
        assertThat(Stream.of(list.replaceAll("libraries='|'", "").split(" ")).map(name -> "jevent-" + name))
                .containsAll(Modules.LIBRARIES)
                .contains("jevent-bom");
    }

    /** The message of {@code VirtualThreads} names the JDK that the build insists on. */
    @Test
    void theBuildInsistsOnTheSupportedJdk() throws IOException {
        assertThat(PROJECT.resolve("pom.xml")).content().contains("<version>[25,26)</version>");
        assertThat(PROJECT.resolve("jevent-core/src/main/java/io/jevent/internal/carrier/JavaLang.java"))
                .content()
                .contains("SUPPORTED_JDK = 25;");
        assertThat(PROJECT.resolve("docs/library.md")).content().contains("jevent supports JDK 25.");
    }
}
