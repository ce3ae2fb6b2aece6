// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;

/** The text of all pages, a part for each heading, and the names of all public types, as a script. */
final class SearchIndex {

    private final List<String> parts = new ArrayList<>();

    void add(Page page) {
        Page.Anchor heading = page.headings().getFirst();
        var text = new StringBuilder();
        for (Node node = page.document().getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading next) {
                add(page, heading, text.toString());
                heading = page.anchor(next);
                text.setLength(0);
            } else {
                text.append(PlainText.of(node)).append(' ');
            }
        }
        add(page, heading, text.toString());
    }

    private void add(Page page, Page.Anchor heading, String text) {
        boolean top = heading.level() == 1;
        if (!top || !text.isBlank()) {
            add(page.url() + (top ? "" : "#" + heading.id()), page.title(), top ? "" : heading.text(), text);
        }
    }

    void add(PublicTypes.Type type) {
        add(type.url(), type.shortName(), "Javadoc", type.name());
    }

    private void add(String url, String title, String heading, String text) {
        parts.add("[" + Html.string(url) + "," + Html.string(title) + "," + Html.string(heading) + ","
                + Html.string(text.replaceAll("\\s+", " ").strip()) + "]");
    }

    /** Returns the script; each part has its address, the title of its page, its heading and its text. */
    String script() {
        return "window.searchIndex = [\n" + String.join(",\n", parts) + "\n];\n";
    }
}
