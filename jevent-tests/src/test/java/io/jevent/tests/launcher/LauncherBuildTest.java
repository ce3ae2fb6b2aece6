// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the launcher builds, and what it says when it cannot. */
class LauncherBuildTest {
    private static final String QUICK = "-q -Djevent.quick -pl jevent-dist -am package";

    @TempDir
    private Path folder;

    private Checkout checkout;

    @BeforeEach
    void checkOut() throws Exception {
        checkout = new Checkout(folder).set("JAVA_HOME", jdk("jdk", "25.0.3").toString());
    }

    private Outcome hello() throws Exception {
        return checkout.jevent("example", "hello");
    }

    private static void assertGreeted(Outcome outcome) {
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).endsWith(" io.jevent.cli.Main example hello\n");
        assertThat(outcome.status()).isZero();
    }

    /** Makes a fake JDK: the files that the launcher reads, and a java that prints its arguments. */
    private Path jdk(String place, String version) throws Exception {
        Path home = folder.resolve(place);
        Checkout.executable(home.resolve("bin/java"), "echo \"$*\"");
        Checkout.executable(home.resolve("bin/javac"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    @Test
    void buildsOfflineOnceAndNotAgainWithoutAChange() throws Exception {
        assertGreeted(hello());
        assertGreeted(hello());
        assertThat(checkout.mavenCalls()).containsExactly("-o " + QUICK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jevent-core/src/main/java/Source.java",
                "jevent-core/src/main/java/Another.java",
                "jevent-cli/pom.xml",
                ".mvn/jvm.config"
            })
    void buildsAgainAfterAChange(String changed) throws Exception {
        assertGreeted(hello());
        checkout.write(changed, "class Source { }");
        assertGreeted(hello());
        assertThat(checkout.mavenCalls()).hasSize(2);
    }

    @Test
    void buildsAgainAfterASourceIsDeletedButNotForATest() throws Exception {
        assertGreeted(hello());
        checkout.write("jevent-core/src/test/java/SourceTest.java", "class SourceTest {}");
        checkout.write("README.md", "words");
        assertGreeted(hello());
        assertThat(checkout.mavenCalls()).hasSize(1);
        Files.delete(checkout.root().resolve("jevent-core/src/main/java/Source.java"));
        assertGreeted(hello());
        assertThat(checkout.mavenCalls()).hasSize(2);
    }

    @Test
    void keepsOnlyTheLastTwoBuilds() throws Exception {
        for (int i = 0; i < 3; i++) {
            checkout.write("jevent-core/src/main/java/Source" + i + ".java", "class Source {}");
            assertGreeted(hello());
        }
        try (Stream<Path> files = Files.list(checkout.root().resolve(".jevent"))) {
            assertThat(files.filter(Files::isDirectory)
                            .map(file -> file.getFileName().toString()))
                    .filteredOn(name -> name.startsWith("run-"))
                    .hasSize(2);
        }
    }

    @Test
    void startsAtTheSameTimeShareOneBuild() throws Exception {
        List<Process> starts = List.of(
                checkout.start("sh", "example", "hello"),
                checkout.start("sh", "example", "hello"),
                checkout.start("sh", "example", "hello"));
        for (Process start : starts) {
            assertGreeted(Outcome.of(start));
        }
        assertThat(checkout.mavenCalls()).hasSize(1);
        assertThat(checkout.root().resolve(".jevent/lock")).doesNotExist();
    }

    @Test
    void aLockWhoseOwnerIsGoneIsBroken() throws Exception {
        Process gone = checkout.start(List.of("sh", "-c", ":"));
        gone.waitFor();
        Path owner = checkout.write(".jevent/lock/owner", gone.pid() + "\n");
        assertGreeted(hello());
        assertThat(owner).doesNotExist();
    }

    @Test
    void aLockThatNobodyOwnsIsBrokenAfterAWhile() throws Exception {
        Path lock = Files.createDirectories(checkout.root().resolve(".jevent/lock"));
        assertGreeted(hello());
        assertThat(lock).doesNotExist();
    }

    @Test
    void aBuildLeavesStandardInputToTheProgram() throws Exception {
        Checkout.executable(
                folder.resolve("jdk/bin/java"), "case \"$*\" in *example*) cat ;; *) cat >/dev/null ;; esac");
        Process process = checkout.start("sh", "example", "hello");
        try (Writer input = process.outputWriter()) {
            input.write("for the program");
        }
        assertThat(Outcome.of(process)).isEqualTo(new Outcome(0, "for the program", ""));
    }

    @Test
    void goesOnlineIfSomethingWasNeverFetched() throws Exception {
        checkout.installMaven(
                "3.9.9",
                "if [ \"$1\" = -o ]; then echo 'Cannot access central in offline mode'; exit 1; fi",
                Checkout.COPY_THE_BUILD);
        assertGreeted(hello());
        assertThat(checkout.mavenCalls()).containsExactly("-o " + QUICK, QUICK);
    }

    @Test
    void aBuildThatFailsIsShownAndTriedAgainTheNextTime() throws Exception {
        checkout.installMaven("3.9.9", "echo '[ERROR] Source.java:[1,7] what is this?'", "exit 1");
        for (int i = 0; i < 2; i++) {
            Outcome outcome = hello();
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.err()).isEqualTo("[ERROR] Source.java:[1,7] what is this?\njevent: the build failed\n");
        }
        assertThat(checkout.mavenCalls()).hasSize(2);
        assertThat(checkout.root().resolve(".jevent/lock")).doesNotExist();
    }

    @Test
    void aMissingMavenIsSaidWithTheWayToGetItUnlessNothingMustBeBuilt() throws Exception {
        assertGreeted(hello());
        checkout.removeMaven();
        assertGreeted(hello());
        checkout.write("pom.xml", "<project/>");
        Outcome outcome = hello();
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("jevent: needs Maven 3.8.6 or later to build, and there is no mvn on the PATH\n")
                .contains("sudo apt install maven");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.6.3", "3.8.5", "2.2.1"})
    void aMavenThatIsTooOldIsSaid(String version) throws Exception {
        checkout.installMaven(version);
        Outcome outcome = hello();
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("jevent: needs Maven 3.8.6 or later to build; ")
                .contains("mvn is " + version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.8.6", "3.8.10", "3.10.0", "4.0.0-rc-5", "4.1.0"})
    void laterMavensWillDo(String version) throws Exception {
        checkout.installMaven(version, "exit 1");
        assertThat(hello().err()).isEqualTo("jevent: the build failed\n");
    }

    @Test
    void aMissingJdkIsSaidWithWhatWasFoundAndTheWayToGetOne() throws Exception {
        checkout.withMachineBelow(folder);
        jdk("usr/lib/jvm/java-17", "17.0.15");
        Path runtime = jdk("opt/java-25-jre", "25.0.1");
        Files.delete(runtime.resolve("bin/javac"));
        Outcome outcome =
                checkout.set("JAVA_HOME", jdk("mine", "26").toString()).jevent("example", "hello");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .startsWith("jevent: needs a JDK 25 and found none")
                .contains("found: 26 in " + folder.resolve("mine"))
                .contains("found: 17.0.15 in " + folder.resolve("usr/lib/jvm/java-17"))
                .contains("found: 25.0.1, without a compiler, in " + runtime)
                .contains("sudo apt install openjdk-25-jdk", "brew install", "JAVA_HOME");
        assertThat(checkout.mavenCalls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usr/lib/jvm/temurin-25",
                "opt/jdk-25",
                "Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
                "opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home",
                "home/.sdkman/candidates/java/25-tem",
                "home/.jdks/temurin-25.0.1",
            })
    void aJdkIsFoundWhereItIsUsuallyInstalled(String place) throws Exception {
        checkout.withMachineBelow(folder);
        jdk("usr/lib/jvm/java-17", "17.0.15");
        assertThat(checkout.jevent("--version").out()).matches("jevent \\S+ \\(no JDK 25 found\\)\n");
        Path home = jdk(place, "25.0.1");
        assertThat(checkout.jevent("--version").out()).matches("jevent \\S+ \\(JDK 25.0.1 in \\Q" + home + "\\E\\)\n");
    }

    @Test
    void theJdkOfJavaHomeComesFirstThenThatOfThePath() throws Exception {
        checkout.withMachineBelow(folder);
        jdk("usr/lib/jvm/jdk-25", "25");
        Path onPath = jdk("somewhere/jdk", "25.0.2");
        Files.createSymbolicLink(folder.resolve("bin/java"), onPath.resolve("bin/java"));
        assertThat(checkout.jevent("--version").out()).contains("(JDK 25.0.2 in " + onPath + ")");
        Path mine = jdk("mine", "25.0.3");
        checkout.set("JAVA_HOME", mine.toString());
        assertThat(checkout.jevent("--version").out()).contains("(JDK 25.0.3 in " + mine + ")");
    }

    @Test
    void aCheckoutThatCannotBeWrittenToIsSaid() throws Exception {
        checkout.write(".jevent", "a file where the folder should be");
        Outcome outcome = hello();
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("jevent: cannot write to " + checkout.root() + "/.jevent\n");
    }

    @Test
    void testRunsAllOfMavensChecksAndPassesOnItsStatus() throws Exception {
        checkout.installMaven("3.9.9", "echo tests", "exit 3");
        assertThat(checkout.jevent("test", "--soak", "-pl", "jevent-core")).isEqualTo(new Outcome(3, "tests\n", ""));
        checkout.jevent("test");
        assertThat(checkout.mavenCalls()).containsExactly("-T 1C -Dsoak=true -pl jevent-core verify", "-T 1C verify");
    }
}
