// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A temporary folder for the peers' sources and programs, which is removed in the end.
 *
 * @param folder where it is
 */
record Scratch(Path folder) implements AutoCloseable {

    /** Makes an empty folder. */
    static Scratch create() throws IOException {
        return new Scratch(Files.createTempDirectory("jevent-bench"));
    }

    /**
     * Copies the sources of a peer from the resources into the folder.
     *
     * @param peer its folder in the resources
     * @param names the files
     * @return the copies
     */
    List<Path> extract(String peer, List<String> names) throws IOException {
        var directory = Files.createDirectories(folder.resolve(peer));
        var copies = new ArrayList<Path>();
        for (var name : names) {
            var copy = directory.resolve(name);
            var resource = "peers/" + peer + "/" + name;
            try (var source = Bench.class.getResourceAsStream(resource)) {
                if (source == null) {
                    throw new FileNotFoundException("the bench lacks its resource " + resource);
                }
                Files.write(copy, source.readAllBytes());
            }
            copies.add(copy);
        }
        return copies;
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
