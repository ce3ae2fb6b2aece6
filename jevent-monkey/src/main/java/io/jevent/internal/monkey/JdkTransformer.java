// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import static java.lang.constant.ConstantDescs.CD_Object;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.reflect.AccessFlag;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/*
 * The code that is inserted before the body of a method, where N is its number:
 *
 *     if (Thread.currentThread().isVirtual()) {              // left out for methods that ask for everyone
 *         Object answer = JeventHooks.call(new Object[] {N, this, arguments...});
 *         if (answer != null) {
 *             return (the result type) answer;
 *         }
 *     }
 */
/** Has methods of the JDK ask before they do their work. */
final class JdkTransformer implements ClassFileTransformer {

    private static final ClassDesc THREAD = ClassDesc.of("java.lang.Thread");
    private static final ClassDesc HOOKS = ClassDesc.ofInternalName(Jdk.HOOKS);
    private static final MethodTypeDesc ASK = MethodTypeDesc.of(CD_Object, CD_Object.arrayType());

    /** All that were ever asked for; a method's number is its place. */
    private final List<JdkMethod> methods = new CopyOnWriteArrayList<>();

    /** Those that were found in the class files that went through here. */
    private final Set<JdkMethod> changed = ConcurrentHashMap.newKeySet();

    /** Their classes, in the way of class files. */
    private final Set<String> owners = ConcurrentHashMap.newKeySet();

    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();

    /** Adds a method, with the next number. */
    void add(JdkMethod method) {
        methods.add(method);
        owners.add(method.owner().replace('.', '/'));
    }

    boolean knows(JdkMethod method) {
        return methods.contains(method);
    }

    /** Whether a method was in its class file. */
    boolean hasChanged(JdkMethod method) {
        return changed.contains(method);
    }

    JdkMethod method(int number) {
        return methods.get(number);
    }

    /** Begins to note what goes wrong. */
    void forgetFailures() {
        failures.clear();
    }

    /** Returns the failure of the transformation of a class. */
    @Nullable
    Throwable failureOf(String owner) {
        return failures.get(owner);
    }

    /*
     * Every class of the JDK comes by here when it is loaded. So nothing is done with the others that might need a class:
     * it might be just that one.
     */

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (loader != null || name == null || !owners.contains(name)) {
            return null;
        }
        String owner = name.replace('/', '.');
        try {
            ClassFile tool = ClassFile.of();
            return tool.transformClass(tool.parse(classFile), transform(owner));
        } catch (Throwable t) {
            failures.put(owner, t);
            return null;
        }
    }

    private ClassTransform transform(String owner) {
        return (builder, element) -> {
            if (element instanceof MethodModel method) {
                int number = numberOf(owner, method);
                if (number >= 0) {
                    changed.add(methods.get(number));
                    builder.transformMethod(method, MethodTransform.transformingCode(new Question(method, number)));
                    return;
                }
            }
            builder.with(element);
        };
    }

    private int numberOf(String owner, MethodModel found) {
        for (int i = 0; i < methods.size(); i++) {
            JdkMethod m = methods.get(i);
            if (m.owner().equals(owner)
                    && found.methodName().equalsString(m.name())
                    && found.methodTypeSymbol().equals(m.type())) {
                return i;
            }
        }
        return -1;
    }

    /** Puts the question before the body. */
    private final class Question implements CodeTransform {
        private final MethodModel method;
        private final int number;

        Question(MethodModel method, int number) {
            this.method = method;
            this.number = number;
        }

        @Override
        public void atStart(CodeBuilder code) {
            Label body = code.newLabel();
            if (methods.get(number).audience() != JdkMethod.Audience.EVERYONE) {
                code.invokestatic(THREAD, "currentThread", MethodTypeDesc.of(THREAD))
                        .invokevirtual(THREAD, "isVirtual", MethodTypeDesc.of(TypeKind.BOOLEAN.upperBound()))
                        .ifeq(body);
            }
            pushCall(code);
            int answer = code.allocateLocal(TypeKind.REFERENCE);
            code.invokestatic(HOOKS, "call", ASK).astore(answer).aload(answer).ifnull(body);
            pushResult(code, answer);
            code.return_(TypeKind.from(method.methodTypeSymbol().returnType()));
            code.labelBinding(body);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            code.with(element);
        }

        private void pushCall(CodeBuilder code) {
            MethodTypeDesc type = method.methodTypeSymbol();
            boolean isStatic = method.flags().has(AccessFlag.STATIC);
            int first = isStatic ? 1 : 2;
            code.loadConstant(first + type.parameterCount()).anewarray(CD_Object);
            code.dup().loadConstant(0).loadConstant(number);
            Boxes.box(code, TypeKind.INT);
            code.aastore();
            if (!isStatic) {
                code.dup().loadConstant(1).aload(0).aastore();
            }
            for (int i = 0; i < type.parameterCount(); i++) {
                TypeKind kind = TypeKind.from(type.parameterType(i));
                code.dup().loadConstant(first + i).loadLocal(kind, code.parameterSlot(i));
                Boxes.box(code, kind);
                code.aastore();
            }
        }

        private void pushResult(CodeBuilder code, int answer) {
            ClassDesc result = method.methodTypeSymbol().returnType();
            TypeKind kind = TypeKind.from(result);
            if (kind != TypeKind.VOID) {
                code.aload(answer);
                Boxes.unbox(code, kind, Objects.requireNonNull(result));
            }
        }
    }
}
