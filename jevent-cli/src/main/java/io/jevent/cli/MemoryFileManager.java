// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/** Reads from the disk, but keeps the classes that are written in memory. */
final class MemoryFileManager extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, byte[]> classes = new ConcurrentHashMap<>();

    MemoryFileManager(JavaFileManager disk) {
        super(disk);
    }

    Set<String> classNames() {
        return Set.copyOf(classes.keySet());
    }

    byte @Nullable [] classFile(String name) {
        return classes.get(name);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
            Location location, String className, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
        return new ClassFile(className);
    }

    /** Hides a {@code module-info.java}, which would make a named module of the program. */
    @Override
    public @Nullable JavaFileObject getJavaFileForInput(Location location, String className, JavaFileObject.Kind kind)
            throws IOException {
        boolean hidden = location == StandardLocation.SOURCE_PATH && className.equals("module-info");
        return hidden ? null : super.getJavaFileForInput(location, className, kind);
    }

    @Override
    public boolean contains(Location location, FileObject file) throws IOException {
        return file instanceof SourceFile || super.contains(location, file);
    }

    private final class ClassFile extends SimpleJavaFileObject {
        private final String className;

        ClassFile(String className) {
            super(URI.create("memory:///" + className.replace('.', '/') + Kind.CLASS.extension), Kind.CLASS);
            this.className = className;
        }

        @Override
        public OutputStream openOutputStream() {
            return new ByteArrayOutputStream() {
                @Override
                public void close() {
                    classes.put(className, toByteArray());
                }
            };
        }
    }
}
