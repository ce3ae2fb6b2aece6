// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Answers with files: of a folder, or of a jar. What stands for a folder is answered with its {@code index.html}. Names
 * that begin with a dot are not found, and nothing outside of the folder is, links out of it included.
 *
 * <p>Ranges ({@code Range: bytes=0-99}, one at a time), {@code If-None-Match} and {@code If-Modified-Since} are
 * understood.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @see Routes#files(String, Path)
 */
public final class StaticFiles implements Handler {

    static final String VARIABLE = "path";

    private static final String INDEX = "index.html";

    private final @Nullable Path folder;
    private final @Nullable ClassLoader loader;
    private final String base;

    private StaticFiles(@Nullable Path folder, @Nullable ClassLoader loader, String base) {
        this.folder = folder;
        this.loader = loader;
        this.base = base;
    }

    /**
     * Returns the files of a folder.
     *
     * @param folder the folder; it need not exist yet
     * @return its files
     */
    public static StaticFiles of(Path folder) {
        return new StaticFiles(folder.toAbsolutePath().normalize(), null, "");
    }

    /**
     * Returns files that are resources of a program.
     *
     * @param anchor a class of the program; its loader finds them
     * @param base the folder of the resources, from the root on: {@code io/jevent/examples/chat}
     * @return its files
     */
    public static StaticFiles ofResources(Class<?> anchor, String base) {
        return new StaticFiles(null, anchor.getClassLoader(), base.endsWith("/") ? base : base + "/");
    }

    @Override
    public void handle(Request request, Response response) throws Exception {
        String name = request.variable(VARIABLE);
        if (!isPlain(name)) {
            throw new HttpException(404);
        }
        if (folder != null) {
            sendFile(folder, name, response);
        } else {
            sendResource(name, response);
        }
    }

    /**
     * No empty part but the last, none that begins with a dot, nothing that a file system could read in its own way.
     */
    private static boolean isPlain(String name) {
        String[] parts = name.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            if (parts[i].startsWith(".") || (parts[i].isEmpty() && !last)) {
                return false;
            }
        }
        return name.indexOf('\\') < 0 && name.indexOf('\0') < 0 && name.indexOf(':') < 0;
    }

    private static void sendFile(Path root, String name, Response response) throws IOException {
        Path file;
        try {
            file = root.resolve(name);
            if (Files.isDirectory(file)) {
                file = file.resolve(INDEX);
            } else if (name.endsWith("/")) {
                throw new HttpException(404);
            }
            if (!Files.isRegularFile(file) || !file.toRealPath().startsWith(root.toRealPath())) {
                throw new HttpException(404);
            }
        } catch (InvalidPathException e) {
            throw new HttpException(404, e.getReason());
        }
        response.sendFile(file);
    }

    private void sendResource(String name, Response response) throws IOException {
        String path = base + (name.isEmpty() || name.endsWith("/") ? name + INDEX : name);
        try (InputStream in = loader == null ? null : loader.getResourceAsStream(path)) {
            if (in == null) {
                throw new HttpException(404);
            }
            byte[] bytes = in.readAllBytes();
            response.header("Cache-Control", "no-cache");
            response.type(MediaTypes.of(path));
            response.send(bytes);
        }
    }

    @Override
    public String toString() {
        return "files of " + (folder != null ? folder : base);
    }
}
