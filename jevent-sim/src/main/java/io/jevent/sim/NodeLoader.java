// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Loads the classes of one start of a node anew, so that their static fields are the node's own. */
final class NodeLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final List<String> SHARED = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "io.jevent.",
            "io.netty.",
            "org.jspecify.",
            "org.junit.",
            "org.opentest4j.",
            "org.apiguardian.");

    /** The packages that begin as jevent's and are programs. */
    private static final String PROGRAMS = "io.jevent.examples.";

    private final List<String> shared;

    /**
     * Makes one.
     *
     * @param parent finds the class files
     * @param shared the beginnings of the names of classes that all nodes share
     */
    NodeLoader(ClassLoader parent, List<String> shared) {
        super("node", parent);
        this.shared = shared;
    }

    private boolean isShared(String name) {
        return !name.startsWith(PROGRAMS)
                && (SHARED.stream().anyMatch(name::startsWith)
                        || shared.stream().anyMatch(name::startsWith));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (isShared(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                return getParent().loadClass(name); // it was made at run time, or does not exist
            }
            byte[] bytes = file.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException("the class file of " + name + " cannot be read", e);
        }
    }
}
