// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.internal.settings.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Finds the folder of the Python files; engines keep compiled code beside them. */
final class PythonHome {

    private static final String ROOT = "python/";

    private PythonHome() {}

    /** Returns the folder that the launcher names, that of the classes, or a copy of what the jar has. */
    static Path folder() {
        Optional<String> named = Setting.PYTHON_HOME.text();
        if (named.isPresent()) {
            return Path.of(named.get());
        }
        URL marker = PythonHome.class.getResource("/" + ROOT + "_jevent_main.py");
        if (marker == null) {
            throw new IllegalStateException("the Python files of jevent-python are not on the class path");
        }
        try {
            if (marker.getProtocol().equals("file")) {
                return Path.of(marker.toURI()).resolveSibling("");
            }
            return copied();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("the Python files of jevent-python cannot be copied", e);
        }
    }

    private static Path copied() throws IOException, URISyntaxException {
        Path jar = Path.of(PythonHome.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path folder = Files.createTempDirectory("jevent-python");
        try (var files = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> entries = files.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                Path target = folder.resolve(entry.getName()).normalize();
                if (entry.getName().startsWith(ROOT) && !entry.isDirectory() && target.startsWith(folder)) {
                    Files.createDirectories(target.resolveSibling(""));
                    Files.copy(files.getInputStream(entry), target);
                    target.toFile().deleteOnExit();
                }
            }
        }
        folder.toFile().deleteOnExit();
        return folder.resolve(ROOT);
    }
}
