// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site of this project, with its Javadoc: made once, then looked at. */
class SiteTest {

    private static final Path ROOT =
            Path.of(System.getProperty("jevent.root", "..")).toAbsolutePath().normalize();
    private static final Pattern REFERENCE = Pattern.compile("<(\\w+)[^>]*? (?:href|src)=\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile(" (?:id|name)=\"([^\"]*)\"");

    @TempDir
    private static Path site;

    private static List<Path> pages = List.of();

    private final Map<Path, Set<String>> ids = new HashMap<>();

    @BeforeAll
    static void write() throws IOException {
        new Site(ROOT, site).write();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Javadoc.write(ROOT, site.resolve(Javadoc.FOLDER), classPath);
        try (Stream<Path> files = Files.walk(site)) {
            pages = files.filter(file -> file.toString().endsWith(".html")).toList();
        }
    }

    private static Stream<Path> ownPages() {
        return pages.stream().filter(page -> !page.startsWith(site.resolve(Javadoc.FOLDER)));
    }

    private record Reference(String tag, String target) {
        static List<Reference> of(Path page) throws IOException {
            return REFERENCE
                    .matcher(Files.readString(page))
                    .results()
                    .map(found -> new Reference(found.group(1), found.group(2)))
                    .toList();
        }

        boolean isElsewhere() {
            return target.matches("([a-z]+:)?//.*|mailto:.*");
        }
    }

