// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

import io.jevent.site.Navigation.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The frame of all pages: head, navigation, the page's own contents, the previous and the next page. */
final class Layout {

    private final Navigation navigation;
    private final String template;

    Layout(Navigation navigation) throws IOException {
        this.navigation = navigation;
        try (InputStream in = Objects.requireNonNull(Layout.class.getResourceAsStream("page.html"), "page.html")) {
            template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    String page(Page page, String content) {
        return filled(Map.of(
                "title", Html.escape(page.title()),
                "root", page.up(),
                "navigation", sections(page, page.up()),
                "content", content,
                "contents", contents(page),
                "neighbors", neighbors(page),
                "diagrams", diagrams(page, content)));
    }

    String source(SourcePage source) throws IOException {
        String up = Urls.up(source.url());
        return filled(Map.of(
                "title",
                Html.escape(source.title()),
                "root",
                up,
                "navigation",
                sections(navigation.order().getFirst(), up),
                "content",
                "<h1 class=\"source\">" + Html.escape(source.title()) + "</h1>" + source.html(),
                "contents",
                "",
                "neighbors",
                "",
                "diagrams",
                ""));
    }

    private String filled(Map<String, String> values) {
        var html = new StringBuilder();
        int from = 0;
        for (int at = template.indexOf("{{"); at >= 0; at = template.indexOf("{{", from)) {
            int end = template.indexOf("}}", at);
            html.append(template, from, at).append(values.get(template.substring(at + 2, end)));
            from = end + 2;
        }
        return html.append(template, from, template.length()).toString();
    }

    private static String diagrams(Page page, String content) {
        return content.contains("<pre class=\"mermaid\">")
                ? "<script src=\"" + page.up() + "assets/mermaid.js\"></script>"
                : "";
    }

    private String sections(Page current, String up) {
        Page map = navigation.order().getFirst();
        return link(map, map.title(), current, up)
                + navigation.sections().stream()
                        .map(section ->
                                (section.title().isEmpty() ? "" : "<h2>" + Html.escape(section.title()) + "</h2>")
                                        + entries(section.entries(), current, up))
                        .collect(Collectors.joining());
    }

    private static String entries(List<Entry> entries, Page current, String up) {
        return entries.stream()
                .map(entry -> "<li>" + entry(entry, current, up) + "</li>")
                .collect(Collectors.joining("", "<ul>", "</ul>"));
    }

    private static String entry(Entry entry, Page current, String up) {
        String link = link(entry.page(), entry.title(), current, up);
        if (entry.children().isEmpty()) {
            return link;
        }
        return "<details" + (entry.contains(current) ? " open" : "") + "><summary>" + link + "</summary>"
                + entries(entry.children(), current, up) + "</details>";
    }

    private static String link(Page page, String title, Page current, String up) {
        String mark = page.equals(current) ? " aria-current=\"page\"" : "";
        return "<a href=\"" + up + page.url() + "\"" + mark + ">" + Html.escape(title) + "</a>";
    }

    private static String contents(Page page) {
        List<Page.Anchor> parts =
                page.headings().stream().filter(heading -> heading.level() == 2).toList();
        if (parts.size() < 2) {
            return "";
        }
        return parts.stream()
                .map(part -> "<li><a href=\"#" + part.id() + "\">" + Html.escape(part.text()) + "</a></li>")
                .collect(Collectors.joining("", "<h2>On this page</h2><ul>", "</ul>"));
    }

    private String neighbors(Page page) {
        return neighbor(page, navigation.before(page), "prev", "Previous")
                + neighbor(page, navigation.after(page), "next", "Next");
    }

    private static String neighbor(Page from, Optional<Page> page, String rel, String label) {
        return page.map(to -> "<a rel=\"" + rel + "\" href=\"" + from.up() + to.url() + "\"><small>" + label
                        + "</small>" + Html.escape(to.title()) + "</a>")
                .orElse("");
    }
}
