// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;

/**
 * A Markdown file of the project.
 *
 * @param file the file, from the root of the project
 * @param title the text of its first heading
 * @param document its parsed text
 * @param headings its headings, in order
 */
record Page(Path file, String title, Node document, List<Anchor> headings) {

    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    /**
     * A heading.
     *
     * @param node its node
     * @param level 1 for the title
     * @param text its text
     * @param id the anchor, made as GitHub makes it
     */
    record Anchor(Heading node, int level, String text, String id) {}

    static Page read(Path root, Path file) throws IOException {
        Node document = PARSER.parse(Files.readString(root.resolve(file)));
        var headings = new ArrayList<Anchor>();
        Map<String, Integer> seen = new HashMap<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                String text = PlainText.of(heading);
                String slug = slug(text);
                int count = seen.merge(slug, 1, Integer::sum) - 1;
                headings.add(new Anchor(heading, heading.getLevel(), text, count == 0 ? slug : slug + "-" + count));
            }
        });
        if (headings.isEmpty() || headings.getFirst().level() != 1) {
            throw new SiteException(file + ": begins with no title, as in '# Title'");
        }
        return new Page(file, headings.getFirst().text(), document, List.copyOf(headings));
    }

    private static String slug(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    /** Returns the page's address from the root of the site. */
    String url() {
        String name = file.toString().replace('\\', '/');
        return name.endsWith("README.md")
                ? name.substring(0, name.length() - "README.md".length()) + "index.html"
                : name.substring(0, name.length() - ".md".length()) + ".html";
    }

    /** Returns the anchor of a heading of this page. */
    Anchor anchor(Heading heading) {
        return headings.stream()
                .filter(anchor -> anchor.node() == heading)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the way from this page to the root of the site: empty, or {@code ../} as often as needed. */
    String up() {
        return Urls.up(url());
    }
}
