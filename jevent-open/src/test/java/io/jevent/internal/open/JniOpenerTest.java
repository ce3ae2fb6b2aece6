// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In this JVM, which was started without {@code --add-opens}. */
class JniOpenerTest {

    private static final Module JAVA_BASE = Object.class.getModule();

    @TempDir
    private Path folder;

    @Test
    void opensToTheModuleAndToNoOther() {
        Module jevent = Jevent.class.getModule();
        new JniOpener().openTo(jevent);
        assertThat(JAVA_BASE.isOpen("java.lang", jevent)).isTrue();
        assertThat(JAVA_BASE.isOpen("java.lang", Test.class.getModule())).isFalse();
        assertThat(JAVA_BASE.isOpen("java.util", jevent)).isFalse();
        new JniOpener().openTo(jevent);
    }

    @Test
    void greenletsRun() throws Exception {
        assertThat(Jevent.spawn(() -> "a greenlet").get()).isEqualTo("a greenlet");
    }

    @Test
    void anInterruptIsKept() {
        Thread.currentThread().interrupt();
        new JniOpener().openTo(Jevent.class.getModule());
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "lib/server/libjvm.so, libjvm.so",
        "lib/server/libjvm.dylib, libjvm.dylib",
        "bin/server/jvm.dll, jvm.dll",
        "lib/minimal/libjvm.so, libjvm.so"
    })
    void theLibraryIsFoundOnEverySystem(String place, String fileName) throws Exception {
        Path file = folder.resolve(place);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        assertThat(new JvmLibrary(folder, fileName).file()).isEqualTo(file);
    }

    @Test
    void theLibraryOfThisJvmIsThere() {
        assertThat(JvmLibrary.ofThisJvm().file()).isRegularFile();
    }

    @Test
    void aMissingLibraryIsNamed() {
        var opener = new JniOpener(new JvmLibrary(folder, "libjvm.so"));
        assertThatThrownBy(() -> opener.openTo(Jevent.class.getModule()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("there is no libjvm.so in " + folder);
    }

    @Test
    void aFileThatIsNoLibraryIsRefused() throws Exception {
        Path file = Files.createDirectories(folder.resolve("lib/server")).resolve("libjvm.so");
        Files.writeString(file, "no library");
        var opener = new JniOpener(new JvmLibrary(folder, "libjvm.so"));
        assertThatThrownBy(() -> opener.openTo(Jevent.class.getModule()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aLibraryWithoutAJvmIsRefused() {
        var other = new JvmLibrary(JvmLibrary.ofThisJvm().home(), System.mapLibraryName("jsig"));
        assertThatThrownBy(() -> new JniOpener(other).openTo(Jevent.class.getModule()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("JNI_GetCreatedJavaVMs");
    }

    @Test
    void anExceptionOfJniIsClearedAndReported() throws Throwable {
        try (Arena arena = Arena.ofConfined();
                Jni jni = new Jni(JvmLibrary.ofThisJvm().environment(arena), arena)) {
            assertThatThrownBy(() -> jni.findClass("no/such/Type")).hasMessageContaining("no/such/Type");
            long type = jni.findClass("java/lang/Thread");
            assertThatThrownBy(() -> jni.callStatic(type, "noSuchMethod", "()V"))
                    .hasMessageContaining("noSuchMethod");
            assertThat(jni.callStatic(type, "currentThread", "()Ljava/lang/Thread;"))
                    .isNotZero();
        }
    }

    @Test
    void onlyTheObjectsThatWereGivenAreRight() {
        Module jevent = Jevent.class.getModule();
        var thread = new OpeningThread(JvmLibrary.ofThisJvm(), jevent);
        String name = thread.packageName();
        assertThat(thread.areRight(JAVA_BASE, Module.class, name, jevent)).isTrue();
        assertThat(thread.areRight(jevent, Module.class, name, jevent)).isFalse();
        assertThat(thread.areRight(JAVA_BASE, Class.class, name, jevent)).isFalse();
        assertThat(thread.areRight(JAVA_BASE, Module.class, String.valueOf(name.toCharArray()), jevent))
                .isFalse();
        assertThat(thread.areRight(JAVA_BASE, Module.class, name, JAVA_BASE)).isFalse();
    }

    @Test
    void aResultOfNullIsReported() throws Throwable {
        try (Arena arena = Arena.ofConfined();
                Jni jni = new Jni(JvmLibrary.ofThisJvm().environment(arena), arena)) {
            long type = jni.findClass("java/lang/System");
            assertThatThrownBy(() -> jni.callStatic(type, "console", "()Ljava/io/Console;"))
                    .hasMessage("JNI returned no object for console");
        }
    }
}
