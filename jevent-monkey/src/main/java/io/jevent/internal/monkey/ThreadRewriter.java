// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Has code make, join and ask threads that become greenlets. */
final class ThreadRewriter implements CallSiteTransformer.Rewriter {

    private static final String THREAD = "java/lang/Thread";
    private static final ClassDesc PLAIN = ClassDesc.ofInternalName(THREAD);
    private static final ClassDesc HOOKED = ClassDesc.ofInternalName(Jdk.THREAD);
    private static final int DEEPEST = 20;

    /** Methods of {@code Thread} that cannot be overridden. */
    private static final Set<String> ASKED = Set.of("isAlive()Z", "join()V", "join(J)V", "join(Ljava/time/Duration;)Z");

    private final CallSites executors = CallSites.threads();
    private final Set<String> tooLate = ConcurrentHashMap.newKeySet();
    private final Map<String, Boolean> areThreads = new ConcurrentHashMap<>();

    @Override
    public Set<String> names() {
        return Set.of(THREAD, "java/util/concurrent/Executors", "join", "isAlive");
    }

    /** A class that is loaded keeps what it extends, which may be what it was given when it was loaded. */
    @Override
    public @Nullable ClassDesc superclass(ClassModel owner, @Nullable Class<?> redefined) {
        if (owner.superclass().filter(ThreadRewriter::isThread).isEmpty()) {
            return null;
        }
        if (redefined != null && redefined.getSuperclass() == Thread.class) {
            tooLate.add(redefined.getName());
            return null;
        }
        return HOOKED;
    }

    @Override
    public CallSiteTransformer.MethodRewriter method(
            ClassModel owner, MethodModel method, @Nullable ClassLoader loader, @Nullable Class<?> redefined) {
        return new Method(superclass(owner, redefined) != null, loader);
    }

    @Override
    public Optional<String> refusal() {
        return tooLate.stream()
                .findFirst()
                .map(name -> name + " extends Thread and was loaded before; patch earlier, with -javaagent or ./jevent"
                        + " run --patch, or name other packages");
    }

    /**
     * One method; the constructors that are called are those of the threads made here, innermost first, or super(...).
     */
    private final class Method implements CallSiteTransformer.MethodRewriter {
        private final boolean superclassChanged;
        private final @Nullable ClassLoader loader;
        private int made;

        Method(boolean superclassChanged, @Nullable ClassLoader loader) {
            this.superclassChanged = superclassChanged;
            this.loader = loader;
        }

        @Override
        public boolean rewrite(CodeBuilder code, CodeElement element) {
            if (element instanceof NewObjectInstruction thread && isThread(thread.className())) {
                made++;
                code.new_(HOOKED);
                return true;
            }
            return element instanceof InvokeInstruction call && rewriteCall(code, call);
        }

        private boolean rewriteCall(CodeBuilder code, InvokeInstruction call) {
            CallSites.Replacement replacement = executors.of(call);
            if (replacement != null) {
                replacement.write(code, call);
                return true;
            }
            String method = call.name().stringValue() + call.type().stringValue();
            if (call.opcode() == Opcode.INVOKEVIRTUAL && ASKED.contains(method) && isAThread(call.owner(), loader)) {
                code.invokestatic(HOOKED, call.name().stringValue(), CallSites.asStatic(call, PLAIN));
                return true;
            }
            if (call.name().equalsString("<init>") && isThread(call.owner()) && (made > 0 || superclassChanged)) {
                made = Math.max(0, made - 1);
                code.invokespecial(HOOKED, "<init>", call.typeSymbol());
                return true;
            }
            return false;
        }
    }

    private static boolean isThread(ClassEntry type) {
        return type.asInternalName().equals(THREAD);
    }

    private boolean isAThread(ClassEntry type, @Nullable ClassLoader loader) {
        String name = type.asInternalName();
        return name.equals(THREAD)
                || (loader != null && areThreads.computeIfAbsent(name, n -> extendsThread(n, loader)));
    }

    /** Looks at the class files of a class and those above it: loading them now would be too early. */
    private static boolean extendsThread(String name, ClassLoader loader) {
        String current = name;
        for (int i = 0; i < DEEPEST && !current.startsWith("java/"); i++) {
            try (InputStream in = loader.getResourceAsStream(current + ".class")) {
                if (in == null) {
                    return false;
                }
                current = ClassFile.of()
                        .parse(in.readAllBytes())
                        .superclass()
                        .map(ClassEntry::asInternalName)
                        .orElse("java/lang/Object");
            } catch (IOException e) {
                return false;
            }
        }
        return current.equals(THREAD);
    }
}
