// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.api;

import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Reads the types that programs can use from the sources, where Javadoc tags stand beside the signatures. */
@SupportedAnnotationTypes("*")
final class SourceModel extends AbstractProcessor {
    private static final Pattern EXPORT = Pattern.compile("^ *exports ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern PUBLIC = Pattern.compile("^public ", Pattern.MULTILINE);
    private static final Pattern SINCE = Pattern.compile("@since +(\\S+)");

    private final Path project;
    private final Set<String> exported;
    private final List<ApiType> found = new ArrayList<>();

    private SourceModel(Path project, Set<String> exported) {
        this.project = project.toAbsolutePath();
        this.exported = exported;
    }

    /** Returns the types of these modules, in the order of their names. */
    static List<ApiType> read(Path project, List<String> modules) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var problems = new DiagnosticCollector<JavaFileObject>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, null)) {
            var units = new ArrayList<Path>();
            var exported = new TreeSet<String>();
            for (String module : modules) {
                Path sources = project.resolve(module, "src/main/java");
                for (MatchResult export : EXPORT.matcher(Files.readString(sources.resolve("module-info.java")))
                        .results()
                        .toList()) {
                    exported.add(export.group(1));
                    units.addAll(publicTypes(sources.resolve(export.group(1).replace('.', '/'))));
                }
            }
            var model = new SourceModel(project, exported);
            var options = List.of("-proc:only", "-classpath", System.getProperty("surefire.test.class.path", ""));
            var task = (JavacTask)
                    compiler.getTask(null, files, problems, options, null, files.getJavaFileObjectsFromPaths(units));
            task.setProcessors(List.of(model));
            if (!task.call()) {
                throw new IllegalStateException("the sources do not compile: " + problems.getDiagnostics());
            }
            model.found.sort(Comparator.comparing(ApiType::name));
            return model.found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files with a public type; other types are read from the class path. */
    private static List<Path> publicTypes(Path folder) throws IOException {
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.java")) {
            for (Path file : files) {
                if (PUBLIC.matcher(Files.readString(file)).find()) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        ElementFilter.typesIn(round.getRootElements()).forEach(this::add);
        return false;
    }

    private void add(TypeElement type) {
        if (isVisible(type)) {
            found.add(describe(type));
            ElementFilter.typesIn(type.getEnclosedElements()).forEach(this::add);
        }
    }

    private boolean isVisible(TypeElement type) {
        String owner = processingEnv.getElementUtils().getPackageOf(type).toString();
        return exported.contains(owner) && isAccessible(type);
    }

    static boolean isAccessible(Element element) {
        return element.getModifiers().contains(Modifier.PUBLIC)
                || element.getModifiers().contains(Modifier.PROTECTED);
    }

    private ApiType describe(TypeElement type) {
        Trees trees = Trees.instance(processingEnv);
        TreePath path = trees.getPath(type);
        Path file = project.relativize(
                Path.of(path.getCompilationUnit().getSourceFile().toUri()));
        long line = path.getCompilationUnit()
                .getLineMap()
                .getLineNumber(trees.getSourcePositions().getStartPosition(path.getCompilationUnit(), path.getLeaf()));
        var signatures = new Signatures(processingEnv.getElementUtils(), processingEnv.getTypeUtils(), this::isVisible);
        String documentation = signatures.documentation(type);
        Matcher since = SINCE.matcher(documentation);
        return new ApiType(
                file.getName(0).toString(),
                type.getQualifiedName().toString(),
                signatures.audience(type),
                signatures.of(type),
                since.find() ? since.group(1) : "",
                documentation,
                file + ":" + line);
    }
}
