// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program compiled in memory from the source file that was named and the files beside it that it uses, as the Java
 * launcher does (JEP 330 and 458).
 *
 * <p>The file may hold several classes, and may name them as it likes. The root of its source tree follows from its
 * package. A {@code module-info.java} there is ignored: the program is compiled and run in the unnamed module.
 */
final class SourceProgram {
    private final Path file;
    private final List<String> typeNames;
    private final SourceLoader loader;

    /** Whether a class has state in static fields; null until that is asked. */
    private @Nullable Boolean staticState;

    private SourceProgram(Path file, List<String> typeNames, SourceLoader loader) {
        this.file = file;
        this.typeNames = typeNames;
        this.loader = loader;
    }

    /**
     * Compiles a source file; the messages of the compiler go to standard error.
     *
     * @throws LauncherException if the compiler refuses it, its place does not fit its package, or it declares no class
     */
    static SourceProgram compile(Path file) {
        MemoryCompiler compiler = new MemoryCompiler();
        CompilationUnitTree unit =
                compiler.compileProgram(new SourceFile(file), parsed -> root(file, packageOf(parsed)));
        List<String> typeNames = typeNames(unit);
        if (typeNames.isEmpty()) {
            throw LauncherException.program(file + ": declares no class");
        }
        return new SourceProgram(file, typeNames, new SourceLoader(file, root(file, packageOf(unit)), compiler));
    }

    /** Returns the same program with classes of its own, whose static fields have their first values. */
    SourceProgram loadedAnew() {
        return new SourceProgram(file, typeNames, loader.another());
    }

    /** Whether a run could leave something to the next in a static field of the compiled classes. */
    boolean hasStaticState() {
        if (staticState == null) {
            staticState = loader.compiledNames().stream()
                    .map(loader::loadCompiled)
                    .flatMap(type -> Stream.of(type.getDeclaredFields()))
                    .anyMatch(SourceProgram::isState);
        }
        return staticState;
    }

    private static boolean isState(Field field) {
        int modifiers = field.getModifiers();
        Class<?> type = field.getType();
        boolean constant =
                Modifier.isFinal(modifiers) && (type.isPrimitive() || type == String.class || type == Duration.class);
        return Modifier.isStatic(modifiers) && !field.isSynthetic() && !field.isEnumConstant() && !constant;
    }

    /** Returns the main method of the file's first class, or else of the class with the name of the file. */
    MainMethod mainMethod() {
        String fileName = simpleName(file).replaceFirst("\\.java$", "");
        return Stream.concat(
                        typeNames.stream().limit(1),
                        typeNames.stream().filter(name -> name.endsWith("." + fileName) || name.equals(fileName)))
                .map(loader::loadCompiled)
                .map(MainMethod::of)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> LauncherException.program(
                        file + ": class " + typeNames.getFirst() + " has no main method that can be run"));
    }

    private static List<String> typeNames(CompilationUnitTree unit) {
        String inPackage = packageOf(unit).isEmpty() ? "" : packageOf(unit) + ".";
        return unit.getTypeDecls().stream()
                .filter(ClassTree.class::isInstance)
                .map(type -> inPackage + ((ClassTree) type).getSimpleName())
                .toList();
    }

    private static String packageOf(CompilationUnitTree unit) {
        return unit.getPackageName() == null ? "" : unit.getPackageName().toString();
    }

    private static Path root(Path file, String packageName) {
        Path folder = file.toAbsolutePath().normalize().resolveSibling("").normalize();
        if (packageName.isEmpty()) {
            return folder;
        }
        Path packagePath = Path.of(packageName.replace('.', '/'));
        if (!folder.endsWith(packagePath)) {
            throw LauncherException.program(
                    file + ": declares package " + packageName + " but does not lie in a folder " + packagePath);
        }
        return folder.resolve("../".repeat(packagePath.getNameCount())).normalize();
    }

    private static String simpleName(Path file) {
        return String.valueOf(file.getFileName());
    }
}
