// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Writes the pages of the site, its search index, and the sources that pages link to. */
final class Site {

    private final Path root;
    private final Path folder;
    private final Map<Path, Page> pages;
    private final Navigation navigation;
    private final PublicTypes types;
    private final TreeSet<Path> sources = new TreeSet<>();

    /** Reads the pages of a project. */
    Site(Path root, Path folder) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        this.folder = folder;
        this.pages = read(this.root);
        this.navigation = new Navigation(pages);
        this.types = PublicTypes.read(this.root);
    }

    private static Map<Path, Page> read(Path root) throws IOException {
        var pages = new LinkedHashMap<Path, Page>();
        try (Stream<Path> top = Files.list(root);
                Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            for (Path file : Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                Path name = root.relativize(file);
                pages.put(name, Page.read(root, name));
            }
        }
        return pages;
    }

    /** Writes everything but the Javadoc. */
    void write() throws IOException {
        var layout = new Layout(navigation);
        var search = new SearchIndex();
        for (Page page : navigation.order()) {
            var content = new PageContent(page, this::target, types);
            Assets.write(folder.resolve(page.url()), layout.page(page, content.html()));
            search.add(page);
        }
        types.all().forEach(search::add);
        for (Path source : sources) {
            var page = new SourcePage(root, source);
            Assets.write(folder.resolve(page.url()), layout.source(page));
        }
        Assets.write(folder.resolve("assets/search.js"), search.script());
        Assets.copyTo(folder.resolve("assets"));
    }

    /**
     * Returns the address, from the root of the site, of a file that a page links to: that of a page, or of a listing
     * of any other file or folder.
     */
    private String target(Page from, String destination) {
        Path file = from.file().resolveSibling(destination).normalize();
        Page page = pages.get(file);
        if (page != null) {
            return page.url();
        }
        if (!Files.exists(root.resolve(file))) {
            throw new SiteException(from.file() + " links to " + destination + ", which does not exist");
        }
        sources.add(file);
        return SourcePage.url(root, file);
    }
}
