// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;
import org.jspecify.annotations.Nullable;

/** The content of a page as HTML: links lead to pages of the site, names of public types to their Javadoc. */
final class PageContent {

    private final Page page;
    private final BiFunction<Page, String, String> targets;
    private final PublicTypes types;

    /**
     * Makes the content of a page.
     *
     * @param targets returns the address, from the root of the site, of a file that the page links to
     */
    PageContent(Page page, BiFunction<Page, String, String> targets, PublicTypes types) {
        this.page = page;
        this.targets = targets;
        this.types = types;
    }

    String html() {
        return HtmlRenderer.builder()
                .extensions(List.of(TablesExtension.create()))
                .nodeRendererFactory(Parts::new)
                .build()
                .render(page.document())
                .replace("<table>", "<div class=\"table\"><table>")
                .replace("</table>", "</table></div>");
    }

    private final class Parts implements NodeRenderer {

        private final HtmlNodeRendererContext context;
        private final HtmlWriter html;

        Parts(HtmlNodeRendererContext context) {
            this.context = context;
            this.html = context.getWriter();
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Heading.class, FencedCodeBlock.class, Code.class, Link.class, HtmlBlock.class);
        }

        @Override
        public void render(Node node) {
            switch (node) {
                case Heading heading -> heading(heading);
                case FencedCodeBlock block -> block(block);
                case Code code -> code(code);
                case Link link -> link(link);
                case HtmlBlock block -> {
                    if (!block.getLiteral().startsWith("<!--")) {
                        html.raw(block.getLiteral());
                    }
                }
                default -> throw new IllegalArgumentException("not a node of this renderer: " + node);
            }
        }

        private void heading(Heading heading) {
            String id = page.anchor(heading).id();
            String tag = "h" + heading.getLevel();
            html.line();
            html.tag(tag, Map.of("id", id));
            children(heading);
            html.raw("<a class=\"anchor\" href=\"#" + id + "\" aria-label=\"Link to this heading\">#</a>");
            html.tag("/" + tag);
            html.line();
        }

        private void block(FencedCodeBlock block) {
            String language = block.getInfo();
            String code = block.getLiteral();
            html.line();
            if (language.equals("mermaid")) {
                html.raw("<pre class=\"mermaid\">" + Html.escape(code) + "</pre>");
            } else {
                String text = language.equals("java") ? JavaHighlighter.html(code) : Html.escape(code);
                html.raw("<pre tabindex=\"0\" data-language=\"" + Html.escape(language) + "\"><code>" + text
                        + "</code></pre>");
            }
            html.line();
        }

        private void code(Code code) {
            String text = "<code>" + Html.escape(code.getLiteral()) + "</code>";
            boolean linked = code.getParent() instanceof Link || isOfAnotherLibrary(code);
            html.raw(
                    linked
                            ? text
                            : types.named(code.getLiteral())
                                    .map(type -> "<a class=\"type\" href=\"" + page.up() + type.url() + "\">" + text
                                            + "</a>")
                                    .orElse(text));
        }

        /** Whether the code stands in the first column of a table that compares something with jevent. */
        private boolean isOfAnotherLibrary(Code code) {
            Node cell = code.getParent();
            while (cell != null && !(cell instanceof TableCell)) {
                cell = cell.getParent();
            }
            if (cell == null || cell.getPrevious() != null) {
                return false;
            }
            Node table = cell;
            while (!(table instanceof TableBlock)) {
                table = table.getParent();
            }
            @Nullable Node head = table.getFirstChild();
            return head != null && PlainText.of(head).startsWith("gevent");
        }

        private void link(Link link) {
            html.raw("<a href=\"" + Html.escape(address(link.getDestination())) + "\">");
            children(link);
            html.raw("</a>");
        }

        private String address(String destination) {
            if (destination.matches("[a-z]+:.*") || destination.startsWith("#")) {
                return destination;
            }
            String[] parts = destination.split("#", 2);
            String anchor = parts.length > 1 ? "#" + parts[1] : "";
            return page.up() + targets.apply(page, parts[0]) + anchor;
        }

        private void children(Node parent) {
            for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
                context.render(child);
            }
        }
    }
}
