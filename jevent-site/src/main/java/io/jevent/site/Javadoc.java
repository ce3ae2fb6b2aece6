// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the Javadoc of all modules into one folder, with one search. */
final class Javadoc {

    /** The folder below the site. */
    static final String FOLDER = "javadoc";

    private static final String BACK = "<a href=\"{@docRoot}/../index.html\">jevent: documentation</a>";

    private Javadoc() {}

    /**
     * Runs the JDK's tool on the sources of the modules that have signatures in {@code api}.
     *
     * @param libraries the class path with the libraries that the modules need
     * @throws SiteException if it fails; its messages are on the error stream
     */
    static void write(Path root, Path folder, String libraries) throws IOException {
        List<String> modules = modules(root);
        var options =
                new ArrayList<String>(List.of("-d", folder.toString(), "-quiet", "-notimestamp", "-Xdoclint:none"));
        options.addAll(List.of("-tag", "gevent:a:gevent equivalent:", "-tag", "switches:m:Switches to the hub:"));
        options.addAll(List.of("-tag", "audience:tm:Audience:", "-windowtitle", "jevent", "-doctitle", "jevent"));
        options.addAll(List.of("-header", BACK, "--module-path", libraries));
        for (String module : modules) {
            options.add("--module-source-path");
            options.add(nameOf(module) + "=" + root.resolve(module).resolve("src/main/java"));
        }
        options.add("--module");
        options.add(modules.stream().map(Javadoc::nameOf).collect(Collectors.joining(",")));
        int status = ToolProvider.findFirst("javadoc")
                .orElseThrow(() -> new SiteException("this JDK has no javadoc"))
                .run(System.out, System.err, options.toArray(String[]::new));
        if (status != 0) {
            throw new SiteException("javadoc failed; its messages stand above");
        }
    }

    /** Returns the folders of the modules that are documented. */
    static List<String> modules(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("api"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".api"))
                    .map(name -> name.substring(0, name.length() - ".api".length()))
                    .sorted()
                    .toList();
        }
    }

    /** Returns the name of the Java module in a folder: {@code io.jevent.core} for {@code jevent-core}. */
    static String nameOf(String folder) {
        return "io." + folder.replace('-', '.');
    }
}
