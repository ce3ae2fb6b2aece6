// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.documents.Document.Block;
import io.jevent.tests.programs.PrintedPrograms;
import io.jevent.tests.programs.PrintedPrograms.Ran;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs each program of the documents as a reader does: copied from the page into a file and started by the launcher.
 * The output must be that of the blocks that the page shows for the program: {@code output}, {@code errors},
 * {@code failure}. Without a block of errors there must be none. Output that a page shows as one possible outcome has
 * the note {@code may differ} and is not compared.
 *
 * <p>Programs run in virtual time unless a note in their marker demands something else, as in {@code <!-- program:
 * CLASS (real time) -->}:
 *
 * <ul>
 *   <li>{@code real time}: it measures time, or waits for another process or hub;
 *   <li>{@code own JVM}: it changes its JVM for good;
 *   <li>{@code endless}: it is ended when it has printed the lines that the page shows;
 *   <li>{@code needs ...}: it needs a server, a signal or an option, so it is only compiled.
 * </ul>
 */
class PrintedProgramsTest {

    @TempDir
    private static Path folder;

    private static final Map<Block, Path> RAN = new LinkedHashMap<>();

    static Stream<Block> programs() {
        return DocumentsTest.programs().filter(block -> !compiled(block));
    }

    @BeforeAll
    static void run() throws Exception {
        var shared = new PrintedPrograms(folder.resolve("shared"));
        int number = 0;
        for (Block program : programs().toList()) {
            var programs = shared;
            if (program.note().equals("own JVM")) {
                programs = new PrintedPrograms(folder.resolve("own-" + number++));
            }
            boolean virtual = program.note().isEmpty() || program.note().equals("endless");
            RAN.put(program, programs.add(program.text(), virtual, lines(program)));
            if (programs != shared) {
                programs.run();
            }
        }
        shared.run();
    }

    /** The number of lines that a page shows of an endless program; zero for others. */
    private static int lines(Block program) {
        return program.note().equals("endless")
                ? (int) shown(program, "output").getFirst().text().lines().count() - 1
                : 0;
    }

    private static List<Block> shown(Block program, String kind) {
        return Document.all().stream()
                .flatMap(document -> document.blocks().stream())
                .filter(block ->
                        block.type().equals(program.type()) && block.kind().equals(kind))
                .filter(block -> block.note().isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aProgramRunsAsThePageShows(Block program) throws IOException {
        Ran ran = PrintedPrograms.outcome(RAN.get(program));
        assertThat(ran.ended()).as("it ends: %s", ran).isTrue();
        for (Block block : shown(program, "output")) {
            assertThat(lines(ran.out())).matches(block.pattern());
        }
        check(shown(program, "failure"), ran.failure());
        check(shown(program, "errors"), ran.err());
    }

    private static void check(List<Block> shown, @Nullable String text) {
        assertThat(shown.isEmpty())
                .as("without a block of it there is none: %s", text)
                .isEqualTo(text == null || text.isBlank());
        shown.forEach(block -> assertThat(lines(text)).matches(block.pattern()));
    }

    /** Returns text that ends with one line end. */
    private static String lines(String text) {
        return text.replaceFirst("\n*\\z", "\n");
    }

    static Stream<Block> compiled() {
        return DocumentsTest.programs().filter(PrintedProgramsTest::compiled);
    }

    private static boolean compiled(Block program) {
        return program.note().startsWith("needs ");
    }

    @Test
    void mostProgramsRun() {
        assertThat(programs().count()).isGreaterThan(9 * compiled().count());
    }

    @ParameterizedTest
    @MethodSource("compiled")
    void aProgramThatNeedsAServerCompiles(Block program, @TempDir Path classes) throws IOException {
        assertThat(new PrintedProgram(program.text()).errors(classes)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void outputThatFollowsAProgramIsCompared(Block program) {
        List<Block> blocks =
                Document.read(Document.ROOT.resolve(program.document())).blocks();
        int next = blocks.indexOf(program) + 1;
        assertThat(next == blocks.size()
                        || !blocks.get(next).language().equals("text")
                        || !blocks.get(next).kind().isEmpty())
                .as("the output after %s has a marker", program)
                .isTrue();
    }
}
