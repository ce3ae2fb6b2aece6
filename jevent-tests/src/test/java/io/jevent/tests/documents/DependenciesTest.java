// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** {@code docs/dependencies.md} lists the artifacts of the POMs with their versions, and gives a reason for each. */
class DependenciesTest {

    private static final Path PAGE = Document.ROOT.resolve("docs/dependencies.md");
    private static final GeneratedTable TABLE = new GeneratedTable(PAGE, "versions");
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    private static final Map<String, String> PROPERTIES = new HashMap<>();
    private static final Map<String, String> VERSIONS = new HashMap<>();
    private static final Map<String, Set<String>> USERS = new TreeMap<>();

    @BeforeAll
    static void readPoms() throws Exception {
        var poms = new ArrayList<Path>(List.of(Document.ROOT.resolve("pom.xml")));
        try (Stream<Path> modules = Files.list(Document.ROOT)) {
            modules.map(module -> module.resolve("pom.xml"))
                    .filter(Files::exists)
                    .sorted()
                    .forEach(poms::add);
        }
        for (Path pom : poms) {
            read(pom);
        }
    }

    private static void read(Path pom) throws Exception {
        File file = pom.toFile();
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file)
                .getDocumentElement();
        boolean root = pom.getParent().equals(Document.ROOT);
        NodeList properties = project.getElementsByTagName("properties");
        for (int i = 0; i < properties.getLength(); i++) {
            children(properties.item(i))
                    .forEach(property -> PROPERTIES.put(
                            property.getTagName(), property.getTextContent().strip()));
        }
        for (String kind : List.of("dependency", "plugin", "path")) {
            NodeList found = project.getElementsByTagName(kind);
            for (int i = 0; i < found.getLength(); i++) {
                note(
                        (Element) found.item(i),
                        kind,
                        root ? "" : pom.getParent().getFileName().toString());
            }
        }
    }

    private static void note(Element element, String kind, String module) {
        String group = child(element, "groupId");
        String artifact = child(element, "artifactId");
        if (artifact == null) {
            return;
        }
        String name = (group == null ? "org.apache.maven.plugins" : group) + ":" + artifact;
        if (name.startsWith("io.jevent:")) {
            return;
        }
        String version = child(element, "version");
        if (version != null) {
            VERSIONS.put(name, version);
        }
        Set<String> users = USERS.computeIfAbsent(name, _ -> new TreeSet<>());
        if (!module.isEmpty()) {
            users.add(module);
        } else if (!kind.equals("dependency") || !isManaged(element)) {
            users.add("all modules");
        }
    }

    private static boolean isManaged(Element element) {
        return "dependencyManagement"
                .equals(element.getParentNode().getParentNode().getNodeName());
    }

    private static @Nullable String child(Element element, String name) {
        return children(element)
                .filter(child -> child.getTagName().equals(name))
                .map(child -> child.getTextContent().strip())
                .findFirst()
                .orElse(null);
    }

    private static Stream<Element> children(Node parent) {
        var children = new ArrayList<Element>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children.stream();
    }

    /** The version of an artifact, or the bill of materials that manages it. */
    private static String version(String name) {
        String version = VERSIONS.get(name);
        if (version != null) {
            return PROPERTY.matcher(version).replaceAll(found -> PROPERTIES.get(found.group(1)));
        }
        if (name.startsWith("org.apache.pekko:")) {
            return "pekko-bom_2.13 " + version("org.apache.pekko:pekko-bom_2.13");
        }
        String bom = name.startsWith("io.netty:") ? "io.netty:netty-bom" : "org.junit:junit-bom";
        boolean managed = name.startsWith("io.netty:") || name.startsWith("org.junit");
        return managed ? bom.substring(bom.indexOf(':') + 1) + " " + version(bom) : "";
    }

    private static List<String> table() {
        var lines = new ArrayList<String>();
        lines.add("| artifact | version | in the POM of |");
        lines.add("|---|---|---|");
        USERS.forEach((name, users) -> {
            if (!users.isEmpty()) {
                lines.add("| `" + name + "` | " + version(name) + " | " + String.join(", ", users) + " |");
            }
        });
        return lines;
    }

    @Test
    void thePageHasTheVersionsOfThePoms() throws Exception {
        TABLE.compareOrWrite(table());
    }

    @Test
    void everyArtifactHasAVersion() {
        assertThat(USERS.entrySet())
                .filteredOn(artifact -> !artifact.getValue().isEmpty())
                .extracting(Map.Entry::getKey)
                .allSatisfy(name -> assertThat(version(name)).as(name).isNotEmpty());
    }

    /** The first word of an artifact's name stands in the tables that give the reasons, whatever the punctuation. */
    @Test
    void thePageGivesAReasonForEachArtifact() throws Exception {
        String page = Files.readString(PAGE);
        String reasons = letters(page.substring(0, page.indexOf(TABLE.begin())));
        assertThat(USERS.keySet())
                .map(name -> name.substring(name.indexOf(':') + 1))
                .filteredOn(artifact -> !reasons.contains(letters(artifact.replaceAll("[-_].*", ""))))
                .isEmpty();
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
