// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The Javadoc of a package with more than ten types is a map that names each of them. The packages of the benchmark
 * have a class for each row and peer, which {@code Rows} and {@code Peers} list.
 */
class PackageMapTest {

    private static final int SMALL = 10;
    private static final Path PROJECT = Path.of(System.getProperty("jevent.root", ""));

    private static List<Path> packages() throws IOException {
        var packages = new ArrayList<Path>();
        try (Stream<Path> modules = Files.list(PROJECT)) {
            for (Path sources : modules.filter(module -> !module.endsWith("jevent-bench"))
                    .map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.filter(file -> file.endsWith("package-info.java")).forEach(packages::add);
                }
            }
        }
        return packages;
    }

    private static List<String> types(Path info) throws IOException {
        try (Stream<Path> files = Files.list(info.getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aLargePackageHasAMapThatNamesEachOfItsTypes() throws IOException {
        var missing = new ArrayList<String>();
        int maps = 0;
        for (Path info : packages()) {
            List<String> types = types(info);
            if (types.size() > SMALL) {
                maps++;
                List<String> named = List.of(Files.readString(info).split("\\W+"));
                types.stream()
                        .filter(type -> !named.contains(type))
                        .forEach(type -> missing.add(PROJECT.relativize(info) + ": " + type));
            }
        }
        assertThat(maps).isPositive();
        assertThat(missing)
                .as("types that the map of their package does not name: add each where a reader should meet it")
                .isEmpty();
    }
}
