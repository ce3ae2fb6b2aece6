// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Serves the files of a folder, or of a jar. The response to a folder's path that ends in a slash is the folder's
 * {@code index.html}; without the slash, it is a redirect (301) to the path with it. Names that begin with a dot are
 * not found, nor is anything outside the folder, symbolic links out of it included.
 *
 * <p>For files of a folder, single ranges ({@code Range: bytes=0-99}) and the conditions of RFC 9110, 13, are
 * supported; see {@link Response#sendFile}.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @see Routes#files(String, Path)
 * @since 0.1
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
     * @param folder the folder, which need not exist yet
     * @return its files
     */
    public static StaticFiles of(Path folder) {
        return new StaticFiles(folder.toAbsolutePath().normalize(), null, "");
    }

    /**
     * Returns the resources of a program.
     *
     * @param anchor a class of the program; its loader finds them
     * @param base the folder of the resources from the root, for example {@code io/jevent/examples/chat}
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
            sendFile(folder, name, request, response);
        } else {
            sendResource(name, request, response);
        }
    }

    /**
     * Returns whether no segment but the last is empty, none begins with a dot, and no character has a special meaning
     * to a file system.
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

    private static boolean isFolder(String name) {
        return name.isEmpty() || name.endsWith("/");
    }

    private static void sendFile(Path root, String name, Request request, Response response) throws IOException {
        Path file;
        boolean isDirectory;
        try {
            file = root.resolve(name);
            isDirectory = Files.isDirectory(file);
            if (isDirectory) {
                file = file.resolve(INDEX);
            } else if (isFolder(name)) {
                throw new HttpException(404);
            }
            if (!Files.isRegularFile(file) || !file.toRealPath().startsWith(root.toRealPath())) {
                throw new HttpException(404);
            }
        } catch (InvalidPathException | NoSuchFileException _) {
            throw new HttpException(404);
        }
        if (isDirectory && !isFolder(name)) {
            redirectToFolder(request, response);
            return;
        }
        try {
            response.sendFile(file);
        } catch (NoSuchFileException _) {
            throw new HttpException(404);
        }
    }

    /**
     * Adds the slash, without which a browser would resolve the links of the folder's index against the parent folder.
     * The path begins with one slash: two would name another host.
     */
    private static void redirectToFolder(Request request, Response response) throws IOException {
        String path = request.rawPath();
        int from = 0;
        while (from < path.length() && path.charAt(from) == '/') {
            from++;
        }
        String query = request.query();
        response.status(301).redirect("/" + path.substring(from) + "/" + (query.isEmpty() ? "" : "?" + query));
    }

    private void sendResource(String name, Request request, Response response) throws IOException {
        if (!isFolder(name) && hasResource(name + "/" + INDEX)) {
            redirectToFolder(request, response);
            return;
        }
        if (!isFolder(name) && isFolderOfResources(name)) {
            throw new HttpException(404);
        }
        String path = base + (isFolder(name) ? name + INDEX : name);
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

    /**
     * Returns whether a resource is a folder. Class loaders find folders too: as an empty file in a jar, as a list of
     * its files in a file system.
     */
    private boolean isFolderOfResources(String name) {
        URL url = loader == null ? null : loader.getResource(base + name);
        if (url == null || !url.getProtocol().equals("file")) {
            return hasResource(name + "/");
        }
        try {
            return Files.isDirectory(Path.of(url.toURI()));
        } catch (URISyntaxException _) {
            return true;
        }
    }

    private boolean hasResource(String name) {
        return loader != null && loader.getResource(base + name) != null;
    }

    @Override
    public String toString() {
        return "files of " + (folder != null ? folder : base);
    }
}
