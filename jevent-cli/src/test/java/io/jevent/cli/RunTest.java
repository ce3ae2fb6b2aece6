// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
    @TempDir
    private Path folder;

    @AfterEach
    void forget() {
        System.clearProperty("said");
        System.clearProperty("jevent.trace");
        Thread.currentThread().setUncaughtExceptionHandler(null);
        Thread.currentThread().setContextClassLoader(ClassLoader.getSystemClassLoader());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path jar(String mainClass) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!mainClass.isEmpty()) {
            manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        }
        Path file = folder.resolve("program.jar");
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
        return file;
    }

    private static void assertUsageFault(String words, String... args) {
        assertFault(2, words, args);
    }

    private static void assertFault(int status, String words, String... args) {
        assertThatThrownBy(() -> Run.target(args))
                .isInstanceOfSatisfying(
                        LauncherException.class, e -> assertThat(e.status()).isEqualTo(status))
                .hasMessageContaining(words);
    }

    @Test
    void aProgramGetsItsArgumentsAndItsClassLoader() throws Throwable {
        Path file = write(
                "Program.java",
                "class Program { static void main(String[] a) { System.setProperty(\"said\", String.join(\" \", a)"
                        + " + (Thread.currentThread().getContextClassLoader() == Program.class.getClassLoader())); } }");
        Main.main(new String[] {"run", file.toString(), "a", "b c"});
        assertThat(System.getProperty("said")).isEqualTo("a b ctrue");
    }

    @Test
    void whatAProgramThrowsComesOut() throws Throwable {
        Path file = write(
                "Program.java",
                "class Program { static void main() throws Exception { throw new Exception(\"mine\"); } }");
        assertThatThrownBy(() -> Run.target(new String[] {file.toString()})).hasMessage("mine");
    }

    @Test
    void targetsThatDoNotExistAreRefused() throws IOException {
        assertUsageFault("give a .java file");
        assertUsageFault("no such file", folder.resolve("none.java").toString());
        assertUsageFault("no such file", folder.resolve("none.jar").toString());
        assertUsageFault("not a file that can be read", folder.toString());
        assertUsageFault("no such file, and no such class", "no.such.Type");
        assertUsageFault("not a jar that can be read", write("text.jar", "text").toString());
    }

    @Test
    void classesWithoutAMainAreRefused() throws IOException {
        assertFault(1, "has no main method", "java.lang.String");
        assertFault(1, "has no main method", jar("java.lang.String").toString());
        assertFault(1, "names no Main-Class", jar("").toString());
        assertUsageFault("its main class cannot be loaded", jar("no.such.Type").toString());
    }

    @Test
    void aTraceThatCannotBeWrittenIsRefusedBeforeTheProgramStarts() throws IOException {
        String program = write(
                        "Program.java",
                        "class Program { static void main() { System.setProperty(\"said\", \"ran\"); } }")
                .toString();
        System.setProperty("jevent.trace", "out.txt");
        assertUsageFault("--trace=out.txt: the name of a trace must end in .html", program);
        String file = folder.resolve("none").resolve("out.html").toString();
        System.setProperty("jevent.trace", file);
        assertUsageFault("--trace=" + file + ": cannot be written: there is no folder " + folder, program);
        Path taken = Files.createDirectory(folder.resolve("taken.html"));
        System.setProperty("jevent.trace", taken.toString());
        assertUsageFault("--trace=" + taken + ": cannot be written: Is a directory", program);
        assertThat(System.getProperty("said")).isNull();
    }

    @Test
    void aTraceIsWrittenWhenTheProgramFails() throws Throwable {
        Path trace = folder.resolve("out.html");
        System.setProperty("jevent.trace", trace.toString());
        Path file = write(
                "Program.java",
                "class Program { static void main() throws Exception { throw new Exception(\"mine\"); } }");
        assertThatThrownBy(() -> Run.target(new String[] {file.toString()})).hasMessage("mine");
        assertThat(trace).content().contains("<th scope=\"row\">root</th>").endsWith("</html>\n");
    }

    @Test
    void examplesMustBeOnTheClassPath() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Examples.runOrList(new String[0], nowhere))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("not on the class path");
    }
}
