// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * The pages in reading order. {@code docs/README.md} is the map: each heading of it is a section, each list item a
 * page. A page that is the {@code README.md} of a folder of its own lists the pages of that folder in the same way.
 */
final class Navigation {

    /** The file that lists all pages. */
    static final Path MAP = Path.of("docs/README.md");

    /**
     * A page and those below it.
     *
     * @param page the page
     * @param title its name in the list
     * @param children the pages of its folder
     */
    record Entry(Page page, String title, List<Entry> children) {

        boolean contains(Page other) {
            return page.equals(other) || children.stream().anyMatch(child -> child.contains(other));
        }
    }

    /**
     * A part of the map.
     *
     * @param title its heading
     * @param entries its pages
     */
    record Section(String title, List<Entry> entries) {}

    private final List<Section> sections = new ArrayList<>();
    private final List<Page> order = new ArrayList<>();

    /** Reads the map; a file that is missing from it, or listed twice, is refused. */
    Navigation(Map<Path, Page> pages) {
        Page map = require(pages, MAP, MAP);
        order.add(map);
        listed(map)
                .forEach((title, links) -> sections.add(new Section(
                        title,
                        links.stream().map(link -> entry(pages, map, link)).toList())));
        for (Path file : pages.keySet()) {
            long count = order.stream().filter(page -> page.file().equals(file)).count();
            if (count != 1) {
                throw new SiteException(MAP + " must list each page once, and lists " + file + " " + count + " times");
            }
        }
    }

    private Entry entry(Map<Path, Page> pages, Page from, Listed listed) {
        Path file = listed.file();
        Page page = require(pages, file, from.file());
        order.add(page);
        List<Entry> children = new ArrayList<>();
        if (file.endsWith("README.md") && file.getNameCount() > MAP.getNameCount()) {
            listed(page)
                    .values()
                    .forEach(links -> links.stream()
                            .filter(link -> link.file().startsWith(file.resolveSibling("")))
                            .forEach(link -> children.add(entry(pages, page, link))));
        }
        return new Entry(page, listed.title(), children);
    }

    /** A link that begins a list item. */
    private record Listed(Path file, String title) {}

    private static Page require(Map<Path, Page> pages, Path file, Path from) {
        Page page = pages.get(file);
        if (page == null) {
            throw new SiteException(from + " lists " + file + ", which is no page");
        }
        return page;
    }

    private static Map<String, List<Listed>> listed(Page page) {
        Map<String, List<Listed>> links = new LinkedHashMap<>();
        page.document().accept(new AbstractVisitor() {
            private String section = "";

            @Override
            public void visit(Heading heading) {
                section = heading.getLevel() == 1 ? "" : PlainText.of(heading);
            }

            @Override
            public void visit(ListItem item) {
                Link link = firstLink(item);
                if (link != null && link.getDestination().endsWith(".md")) {
                    links.computeIfAbsent(section, _ -> new ArrayList<>())
                            .add(new Listed(
                                    page.file()
                                            .resolveSibling(link.getDestination())
                                            .normalize(),
                                    PlainText.of(link)));
                }
            }
        });
        return links;
    }

    private static @Nullable Link firstLink(ListItem item) {
        Node paragraph = item.getFirstChild();
        Node first = paragraph == null ? null : paragraph.getFirstChild();
        return first instanceof Link link ? link : null;
    }

    List<Section> sections() {
        return sections;
    }

    /** Returns all pages in reading order. */
    List<Page> order() {
        return order;
    }

    Optional<Page> before(Page page) {
        int index = order.indexOf(page);
        return index > 0 ? Optional.of(order.get(index - 1)) : Optional.empty();
    }

    Optional<Page> after(Page page) {
        int index = order.indexOf(page);
        return index + 1 < order.size() ? Optional.of(order.get(index + 1)) : Optional.empty();
    }
}
