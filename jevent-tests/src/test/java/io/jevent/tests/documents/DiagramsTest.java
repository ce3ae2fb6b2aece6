// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.architecture.Modules;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The diagrams of {@code docs/architecture.md} show what the code has. */
class DiagramsTest {

    private static final Pattern DIAGRAM = Pattern.compile("```mermaid\n(.*?)```", Pattern.DOTALL);
    private static final Pattern EDGE = Pattern.compile("^ +([\\w-]+)(?:\\[[^]]*])? --> ([\\w-]+)", Pattern.MULTILINE);
    private static final Pattern NODE = Pattern.compile("(?<![\\w-])([\\w-]+)\\[jevent-([\\w-]+)]");
    private static final Pattern REQUIRES = Pattern.compile("requires[^;]* io\\.jevent\\.([\\w.]+);");
    private static final Pattern TRANSITION =
            Pattern.compile("^ \\*   ([A-Z]+) -+ .*?(?:-+)?> ([A-Z]+)$", Pattern.MULTILINE);

    private static List<String> diagrams() throws IOException {
        return DIAGRAM.matcher(Files.readString(Document.ROOT.resolve("docs/architecture.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** Returns the only diagram that mentions a text. */
    private static String diagram(String text) throws IOException {
        List<String> found =
                diagrams().stream().filter(diagram -> diagram.contains(text)).toList();
        assertThat(found).as("diagrams with \"%s\"", text).hasSize(1);
        return found.getFirst();
    }

    private static Set<String> edges(String diagram) {
        return EDGE.matcher(diagram)
                .results()
                .map(edge -> edge.group(1) + " -> " + edge.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> states(String diagram) {
        return edges(diagram).stream()
                .flatMap(edge -> Stream.of(edge.split(" -> ")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> constants(String type) throws ClassNotFoundException {
        return Stream.of(Class.forName(type).getEnumConstants())
                .map(Object::toString)
                .toList();
    }

    @Test
    void theModulesRequireThoseToWhichTheirArrowsLead() throws IOException {
        String diagram = diagram("jevent-core");
        var required = new TreeSet<String>();
        for (String module : Stream.concat(Modules.LIBRARIES.stream(), Stream.of("jevent-cli"))
                .toList()) {
            String name = module.substring("jevent-".length());
            Matcher requires = REQUIRES.matcher(
                    Files.readString(Document.ROOT.resolve(module).resolve("src/main/java/module-info.java")));
            requires.results()
                    .forEach(
                            other -> required.add(name + " -> " + other.group(1).replace('.', '-')));
        }
        assertThat(edges(diagram)).isEqualTo(required);
        assertThat(NODE.matcher(diagram).results())
                .as("a node is named like its module")
                .allMatch(node -> node.group(1).equals(node.group(2)));
    }

    @Test
    void theStatesOfAGreenletAreThoseOfTheEnum() throws IOException, ClassNotFoundException {
        assertThat(states(diagram("NEW --> STARTING")))
                .containsExactlyInAnyOrderElementsOf(constants("io.jevent.hub.State"));
    }

    @Test
    void theStatesOfAConnectionAreThoseOfTheEnumAndItsComment() throws IOException, ClassNotFoundException {
        String diagram = diagram("HEAD --> ADMITTING");
        assertThat(states(diagram))
                .containsExactlyInAnyOrderElementsOf(constants("io.jevent.internal.http1.ConnectionState"));
        var transitions = new ArrayList<String>();
        TRANSITION
                .matcher(Files.readString(Document.ROOT.resolve(
                        "jevent-http/src/main/java/io/jevent/internal/http1/ConnectionState.java")))
                .results()
                .forEach(found -> transitions.add(found.group(1) + " -> " + found.group(2)));
        assertThat(edges(diagram)).containsExactlyInAnyOrderElementsOf(transitions);
    }

    @Test
    void theDiagramsOfATurnAndOfARequestNameExistingParts() throws IOException {
        assertThat(diagram("run queue empty?")).contains("LoopExit", "dead end?", "messages of other threads");
        String request = diagram("sequenceDiagram");
        for (String part : List.of("HandlerTask", "StrictDecoder", "Incoming")) {
            assertThat(request).contains(part);
            assertThat(isMainClass(part)).as("a class " + part).isTrue();
        }
    }

    private static boolean isMainClass(String name) throws IOException {
        for (String module : List.of("jevent-net", "jevent-http")) {
            try (Stream<java.nio.file.Path> files = Files.walk(Document.ROOT.resolve(module + "/src/main/java"))) {
                if (files.anyMatch(file -> file.getFileName().toString().equals(name + ".java"))) {
                    return true;
                }
            }
        }
        return false;
    }
}
