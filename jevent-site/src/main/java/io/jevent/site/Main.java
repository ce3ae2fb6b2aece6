// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the documentation site: {@code ./jevent docs} starts it. */
public final class Main {

    private Main() {}

    /**
     * Writes the site.
     *
     * @param args the root of the project and the folder to write to
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        Path folder = Path.of(args[1]).toAbsolutePath().normalize();
        try {
            new Site(root, folder).write();
            Javadoc.write(root, folder.resolve(Javadoc.FOLDER), System.getProperty("java.class.path"));
        } catch (SiteException e) {
            System.err.println("jevent: docs: " + e.getMessage());
            System.exit(1);
        }
        System.out.println("open " + folder.resolve("index.html").toUri());
    }
}
