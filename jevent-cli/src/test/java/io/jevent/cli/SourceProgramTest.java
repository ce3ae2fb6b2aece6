// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs report through the system property {@code said}. */
class SourceProgramTest {
    @TempDir
    private Path folder;

    @AfterEach
    void forget() {
        System.clearProperty("said");
        System.clearProperty("jevent.javac.options");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String said(Path file) throws Exception {
        SourceProgram.compile(file).mainMethod().invoke(new String[] {"x"});
        return System.getProperty("said", "nothing");
    }

    private static String say(String expression) {
        return "System.setProperty(\"said\", " + expression + ");";
    }

    @Test
    void theFirstClassOfAFileIsRunWhateverTheFileIsCalled() throws Exception {
        Path file = write(
                "anything.java",
                "class First { static void main(String[] a) {" + say("Second.WORD + a[0]") + "} }"
                        + "class Second { static final String WORD = \"second\"; }");
        assertThat(said(file)).isEqualTo("secondx");
    }

    @Test
    void theClassNamedAsTheFileIsRunIfTheFirstHasNoMain() throws Exception {
        Path file = write(
                "app/Program.java",
                "package app; class Other {} class Program { static void main() {" + say("\"named\"") + "} }");
        assertThat(said(file)).isEqualTo("named");
    }

    @Test
    void aCompactSourceFileIsAProgram() throws Exception {
        assertThat(said(write("compact.java", "void main() {" + say("List.of(1, 2).toString()") + "}")))
                .isEqualTo("[1, 2]");
    }

    @Test
    void aFirstLineForTheShellIsSkipped() throws Exception {
        assertThat(said(write("script", "#!/usr/bin/env jevent\nvoid main() {" + say("\"script\"") + "}")))
                .isEqualTo("script");
    }

    @Test
    void filesOfTheSameTreeAreCompiledToo() throws Exception {
        write(
                "app/part/Part.java",
                "package app.part; public class Part { public static String word() { return \"part\"; } }");
        Path file = write(
                "app/Program.java",
                "package app; class Program { public static void main(String[] a) {" + say("app.part.Part.word()")
                        + "} }");
        assertThat(said(file)).isEqualTo("part");
    }

    @Test
    void aFileThatIsOnlyNamedAtRunTimeIsCompiledThen() throws Exception {
        write(
                "Late.java",
                "public class Late { static class Inner {} public String toString() { return \"late \" + new Inner().getClass().getName(); } }");
        Path file = write(
                "Program.java",
                "class Program { static void main() throws Exception { Class.forName(\"Late$Inner\");"
                        + say("Class.forName(\"Late\").getConstructor().newInstance().toString()") + "} }");
        assertThat(said(file)).isEqualTo("late Late$Inner");
    }

    @Test
    void aModuleDeclarationIsIgnored() throws Exception {
        write("module-info.java", "module app {}");
        Path file = write(
                "app/Program.java",
                "package app; class Program { static void main() {" + say("\"\" + Program.class.getModule().isNamed()")
                        + "} }");
        assertThat(said(file)).isEqualTo("false");
    }

    @Test
    void filesBesideTheProgramAreItsResourcesAndItsClassesTheirOwn() throws Exception {
        write("app/words.txt", "hello");
        Path file = write(
                "app/Program.java",
                "package app; class Program { static void main() throws Exception {"
                        + "var loader = Program.class.getClassLoader();"
                        + "var text = new String(Program.class.getResourceAsStream(\"words.txt\").readAllBytes());"
                        + "var bytes = Program.class.getResourceAsStream(\"Program.class\").readAllBytes();"
                        + "var all = java.util.Collections.list(loader.getResources(\"app/Program.class\"));"
                        + "var size = all.getFirst().openConnection().getContentLengthLong();"
                        + "var none = loader.getResource(\"app/none.txt\");"
                        + say("text + bytes[7] + all.size() + (size == bytes.length) + none") + "} }");
        assertThat(said(file)).isEqualTo("hello691truenull");
    }

    @Test
    void optionsOfTheJvmThatConcernTheCompilerReachIt() throws Exception {
        Path file = write(
                "Program.java",
                "class Program { static void main() { var _ = sun.net.PortConfig.getLower();" + say("\"compiled\"")
                        + "} }");
        assertThatThrownBy(() -> SourceProgram.compile(file)).hasMessageEndingWith("not compiled: 1 error");
        System.setProperty("jevent.javac.options", "--add-exports=java.base/sun.net=ALL-UNNAMED\n");
        assertThat(SourceProgram.compile(file)).isNotNull();
    }

    @Test
    void whyAProgramCannotBeStartedIsSaid() throws Exception {
        assertProgramFault(write("Broken.java", "class Broken { int x = \"a\"; }"), "not compiled: 1 error");
        assertProgramFault(write("Garbled.java", "class Garbled { ("), "not compiled: ");
        assertProgramFault(write("Empty.java", "// nothing"), "declares no class");
        assertProgramFault(write("Lost.java", "package lost; class Lost {}"), "declares package lost but does not lie");
        assertProgramFault(write("Silent.java", "class Silent {}"), "class Silent has no main method");
    }

    private static void assertProgramFault(Path file, String words) {
        assertThatThrownBy(() -> SourceProgram.compile(file).mainMethod())
                .isInstanceOfSatisfying(
                        LauncherException.class, e -> assertThat(e.status()).isEqualTo(1))
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(words);
    }
}
