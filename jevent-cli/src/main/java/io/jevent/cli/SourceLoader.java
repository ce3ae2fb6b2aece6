// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of a {@link SourceProgram}: compiled ones first, then files of its source tree that no other file
 * mentions (they are compiled now), then the class path. Files below the root are its resources.
 */
final class SourceLoader extends ClassLoader {
    private static final String CLASS_SUFFIX = ".class";

    static {
        registerAsParallelCapable();
    }

    private final Path file;
    private final Path root;
    private final MemoryCompiler compiler;
    private final ProtectionDomain domain;

    SourceLoader(Path file, Path root, MemoryCompiler compiler) {
        super(ClassLoader.getSystemClassLoader());
        this.file = file;
        this.root = root;
        this.compiler = compiler;
        this.domain = new ProtectionDomain(new CodeSource(url(file), (CodeSigner[]) null), null, this, null);
    }

    /** Returns a loader of the same classes. */
    SourceLoader another() {
        return new SourceLoader(file, root, compiler);
    }

    /** The names of the classes that are compiled by now. */
    Set<String> compiledNames() {
        return compiler.classNames();
    }

    Class<?> loadCompiled(String name) {
        try {
            return loadClass(name);
        } catch (ClassNotFoundException e) {
            throw LauncherException.program("class " + name + " was not compiled")
                    .because(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            @Nullable Class<?> type = findLoadedClass(name);
            if (type == null && !name.startsWith("java.")) {
                type = define(name);
            }
            return type != null ? type : super.loadClass(name, resolve);
        }
    }

    private @Nullable Class<?> define(String name) {
        byte @Nullable [] bytes = compiler.classFile(name);
        if (bytes == null) {
            sourceOf(name).ifPresent(compiler::compileMore);
            bytes = compiler.classFile(name);
        }
        return bytes == null ? null : defineClass(name, bytes, 0, bytes.length, domain);
    }

    /** A nested class {@code a.B$C} is in {@code a/B.java}, unless there is an {@code a/B$C.java}. */
    private Optional<Path> sourceOf(String name) {
        String path = name.replace('.', '/');
        while (true) {
            Path file = root.resolve(path + ".java");
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
            int nested = path.lastIndexOf('$');
            if (nested <= path.lastIndexOf('/') + 1) {
                return Optional.empty();
            }
            path = path.substring(0, nested);
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        @Nullable URL own = findResource(name);
        return own != null ? own : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = new ArrayList<>();
        @Nullable URL own = findResource(name);
        if (own != null) {
            all.add(own);
        }
        all.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(all);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        if (name.endsWith(CLASS_SUFFIX)) {
            String className =
                    name.substring(0, name.length() - CLASS_SUFFIX.length()).replace('/', '.');
            byte @Nullable [] bytes = compiler.classFile(className);
            if (bytes != null) {
                return memoryUrl(name, bytes);
            }
        }
        Path file = root.resolve(name).normalize();
        return file.startsWith(root) && Files.isRegularFile(file) ? url(file) : null;
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a path without a URL: " + file, e);
        }
    }

    private static URL memoryUrl(String name, byte[] bytes) {
        try {
            return URL.of(URI.create("jevent-source:///" + name), new MemoryHandler(bytes));
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a class without a URL: " + name, e);
        }
    }

    private static final class MemoryHandler extends URLStreamHandler {
        private final byte[] bytes;

        MemoryHandler(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(bytes);
                }

                @Override
                public long getContentLengthLong() {
                    return bytes.length;
                }
            };
        }
    }
}
