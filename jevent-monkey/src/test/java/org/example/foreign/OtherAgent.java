// SPDX-License-Identifier: Apache-2.0
package org.example.foreign;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An agent that somebody else wrote and that changes the same classes. */
public final class OtherAgent {

    private static volatile @Nullable Instrumentation instrumentation;

    private OtherAgent() {}

    /** Called by the JVM. */
    public static void agentmain(String options, Instrumentation given) {
        instrumentation = given;
    }

    private static Instrumentation instrumentation() {
        return Objects.requireNonNull(instrumentation, "the other agent was not loaded");
    }

    /** Changes a class, if it is loaded at once, and whenever it is changed again. */
    public static ClassFileTransformer change(Class<?> type, UnaryOperator<byte[]> change) throws Exception {
        String name = type.getName().replace('.', '/');
        var transformer = new ClassFileTransformer() {
            @Override
            public byte @Nullable [] transform(
                    ClassLoader loader, String found, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
                return name.equals(found) ? change.apply(classFile) : null;
            }
        };
        instrumentation().addTransformer(transformer, true);
        return transformer;
    }

    /** No longer changes what {@link #change} changed. */
    public static void leave(ClassFileTransformer transformer) {
        instrumentation().removeTransformer(transformer);
    }

    /** Has all agents change a class again. */
    public static void again(Class<?> type) throws Exception {
        instrumentation().retransformClasses(type);
    }

    /** Has each method of a name begin by setting a system property to "yes". */
    public static UnaryOperator<byte[]> noting(String method, String property) {
        ClassFile tool = ClassFile.of();
        CodeTransform note = new CodeTransform() {
            @Override
            public void atStart(CodeBuilder code) {
                code.loadConstant(property)
                        .loadConstant("yes")
                        .invokestatic(
                                ClassDesc.of("java.lang.System"),
                                "setProperty",
                                MethodTypeDesc.of(
                                        ConstantDescs.CD_String, ConstantDescs.CD_String, ConstantDescs.CD_String))
                        .pop();
            }

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                code.with(element);
            }
        };
        return classFile -> tool.transformClass(
                tool.parse(classFile),
                ClassTransform.transformingMethodBodies(
                        found -> found.methodName().equalsString(method), note));
    }
}
