// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Before each operation that another thread may see, a hook is called with a text that names the operation. Operations
 * that synchronize call one hook (monitors, volatile fields, atomics, locks, queues, jevent), other accesses of fields
 * and arrays another. A synchronized method is entered by its call, so the hook stands before the call.
 */
/** Lets other threads of a simulation run between the instructions of a program. */
final class PreemptionSites implements CallSiteTransformer.Rewriter {

    private static final ClassDesc HOOKS = ClassDesc.ofInternalName(Jdk.HOOKS);
    private static final MethodTypeDesc POINT = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);

    /** Starts of the names of classes all of whose methods synchronize. */
    private static final List<String> SYNCHRONIZING = List.of(
            "java/util/concurrent/",
            "java/lang/invoke/VarHandle",
            "java/util/Vector",
            "java/util/Stack",
            "java/util/Hashtable",
            "java/util/Properties",
            "java/util/Timer",
            "java/lang/StringBuffer",
            "sun/misc/Unsafe",
            "io/jevent/actor/",
            "io/jevent/event/",
            "io/jevent/lock/",
            "io/jevent/queue/");

    private static final Set<String> METHODS_OF_OBJECT = Set.of("wait", "notify", "notifyAll");

    private static final Set<String> METHODS_OF_THREAD =
            Set.of("start", "interrupt", "interrupted", "isInterrupted", "isAlive", "getState", "onSpinWait");

    /**
     * Starts of the names of classes of the JDK that a program may name, too: their threads are those of programs, and
     * neither the hub nor the JVM needs them to switch.
     */
    private static final List<String> IN_JDK = List.of(
            "java/util/Collections$Synchronized",
            "java/util/Hashtable",
            "java/util/Vector",
            "java/util/concurrent/CyclicBarrier",
            "java/util/concurrent/Exchanger",
            "java/util/concurrent/FutureTask",
            "java/util/concurrent/ScheduledThreadPoolExecutor",
            "java/util/concurrent/ThreadPoolExecutor");

    private final ClassFiles files = new ClassFiles();

    /**
     * Whether a class is one of the JDK whose threads may be interrupted. It is asked while the JVM loads any class.
     */
    static boolean isInJdk(String name) {
        if (name.startsWith("java/util/")) {
            for (String start : IN_JDK) {
                if (name.startsWith(start)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Selects every class with code: each may contain an operation. */
    @Override
    public Set<String> names() {
        return Set.of("Code");
    }

    @Override
    public CallSiteTransformer.MethodRewriter method(
            ClassModel owner, MethodModel method, @Nullable ClassLoader loader, @Nullable Class<?> redefined) {
        String name = method.methodName().stringValue();
        if (name.equals("<clinit>")) {
            return (_, _) -> false; // pins its thread
        }
        return new Method(owner.thisClass().asInternalName(), name.equals("<init>"), loader);
    }

    /** Rewrites one method. */
    private final class Method implements CallSiteTransformer.MethodRewriter {
        private final String type;
        private final boolean constructs;
        private final @Nullable ClassLoader loader;

        Method(String type, boolean constructs, @Nullable ClassLoader loader) {
            this.type = type;
            this.constructs = constructs;
            this.loader = loader;
        }

        @Override
        public boolean rewrite(CodeBuilder code, CodeElement element) {
            switch (element) {
                case MonitorInstruction monitor ->
                    point(code, "syncPoint", monitor.opcode() == Opcode.MONITORENTER ? "synchronized" : "its end");
                case FieldInstruction field -> beforeField(code, field);
                case ArrayLoadInstruction _, ArrayStoreInstruction _ -> point(code, "fieldPoint", "an array");
                case InvokeInstruction call -> beforeCall(code, call);
                default -> {
                    return false;
                }
            }
            code.with(element);
            return true;
        }

        /** The text begins with the class that has the instruction, for the packages are those of instructions. */
        private void point(CodeBuilder code, String hook, String operation) {
            code.ldc(type + " " + operation).invokestatic(HOOKS, hook, POINT);
        }

        private void beforeField(CodeBuilder code, FieldInstruction field) {
            String owner = field.owner().asInternalName();
            Set<AccessFlag> flags = files.flagsOfField(owner, field.name().stringValue(), loader);
            boolean writes = field.opcode() == Opcode.PUTFIELD || field.opcode() == Opcode.PUTSTATIC;
            if (flags.contains(AccessFlag.FINAL) || (constructs && writes)) {
                return;
            }
            String hook = flags.contains(AccessFlag.VOLATILE) ? "syncPoint" : "fieldPoint";
            point(code, hook, owner + "." + field.name().stringValue());
        }

        private void beforeCall(CodeBuilder code, InvokeInstruction call) {
            String owner = call.owner().asInternalName();
            String name = call.name().stringValue();
            if (!name.equals("<init>") && synchronizes(owner, name, call.type().stringValue())) {
                point(code, "syncPoint", owner + "." + name);
            }
        }

        private boolean synchronizes(String owner, String name, String descriptor) {
            if (owner.equals("java/lang/Object")) {
                return METHODS_OF_OBJECT.contains(name);
            }
            if (owner.equals("java/lang/Thread")) {
                return METHODS_OF_THREAD.contains(name);
            }
            return SYNCHRONIZING.stream().anyMatch(owner::startsWith)
                    || files.flagsOfMethod(owner, name + descriptor, loader).contains(AccessFlag.SYNCHRONIZED);
        }
    }
}
