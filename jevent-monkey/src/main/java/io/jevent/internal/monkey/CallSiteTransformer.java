// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Superclass;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/*
 * Only instructions change, never what is on the stack or in the locals where the code branches: so the frames of the
 * original are kept, and no class has to be found to work them out.
 */
/** Changes calls in the classes of programs and libraries. */
final class CallSiteTransformer implements ClassFileTransformer {

    private static final ClassFile TOOL =
            ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS, ClassFile.DeadCodeOption.KEEP_DEAD_CODE);

    private final Scope scope;
    private final Rewriter rewriter;
    private final Set<String> names;
    private final int longest;
    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();

    /** Decides which classes are looked at. */
    @FunctionalInterface
    interface Scope {

        /** Whether a class of this name, as class files have it, module and loader is. */
        boolean contains(String name, Module module, @Nullable ClassLoader loader);
    }

    /** Decides the changes of a class. */
    interface Rewriter {

        /** The strings of which a class must contain one. */
        Set<String> names();

        /** Begins a method; {@code redefined} is the class if it is loaded already. */
        MethodRewriter method(
                ClassModel owner, MethodModel method, @Nullable ClassLoader loader, @Nullable Class<?> redefined);

        /** Returns the new superclass of a class, or null for no change. */
        default @Nullable ClassDesc superclass(ClassModel owner, @Nullable Class<?> redefined) {
            return null;
        }

        /** Why what is loaded already could not be changed as it should be. */
        default Optional<String> refusal() {
            return Optional.empty();
        }
    }

    /** Writes the instructions of one method. */
    @FunctionalInterface
    interface MethodRewriter {

        /** Writes something in the place of {@code element}; false to leave it. */
        boolean rewrite(CodeBuilder code, CodeElement element);
    }

    /** One for classes of programs and libraries. */
    CallSiteTransformer(Predicate<String> included, Rewriter rewriter) {
        this((name, module, loader) -> isLoadedByProgram(module, loader) && included.test(name), rewriter);
    }

    CallSiteTransformer(Scope scope, Rewriter rewriter) {
        this.scope = scope;
        this.rewriter = rewriter;
        this.names = new HashSet<>(rewriter.names());
        this.longest = names.stream().mapToInt(String::length).max().orElse(0);
    }

    private static boolean isLoadedByProgram(Module module, @Nullable ClassLoader loader) {
        return loader != null && loader != ClassLoader.getPlatformClassLoader() && !Ownership.isOfTheJdk(module);
    }

    /** Whether a class is one of a program or a library. */
    static boolean isOfProgram(String name, Module module, @Nullable ClassLoader loader) {
        return isLoadedByProgram(module, loader) && Ownership.isForeign(name);
    }

    /** Whether classes of this name, module and loader are looked at. */
    boolean concerns(String name, Module module, @Nullable ClassLoader loader) {
        return scope.contains(name, module, loader);
    }

    /** The classes that could not be changed, with the reason. */
    Map<String, Throwable> failures() {
        return failures;
    }

    /** Why what is loaded already cannot be changed as it should be. */
    Optional<String> refusal() {
        return failures.entrySet().stream()
                .findFirst()
                .map(failure -> failure.getKey() + " cannot be changed: " + failure.getValue())
                .or(rewriter::refusal);
    }

    @Override
    public byte @Nullable [] transform(
            Module module,
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (name == null || !concerns(name, module, loader)) {
            return null;
        }
        try {
            if (!ConstantPool.mentions(classFile, names, longest)) {
                return null;
            }
            return rewritten(classFile, loader, redefined);
        } catch (Throwable t) {
            failures.put(name.replace('/', '.'), t);
            return null;
        }
    }

    private byte @Nullable [] rewritten(byte[] classFile, @Nullable ClassLoader loader, @Nullable Class<?> redefined) {
        ClassModel model = TOOL.parse(classFile);
        ClassDesc superclass = rewriter.superclass(model, redefined);
        var touched = new boolean[] {superclass != null};
        ClassTransform transform = (builder, element) -> {
            if (element instanceof MethodModel method && method.code().isPresent()) {
                MethodRewriter body = rewriter.method(model, method, loader, redefined);
                builder.transformMethod(
                        method,
                        MethodTransform.transformingCode(new Body(method.code().get(), body, touched)));
            } else if (element instanceof Superclass && superclass != null) {
                builder.withSuperclass(superclass);
            } else {
                builder.with(element);
            }
        };
        byte[] result = TOOL.transformClass(model, transform);
        return touched[0] ? result : null;
    }

    /** Rewrites one method and keeps its frames. */
    private static final class Body implements CodeTransform {
        private final CodeModel original;
        private final MethodRewriter rewriter;
        private final boolean[] touched;

        Body(CodeModel original, MethodRewriter rewriter, boolean[] touched) {
            this.original = original;
            this.rewriter = rewriter;
            this.touched = touched;
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            if (rewriter.rewrite(code, element)) {
                touched[0] = true;
            } else {
                code.with(element);
            }
        }

        @Override
        public void atEnd(CodeBuilder code) {
            original.findAttribute(Attributes.stackMapTable()).ifPresent(frames -> code.with(copy(frames)));
        }

        private StackMapTableAttribute copy(StackMapTableAttribute frames) {
            return StackMapTableAttribute.of(frames.entries());
        }
    }

    /** Rewrites calls that stand in a table. */
    static Rewriter calls(CallSites sites) {
        return new Rewriter() {
            @Override
            public Set<String> names() {
                return sites.names();
            }

            @Override
            public MethodRewriter method(
                    ClassModel owner, MethodModel method, @Nullable ClassLoader loader, @Nullable Class<?> redefined) {
                return (code, element) -> {
                    CallSites.Replacement replacement =
                            element instanceof InvokeInstruction call ? sites.of(call) : null;
                    if (replacement == null) {
                        return false;
                    }
                    replacement.write(code, (InvokeInstruction) element);
                    return true;
                };
            }
        };
    }
}
