// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import com.sun.source.doctree.UnknownBlockTagTree;
import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeParameterTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The documentation of switching in the sources of the library: the text of each {@code @switches} tag by its method.
 */
final class DocumentedSwitches {

    private final Map<String, String> byMethod = new TreeMap<>();

    private DocumentedSwitches() {}

    static DocumentedSwitches read(Path sources) {
        var read = new DocumentedSwitches();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> all = Files.walk(sources)) {
            List<Path> units = all.filter(f -> f.toString().endsWith(".java")
                            && !f.endsWith("module-info.java")
                            && !f.endsWith("package-info.java"))
                    .toList();
            var task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(units));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                var _ = new Reader(read, docs).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    /** The public methods that say that they switch, at least sometimes and by themselves. */
    Map<String, String> switching() {
        return byMethod.entrySet().stream()
                .filter(e -> !e.getValue().startsWith("never") && !e.getValue().startsWith("when the body"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    private static final class Reader extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final DocumentedSwitches found;
        private final DocTrees docs;
        private final Map<String, String> erasures = new TreeMap<>();

        Reader(DocumentedSwitches found, DocTrees docs) {
            this.found = found;
            this.docs = docs;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
            var outer = Map.copyOf(erasures);
            erase(type.getTypeParameters());
            super.visitClass(type, null);
            erasures.clear();
            erasures.putAll(outer);
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            TreePath path = getCurrentPath();
            var comment = docs.getDocCommentTree(path);
            if (comment == null || !isPublic(method, path)) {
                return null;
            }
            var outer = Map.copyOf(erasures);
            erase(method.getTypeParameters());
            for (var tag : comment.getBlockTags()) {
                if (tag instanceof UnknownBlockTagTree custom
                        && custom.getTagName().equals("switches")) {
                    found.byMethod.put(
                            typeName(path) + "." + signature(method),
                            custom.getContent().stream().map(Object::toString).collect(Collectors.joining()));
                }
            }
            erasures.clear();
            erasures.putAll(outer);
            return null;
        }

        private void erase(List<? extends TypeParameterTree> parameters) {
            for (TypeParameterTree parameter : parameters) {
                String bound = parameter.getBounds().isEmpty()
                        ? "Object"
                        : simple(parameter.getBounds().getFirst());
                erasures.put(parameter.getName().toString(), bound);
            }
        }

        private String signature(MethodTree method) {
            return method.getName()
                    + method.getParameters().stream()
                            .map(p -> simple(p.getType()))
                            .collect(Collectors.joining(", ", "(", ")"));
        }

        private String simple(Tree type) {
            return switch (type) {
                case AnnotatedTypeTree annotated -> simple(annotated.getUnderlyingType());
                case ParameterizedTypeTree generic -> simple(generic.getType());
                case ArrayTypeTree array -> simple(array.getType()) + "[]";
                case MemberSelectTree select -> select.getIdentifier().toString();
                default -> erasures.getOrDefault(type.toString(), type.toString());
            };
        }

        private static boolean isPublic(MethodTree method, TreePath path) {
            var parent = (ClassTree) path.getParentPath().getLeaf();
            return method.getModifiers().getFlags().contains(Modifier.PUBLIC)
                    || parent.getKind() == Tree.Kind.INTERFACE;
        }

        private static String typeName(TreePath path) {
            var names = new ArrayList<String>();
            for (TreePath p = path.getParentPath(); p.getLeaf() instanceof ClassTree type; p = p.getParentPath()) {
                names.addFirst(type.getSimpleName().toString());
            }
            return path.getCompilationUnit().getPackageName() + "." + String.join("$", names);
        }
    }
}