    @Test
    void everyLinkAndAnchorResolves() throws Exception {
        List<String> broken = new ArrayList<>();
        int checked = 0;
        for (Path page : ownPages().toList()) {
            for (Reference reference : Reference.of(page)) {
                if (!reference.isElsewhere() && !reference.target().startsWith("data:")) {
                    checked++;
                    if (!resolves(page, reference.target())) {
                        broken.add(site.relativize(page) + " -> " + reference.target());
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(checked).isGreaterThan(1000);
    }

    private boolean resolves(Path page, String target) throws IOException {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return Files.isRegularFile(file)
                && (parts.length == 1 || parts[1].isEmpty() || idsOf(file).contains(parts[1]));
    }

    private Set<String> idsOf(Path file) throws IOException {
        Set<String> known = ids.get(file);
        if (known == null) {
            known = new HashSet<>(ID.matcher(Files.readString(file))
                    .results()
                    .map(id -> id.group(1))
                    .toList());
            ids.put(file, known);
        }
        return known;
    }

    @Test
    void nothingIsLoadedFromElsewhere() throws Exception {
        for (Path page : pages) {
            assertThat(Reference.of(page))
                    .filteredOn(reference -> !reference.tag().equals("a"))
                    .as("%s", page)
                    .noneMatch(Reference::isElsewhere);
        }
        for (String asset : List.of("site.css", "site.js")) {
            assertThat(site.resolve("assets").resolve(asset)).content().doesNotContain("://", "@import");
        }
    }

    @Test
    void everyPageIsInTheNavigationOfEveryPage() throws Exception {
        List<Path> expected = new ArrayList<>();
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            for (Path file :
                    docs.filter(name -> name.toString().endsWith(".md")).toList()) {
                expected.add(site.resolve(Page.read(ROOT, ROOT.relativize(file)).url()));
            }
        }
        for (Path page : ownPages().toList()) {
            assertThat(navigationOf(page)).as("%s", page).containsAll(expected).doesNotHaveDuplicates();
        }
    }

    private static List<Path> navigationOf(Path page) throws IOException {
        String html = Files.readString(page);
        String navigation = html.substring(html.indexOf("<nav"), html.indexOf("</nav>"));
        return REFERENCE
                .matcher(navigation)
                .results()
                .map(link -> page.resolveSibling(link.group(2)).normalize())
                .toList();
    }

    @Test
    void theNextPagesLeadThroughAllPages() throws Exception {
        List<Path> read = new ArrayList<>();
        Pattern next = Pattern.compile("<a rel=\"next\" href=\"([^\"]*)\"");
        for (Path page = site.resolve("docs/index.html"); page != null; ) {
            read.add(page);
            Matcher link = next.matcher(Files.readString(page));
            page = link.find() ? page.resolveSibling(link.group(1)).normalize() : null;
        }
        assertThat(read).containsExactlyElementsOf(navigationOf(site.resolve("index.html")));
    }

    @Test
    void namesOfTypesLeadToTheirJavadoc() throws Exception {
        assertThat(site.resolve("docs/tutorial/15-testing.html"))
                .content()
                .contains(
                        "<a class=\"type\" href=\"../../javadoc/io.jevent.testing/io/jevent/testing/VirtualTime.html\">"
                                + "<code>VirtualTime.run(");
        for (PublicTypes.Type type : PublicTypes.read(ROOT).all()) {
            assertThat(site.resolve(type.url())).exists();
        }
    }

    @Test
    void searchFindsPagesAndTypesInTheBrowser() throws Exception {
        assertThat(searched("producers consumers")).contains("docs/tutorial/09-queues.html");
        assertThat(searched("virtualtime")).contains("javadoc/io.jevent.testing/io/jevent/testing/VirtualTime.html");
        assertThat(searched("no such words here xyzzy")).contains("Nothing found.");
    }

    /** Returns the page with the results of a search, after its scripts have run. */
    private static String searched(String words) throws Exception {
        Path browser = Path.of("/usr/bin/chromium");
        assumeTrue(
                Files.exists(browser) || System.getenv("JEVENT_NEED_BROWSER") != null,
                "SKIPPED: there is no chromium to search with");
        Path dom = site.resolve("dom");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + site.resolve("browser"),
                        "--dump-dom",
                        site.resolve("docs/index.html").toUri() + "?search=" + words.replace(" ", "%20"))
                .redirectOutput(dom.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(600, TimeUnit.SECONDS)).isTrue();
        String html = Files.readString(dom);
        return html.substring(html.indexOf("id=\"results\""), html.indexOf("</form>"));
    }

    @Test
    void aPageThatIsNotListedIsRefused(@TempDir Path root) throws Exception {
        write(root, "docs/README.md", "# Map\n\n## Start\n\n- [Home](../README.md): begin here\n");
        write(root, "README.md", "# Home\n");
        write(root, "docs/lost.md", "# Lost\n");
        assertThatThrownBy(() -> new Site(root, root.resolve("site")))
                .isInstanceOf(SiteException.class)
                .hasMessage("docs/README.md must list each page once, and lists docs/lost.md 0 times");
    }

    @Test
    void aLinkToNothingIsRefused(@TempDir Path root) throws Exception {
        write(root, "docs/README.md", "# Map\n\n- [Home](../README.md): begin here\n");
        write(root, "README.md", "# Home\n\nRead [this](docs/nothing.txt).\n");
        write(root, "api/none.txt", "");
        var broken = new Site(root, root.resolve("site"));
        assertThatThrownBy(broken::write)
                .isInstanceOf(SiteException.class)
                .hasMessage("README.md links to docs/nothing.txt, which does not exist");
    }

    @Test
    void aDiagramBringsItsScript(@TempDir Path root) throws Exception {
        write(root, "docs/README.md", "# Map\n\n- [Home](../README.md): begin here\n");
        write(root, "README.md", "# Home\n\n```mermaid\ngraph LR; a-->b\n```\n\n## Twice\n\n## Twice\n");
        write(root, "api/none.txt", "");
        new Site(root, root.resolve("site")).write();
        assertThat(root.resolve("site/index.html"))
                .content()
                .contains(
                        "<pre class=\"mermaid\">graph LR; a--&gt;b",
                        "assets/mermaid.js",
                        "id=\"twice\"",
                        "id=\"twice-1\"");
        assertThat(root.resolve("site/assets/mermaid.js")).content().contains("mermaid");
        assertThat(root.resolve("site/docs/index.html")).content().doesNotContain("mermaid.js");
    }

    @Test
    void aPageNeedsATitle(@TempDir Path root) throws Exception {
        write(root, "docs/README.md", "text\n");
        assertThatThrownBy(() -> new Site(root, root.resolve("site")))
                .isInstanceOf(SiteException.class)
                .hasMessage("docs/README.md: begins with no title, as in '# Title'");
    }

    private static void write(Path root, String name, String text) throws IOException {
        Assets.write(root.resolve(name), text);
    }
}
