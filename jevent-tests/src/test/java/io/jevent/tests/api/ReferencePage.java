// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes {@code docs/reference.md}: all packages in reading order, each public type with its first sentence. */
final class ReferencePage {

    private static final List<String> PACKAGES = List.of(
            "io.jevent",
            "io.jevent.scope",
            "io.jevent.event",
            "io.jevent.queue",
            "io.jevent.pool",
            "io.jevent.lock",
            "io.jevent.local",
            "io.jevent.actor",
            "io.jevent.backplane",
            "io.jevent.select",
            "io.jevent.file",
            "io.jevent.threadpool",
            "io.jevent.signal",
            "io.jevent.exceptions",
            "io.jevent.trace",
            "io.jevent.monitor",
            "io.jevent.hub",
            "io.jevent.socket",
            "io.jevent.server",
            "io.jevent.tls",
            "io.jevent.dns",
            "io.jevent.http",
            "io.jevent.http.json",
            "io.jevent.http.client",
            "io.jevent.http.multipart",
            "io.jevent.http.security",
            "io.jevent.http.proxy",
            "io.jevent.http.ops",
            "io.jevent.dashboard",
            "io.jevent.http.metrics",
            "io.jevent.socketio",
            "io.jevent.websocket",
            "io.jevent.wsgi",
            "io.jevent.http.jdk",
            "io.jevent.subprocess",
            "io.jevent.ipc",
            "io.jevent.testing",
            "io.jevent.testing.http",
            "io.jevent.testing.junit",
            "io.jevent.sim",
            "io.jevent.sim.disk",
            "io.jevent.sim.junit",
            "io.jevent.sim.linear",
            "io.jevent.python",
            "io.jevent.monkey",
            "io.jevent.monkey.patch",
            "io.jevent.zmq",
            "io.jevent.redis",
            "io.jevent.cluster");

    private static final String HEAD = """
            # Reference

            All public types, by package, in reading order; each package's Javadoc begins with a map. The Javadoc of all modules is
            a part of the site that `./jevent docs` makes. Types marked *SPI* are for those who extend jevent.

            <!-- Generated from the Javadoc; the test compares the names of the types. To rewrite:
                 ./jevent test -pl jevent-tests -am -Dtest=PublicApiTest -Djevent.write=true -->
            """;

    private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern SENTENCE = Pattern.compile("(.*?[.!?])(?=\\s|$).*", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("\\{@code\\s+([^{}]*(?:\\{[^{}]*\\}[^{}]*)*)\\}");
    private static final Pattern LINK = Pattern.compile("\\{@link(plain)?\\s+([^\\s}]+)(?:\\s+([^}]+))?\\}");

    private final Path project;
    private final List<ApiType> types;

    ReferencePage(Path project, List<ApiType> types) {
        this.project = project;
        this.types = types;
    }

    /** Returns the packages with public types that the reading order lacks. */
    List<String> unplacedPackages() {
        return types.stream()
                .map(ReferencePage::packageOf)
                .distinct()
                .filter(name -> !PACKAGES.contains(name))
                .toList();
    }

    /** Returns the beginning of the row of each type, in the order of the page. */
    List<String> rows() {
        return lines().stream()
                .filter(line -> line.startsWith("| `"))
                .map(ReferencePage::nameIn)
                .toList();
    }

    /** Returns the cell with the name, of a row. */
    static String nameIn(String row) {
        return row.substring(0, row.indexOf('|', 1));
    }

    List<String> lines() {
        var lines = new ArrayList<>(HEAD.lines().toList());
        String module = "";
        for (String name : PACKAGES) {
            List<ApiType> members =
                    types.stream().filter(type -> packageOf(type).equals(name)).toList();
            if (!members.isEmpty()) {
                if (!members.getFirst().module().equals(module)) {
                    module = members.getFirst().module();
                    lines.addAll(List.of("", "## " + module));
                }
                lines.addAll(
                        List.of("", "### " + name, "", ofPackage(module, name), "", "| type | purpose |", "|---|---|"));
                members.forEach(type -> lines.add(row(type)));
            }
        }
        return lines;
    }

    private static String row(ApiType type) {
        String shortName = type.name().substring(packageOf(type).length() + 1);
        String mark = type.audience().equals("SPI") ? "*SPI*: " : "";
        return "| `" + shortName + "` | " + mark
                + firstSentence(type.documentation()).replace("|", "\\|") + " |";
    }

    private String ofPackage(String module, String name) {
        Path file = project.resolve(module)
                .resolve("src/main/java")
                .resolve(name.replace('.', '/'))
                .resolve("package-info.java");
        try {
            Matcher comment = COMMENT.matcher(Files.readString(file));
            return comment.find() ? firstSentence(comment.group(1).replaceAll("(?m)^ \\* ?", "")) : "";
        } catch (IOException e) {
            throw new IllegalStateException("no description of " + name, e);
        }
    }

    private static String packageOf(ApiType type) {
        return type.name().replaceFirst("\\.[A-Z].*", "");
    }

    /** Returns the first sentence of a Javadoc comment, in Markdown. */
    static String firstSentence(String documentation) {
        String text = documentation
                .split("\n\\s*(?:<p>|<pre>|<ul>|@\\w)", 2)[0]
                .replaceAll("\\s+", " ")
                .strip();
        text = CODE.matcher(text).replaceAll(code -> Matcher.quoteReplacement("`" + code.group(1) + "`"));
        text = LINK.matcher(text)
                .replaceAll(link -> Matcher.quoteReplacement(label(link.group(1), link.group(2), link.group(3))));
        text = text.replaceAll("</?[bi]>", "").replaceAll("\\{@return (.*?)\\}", "Returns $1.");
        Matcher sentence = SENTENCE.matcher(text);
        return sentence.matches() ? sentence.group(1) : text;
    }

    private static String label(String plain, String target, String label) {
        String name = target.replaceFirst("^.*\\.(?=[A-Z])", "")
                .replaceFirst("\\(.*", "")
                .replace('#', '.')
                .replaceFirst("^\\.", "");
        if (label == null) {
            return "`" + name + "`";
        }
        return plain == null ? "`" + label + "`" : label;
    }
}
