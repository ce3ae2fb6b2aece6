// SPDX-License-Identifier: Apache-2.0
package io.jevent.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The style sheet and the scripts of the site. */
final class Assets {

    private static final String MERMAID = "/META-INF/maven/org.webjars.npm/mermaid/pom.properties";

    private Assets() {}

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    static void copyTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : List.of("site.css", "site.js")) {
            copy(name, folder.resolve(name));
        }
        var properties = new Properties();
        try (InputStream in = open(MERMAID)) {
            properties.load(in);
        }
        String version = properties.getProperty("version");
        copy("/META-INF/resources/webjars/mermaid/" + version + "/dist/mermaid.min.js", folder.resolve("mermaid.js"));
    }

    private static void copy(String resource, Path file) throws IOException {
        try (InputStream in = open(resource)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static InputStream open(String resource) {
        @Nullable InputStream in = Assets.class.getResourceAsStream(resource);
        if (in == null) {
            throw new SiteException("the class path lacks " + resource);
        }
        return in;
    }
}
