// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file of the project, or the list of a folder, that a page links to. */
record SourcePage(Path root, Path file) {

    private static final String FOLDER = "source/";

    /** Returns the address of the page of a file, from the root of the site. */
    static String url(Path root, Path file) {
        String name = file.toString().replace('\\', '/');
        return FOLDER + name + (Files.isDirectory(root.resolve(file)) ? "/index.html" : ".html");
    }

    String url() {
        return url(root, file);
    }

    String title() {
        return file.toString().replace('\\', '/');
    }

    String html() throws IOException {
        Path path = root.resolve(file);
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                return files.map(child -> child.getFileName().toString())
                        .filter(name -> !name.startsWith("."))
                        .sorted()
                        .map(Html::escape)
                        .collect(Collectors.joining("\n", "<pre>", "</pre>"));
            }
        }
        String text = Files.readString(path);
        return "<pre tabindex=\"0\"><code>"
                + (title().endsWith(".java") ? JavaHighlighter.html(text) : Html.escape(text)) + "</code></pre>";
    }
}
