// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.open;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs without a flag for greenlets, which {@code jevent-open} helps; each is a process of its own. */
class ChildJvmTest {

    private static final String CLOSED = "java.lang is not open to jevent. ";

    private static String run(String flags, String... arguments) throws Exception {
        return ChildJvm.onClassPath()
                .flags(ChildJvm.NATIVE_ACCESS, "-Xmx64m")
                .flags(flags.split(" "))
                .run(arguments);
    }

    /** The check of JNI prints a warning about each call that breaks its rules, and ends the JVM for the worst. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+UseG1GC",
                "-XX:+UseZGC",
                "-XX:+UseSerialGC",
                "-Xint",
                "-Xint -Xcheck:jni -XX:+UseZGC",
                "-Xcheck:jni -XX:+UseParallelGC"
            })
    void opensWhileTheCollectorWorks(String flags) throws Exception {
        assertThat(run(flags, "busy")).isEqualTo(ChildJvm.DONE);
    }

    @Test
    void opensWhereEveryMethodIsCompiledFirst() throws Exception {
        assertThat(run("-Xcomp -XX:TieredStopAtLevel=1 -Xcheck:jni")).isEqualTo(ChildJvm.DONE);
    }

    @Tag("soak")
    @RepeatedTest(25)
    void opensAgainAndAgain() throws Exception {
        for (String flags : new String[] {
            "-XX:+UseG1GC", "-XX:+UseZGC", "-XX:+UseSerialGC", "-Xint", "-Xint -Xcheck:jni", "-Xcheck:jni"
        }) {
            assertThat(run(flags, "busy")).as(flags).isEqualTo(ChildJvm.DONE);
        }
        assertThat(run("-Xcomp")).as("-Xcomp").isEqualTo(ChildJvm.DONE);
    }

    @Test
    void opensOnTheModulePath() throws Exception {
        ChildJvm jvm = ChildJvm.onModulePath().flags("--enable-native-access=io.jevent.open", "-Xcheck:jni");
        assertThat(jvm.run("busy")).isEqualTo(ChildJvm.DONE);
    }

    @Test
    void warnsOnceWhereNativeAccessIsNotEnabled() throws Exception {
        assertThat(ChildJvm.onClassPath().run())
                .endsWith(ChildJvm.DONE)
                .containsOnlyOnce("A restricted method")
                .contains("Use --enable-native-access=ALL-UNNAMED to avoid a warning");
    }

    @Test
    void explainsThatNativeAccessIsDenied() throws Exception {
        assertThat(ChildJvm.onClassPath().flags("--illegal-native-access=deny").run())
                .startsWith(
                        CLOSED + "jevent-open could not open it: this JVM denies native access to it, so start the JVM"
                                + " with --enable-native-access=ALL-UNNAMED. Start the JVM with --add-opens=");
        assertThat(ChildJvm.onModulePath().flags("--illegal-native-access=deny").run())
                .contains("--enable-native-access=io.jevent.open.")
                .contains("--add-opens=java.base/java.lang=io.jevent.core");
    }

    @Test
    void aPropertyRefuses() throws Exception {
        assertThat(run("-Djevent.open=false"))
                .startsWith(CLOSED
                        + "jevent.open=false keeps jevent-open from opening it. Start the JVM with --add-opens=");
    }

    @Test
    void withTheFlagNothingNativeIsCalled() throws Exception {
        ChildJvm jvm = ChildJvm.onClassPath()
                .flags("--illegal-native-access=deny", "--add-opens=java.base/java.lang=ALL-UNNAMED");
        assertThat(jvm.run()).isEqualTo(ChildJvm.DONE);
    }

    @Test
    void withoutTheArtifactTheMessageNamesItFirst() throws Exception {
        assertThat(ChildJvm.withoutTheArtifact().run())
                .startsWith(
                        CLOSED + "Add the artifact io.jevent:jevent-open to the class path or the module path, which"
                                + " opens it without a flag. Or start the JVM with --add-opens=java.base/java.lang=ALL-UNNAMED");
    }
}
