// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import io.jevent.internal.settings.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The JDK's compiler, from source files to classes in memory. */
final class MemoryCompiler {
    private static final String IMPLICIT_OPTIONS =
            "-proc:none -implicit:class -Xprefer:source -Xdiags:verbose -Xlint:deprecation,unchecked,-options";

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager disk = compiler.getStandardFileManager(null, null, null);
    private final MemoryFileManager memory = new MemoryFileManager(disk);

    /**
     * Compiles a program's source file together with the files that it uses below its root.
     *
     * @param rootOf returns the root of the file's source tree, once the file is parsed
     * @return the parsed files
     */
    CompilationUnitTree compileProgram(JavaFileObject source, Function<CompilationUnitTree, Path> rootOf) {
        AtomicInteger errors = new AtomicInteger();
        JavacTask task = task(source, errors);
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            failIf(errors.get(), source);
            disk.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of(rootOf.apply(unit)));
            task.generate();
            failIf(errors.get(), source);
            return unit;
        } catch (IOException e) {
            throw LauncherException.usage(source.getName() + ": cannot be read: " + e.getMessage())
                    .because(e);
        }
    }

    /** Compiles a file of the program's tree that no other file mentions. */
    void compileMore(Path file) {
        disk.getJavaFileObjects(file).forEach(source -> {
            AtomicInteger errors = new AtomicInteger();
            if (!task(source, errors).call()) {
                failIf(Math.max(1, errors.get()), source);
            }
        });
    }

    /** Returns the bytes of a compiled class, or null if it was not compiled. */
    byte @Nullable [] classFile(String name) {
        return memory.classFile(name);
    }

    /** Returns the names of the compiled classes. */
    Set<String> classNames() {
        return memory.classNames();
    }

    private JavacTask task(JavaFileObject source, AtomicInteger errors) {
        return (JavacTask) compiler.getTask(
                null,
                memory,
                diagnostic -> {
                    System.err.println(diagnostic);
                    if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                        errors.incrementAndGet();
                    }
                },
                options(),
                null,
                List.of(source));
    }

    /** The class path and those options of the JVM that concern the compiler too arrive from the script. */
    private static List<String> options() {
        String classPath = Setting.JAVAC_PATH.text().orElseGet(() -> System.getProperty("java.class.path", ""));
        return Stream.of(
                        Stream.of(IMPLICIT_OPTIONS.split(" ")),
                        Stream.of("--class-path", classPath),
                        Setting.JAVAC_OPTIONS.text().orElse("").lines())
                .flatMap(options -> options)
                .flatMap(option -> option.equals("--enable-preview")
                        ? Stream.of(
                                option,
                                "--release",
                                String.valueOf(Runtime.version().feature()))
                        : Stream.of(option))
                .toList();
    }

    private static void failIf(int errors, JavaFileObject source) {
        if (errors > 0) {
            throw LauncherException.program(
                    source.getName() + ": not compiled: " + errors + (errors == 1 ? " error" : " errors"));
        }
    }
}
