// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Serves the files of a folder, or of a jar. The response to a folder's path that ends in a slash is the folder's
 * {@code index.html}; without the slash, it is a redirect (301) to the path with it. Names that begin with a dot are
 * not found, nor is anything outside the folder, symbolic links out of it included.
 *
 * <p>For files of a folder, ranges ({@code Range: bytes=0-99}) and the conditions of RFC 9110, 13, are supported; see
 * {@link Response#sendFile}.
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
    private final boolean precompressed;
    private final UnaryOperator<String> caching;

    private StaticFiles(@Nullable Path folder, @Nullable ClassLoader loader, String base) {
        this(folder, loader, base, false, _ -> "");
    }

    private StaticFiles(
            @Nullable Path folder,
            @Nullable ClassLoader loader,
            String base,
            boolean precompressed,
            UnaryOperator<String> caching) {
        this.folder = folder;
        this.loader = loader;
        this.base = base;
        this.precompressed = precompressed;
        this.caching = caching;
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

    /**
     * Sends {@code style.css.br}, {@code .zst} or {@code .gz} in place of {@code style.css} to clients that accept that
     * coding, if there is such a file in the folder. Make them anew whenever the file changes.
     *
     * @return the changed files
     */
    public StaticFiles precompressed() {
        return new StaticFiles(folder, loader, base, true, caching);
    }

    /**
     * Lets clients and caches keep each file for a time without asking for it again.
     *
     * @param age the time
     * @return the changed files
     */
    public StaticFiles maxAge(Duration age) {
        String value = "max-age=" + age.toSeconds();
        return cacheControl(_ -> value);
    }

    /**
     * Sets the header {@code Cache-Control} by the name of the file, for example {@code max-age=31536000, immutable}
     * for names that contain a hash of the content.
     *
     * @param value returns the value for a path below the folder; empty for no header. By default, files have none, and
     *     resources {@code no-cache}
     * @return the changed files
     */
    public StaticFiles cacheControl(UnaryOperator<String> value) {
        return new StaticFiles(folder, loader, base, precompressed, value);
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

    private void sendFile(Path root, String name, Request request, Response response) throws IOException {
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
        String cache = caching.apply(name);
        if (!cache.isEmpty()) {
            response.header("Cache-Control", cache);
        }
        try {
            response.sendFile(precompressed ? variant(file, request, response) : file);
        } catch (NoSuchFileException _) {
            throw new HttpException(404);
        }
    }

    /** Returns the smallest form of a file that the client accepts, RFC 9110, 12.5.3. */
    private static Path variant(Path file, Request request, Response response) {
        response.vary("Accept-Encoding");
        response.type(MediaTypes.of(file.toString()));
        for (String coding : Codings.of(request).among("br", "zstd", "gzip")) {
            Path variant = file.resolveSibling(file.getFileName() + "." + Codings.ending(coding));
            if (Files.isRegularFile(variant, LinkOption.NOFOLLOW_LINKS)) {
                response.header("Content-Encoding", coding);
                return variant;
            }
        }
        return file;
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
            String cache = caching.apply(name);
            response.header("Cache-Control", cache.isEmpty() ? "no-cache" : cache);
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
