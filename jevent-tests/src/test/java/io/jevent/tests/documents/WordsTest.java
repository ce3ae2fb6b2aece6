// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.architecture.Modules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents and comments use the field's terms (docs/glossary.md), and their sentences name an actor. */
class WordsTest {

    private static final Map<Pattern, String> RULES = Map.ofEntries(
            rule("whoever", "name the actor"),
            rule("who waits?", "a waiter, a waiting greenlet"),
            rule("strangers?", "a foreign virtual thread, an unknown client"),
            rule("in line", "queued"),
            rule("(?:hold|holds|held|holding) (?:\\w+ )?up", "block"),
            rule("(?:give|gives|gave|giving) way", "yield"),
            rule("(?:take|takes|took|taking) turns", "yield, run in order"),
            rule("under way", "in flight"),
            rule("back-pressure", "backpressure"),
            rule("so many", "a number of"),
            rule("a thing of its own", "the noun"),
            rule("(?:is|are|was|were) to be", "a verb in the present tense, or must"),
            rule("says? (?:how|what|who|whether|which)", "sets, returns, describes"));

    private static final Pattern SUBJECT =
            Pattern.compile("(?<=\\A|\\A\n|\f|\f\n|\n\n|\n- |[.!?:;]\\s)(?:What|Who|Whoever|Nobody)\\b(?![^.!?]*\\?)");
    private static final Pattern EXAMPLE_MARKER = Pattern.compile(",\\s+say(?=[,.;:)])");

    private static Map.Entry<Pattern, String> rule(String words, String instead) {
        String bounded = "\\b(?:" + words.replace(" ", "\\s+") + ")\\b";
        return Map.entry(Pattern.compile(bounded, Pattern.CASE_INSENSITIVE), instead);
    }

    private static List<String> findings(Path file, String prose) {
        var findings = new ArrayList<String>();
        RULES.forEach((words, instead) -> find(file, prose, words, instead, findings));
        find(file, prose, SUBJECT, "name the actor", findings);
        find(file, prose, EXAMPLE_MARKER, "for example", findings);
        return findings;
    }

    private static void find(Path file, String prose, Pattern words, String instead, List<String> findings) {
        Matcher matcher = words.matcher(prose);
        while (matcher.find()) {
            long line = 1
                    + prose.substring(0, matcher.start())
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            findings.add("%s:%d: \"%s\": write %s".formatted(file, line, matcher.group(), instead));
        }
    }

    static List<Document> documents() {
        return Document.all();
    }

    static Stream<String> folders() {
        return Stream.concat(
                        Modules.LIBRARIES.stream(),
                        Stream.of(
                                "jevent-cli",
                                "jevent-examples",
                                "jevent-site",
                                "jevent-bench",
                                "jevent-stress",
                                "jevent-tests"))
                .flatMap(module -> Stream.of(module + "/src/main/java", module + "/src/test/java"))
                .filter(folder -> Files.isDirectory(Document.ROOT.resolve(folder)));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void documentsUseTheTermsOfTheGlossary(Document document) {
        assertThat(findings(document.file(), Prose.ofMarkdown(document.text()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void commentsUseTheTermsOfTheGlossary(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Document.ROOT.resolve(folder))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .map(Document::read)
                            .flatMap(source -> findings(source.file(), Prose.ofJava(source.text())).stream()))
                    .isEmpty();
        }
    }

    @Test
    void aFindingNamesItsFileAndLine() {
        String source = """
                // SPDX-License-Identifier: Apache-2.0
                /**
                 * Who waits is queued.
                 * Takes {@code whoever}, say.
                 */
                String text = "whoever"; // What for? Nobody knows.
                """;
        assertThat(findings(Path.of("A.java"), Prose.ofJava(source)))
                .containsExactlyInAnyOrder(
                        "A.java:3: \"Who\": write name the actor",
                        "A.java:3: \"Who waits\": write a waiter, a waiting greenlet",
                        "A.java:4: \", say\": write for example",
                        "A.java:6: \"Nobody\": write name the actor");
        String document = """
                # What it is

                Nobody `whoever`
                under
                way
                """;
        assertThat(findings(Path.of("a.md"), Prose.ofMarkdown(document)))
                .containsExactlyInAnyOrder(
                        "a.md:3: \"Nobody\": write name the actor", "a.md:4: \"under\nway\": write in flight");
    }
}
