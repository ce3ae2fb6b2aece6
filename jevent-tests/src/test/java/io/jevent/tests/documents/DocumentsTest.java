// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.documents.Document.Block;
import io.jevent.tests.examples.Example;
import io.jevent.tests.programs.Program;
import io.jevent.tests.programs.Program.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the documents with the programs that they show. A Java block follows {@code <!-- program: CLASS -->}, and is
 * a complete program, the imports and the region {@code program} of that class's source, which
 * {@link PrintedProgramsTest} runs; or it follows {@code <!-- code: CLASS#REGION -->}, and equals that region. A block
 * of output follows {@code <!-- output: CLASS -->} (or {@code errors}, or {@code failure}) and equals the output of the
 * class, where a line {@code ...} stands for any number of lines and {@code ...} within a line for any text.
 */
class DocumentsTest {

    private static final Pattern EXAMPLE = Pattern.compile("\\./jevent example (?:-\\S+ )*([a-z-]+)");

    static List<Document> documents() {
        return Document.all();
    }

    static Stream<Block> blocks(String kind) {
        return Document.all().stream()
                .flatMap(document -> document.blocks().stream())
                .filter(block -> block.kind().equals(kind));
    }

    static Stream<Block> code() {
        return blocks("code");
    }

    static Stream<Block> programs() {
        return blocks("program");
    }

    /** The output of examples that a page shows in part; {@code PrintedProgramsTest} compares that of programs. */
    static Stream<Block> outputs() {
        Set<String> printed = programs().map(Block::type).collect(Collectors.toSet());
        return Stream.of("output", "errors", "failure")
                .flatMap(DocumentsTest::blocks)
                .filter(block -> !printed.contains(block.type()));
    }

    @ParameterizedTest
    @MethodSource("code")
    void codeIsThatOfASourceFile(Block block) {
        assertThat(block.text()).isEqualTo(Source.region(block.type(), block.region()));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aProgramIsThatOfASourceFile(Block block) {
        assertThat(block.text()).isEqualTo(Source.program(block.type()));
    }

    @ParameterizedTest
    @MethodSource("code")
    void aBlockWithAMainIsACompleteProgram(Block block) {
        assertThat(block.text()).as("shown with its imports, as a program").doesNotContainPattern("\\bmain\\(");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aPageWithAPartOfAProgramLinksToAllOfIt(Document document) {
        assertThat(document.blocks())
                .filteredOn(block -> block.kind().equals("code"))
                .allSatisfy(block -> assertThat(document.links()).contains(Source.file(block.type())));
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void outputIsWhatTheProgramPrints(Block block) throws Exception {
        Ran ran = new Program(Class.forName(block.type())).run();
        String printed = switch (block.kind()) {
            case "output" -> ran.out();
            case "errors" -> ran.err();
            default -> String.valueOf(ran.failure());
        };
        assertThat(printed.stripTrailing() + "\n").as("%s", ran).matches(block.pattern());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyJavaBlockOfTheTutorialNamesItsSource(Document document) {
        assertThat(document.blocks())
                .filteredOn(block -> block.language().equals("java"))
                .filteredOn(_ -> document.file().startsWith("docs"))
                .allSatisfy(block -> assertThat(block.kind()).as("%s", block).isIn("code", "program"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsSomewhere(Document document) {
        assertThat(document.links()).allSatisfy(target -> assertThat(target).exists());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyExampleThatIsNamedExists(Document document) {
        Set<String> names = Example.all().stream().map(Example::name).collect(Collectors.toSet());
        assertThat(EXAMPLE.matcher(document.text()).results().map((MatchResult match) -> match.group(1)))
                .allSatisfy(name -> assertThat(names).contains(name));
    }

    @Test
    void theTutorialListsAllItsChapters() throws Exception {
        Path folder = Document.ROOT.resolve("docs/tutorial");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> chapters =
                    files.filter(file -> !file.endsWith("README.md")).sorted().toList();
            assertThat(Document.read(folder.resolve("README.md")).links()).containsSubsequence(chapters);
        }
    }
}
