// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes the clocks, the threads and the common pool that classes of the JDK use, for simulations. */
final class SimulationSites implements CallSiteTransformer.Rewriter {

    private static final ClassDesc HOOKS = ClassDesc.ofInternalName(Jdk.HOOKS);
    private static final ClassDesc THREAD = ClassDesc.of("java.lang.Thread");
    private static final ClassDesc EXECUTOR = ClassDesc.of("java.util.concurrent.Executor");
    private static final ClassDesc POOL = ClassDesc.of("java.util.concurrent.ForkJoinPool");
    private static final String CONCURRENT = "java/util/concurrent/";
    private static final String GENERATORS = "jdk/internal/random/";
    private static final String IMMUTABLE = "java/util/ImmutableCollections";
    private static final String LOCK_SUPPORT = "java/util/concurrent/locks/LockSupport";

    /** Its numbers depend on the id of the thread. */
    private static final String THREAD_LOCAL_RANDOM = "java/util/concurrent/ThreadLocalRandom";

    private static final String POOLS = "java/util/concurrent/ForkJoinPool";

    private static final String THREAD_FACTORY = "java/util/concurrent/Executors$DefaultThreadFactory";

    /** Functions that answer instead of fields, by the names of the fields. */
    private static final Map<String, MethodTypeDesc> FIELDS = Map.of(
            "common", MethodTypeDesc.of(POOL, POOL),
            "ASYNC_POOL", MethodTypeDesc.of(POOL, POOL),
            "SALT32L", MethodTypeDesc.of(CD_long, CD_long),
            "REVERSE", MethodTypeDesc.of(CD_boolean, CD_boolean));

    private static final Map<String, String> HOOKS_OF_FIELDS =
            Map.of("common", "commonPool", "ASYNC_POOL", "commonPool", "SALT32L", "salt", "REVERSE", "reverse");

    /** Classes that are changed besides those of {@code java.util.concurrent}. */
    private static final List<String> OTHERS = List.of(
            "java/lang/Thread",
            "java/lang/VirtualThread",
            "java/time/Clock$SystemClock",
            "java/util/Calendar",
            "java/util/Date",
            "java/util/GregorianCalendar",
            "java/util/Random",
            "java/util/SplittableRandom",
            "java/util/Timer",
            "java/util/TimerTask",
            "java/util/TimerThread");

    /** Classes that use the virtual thread itself. */
    private static final List<String> OF_RUNNERS = List.of("java/lang/", LOCK_SUPPORT, THREAD_LOCAL_RANDOM);

    private final CallSites sites = CallSites.simulationInJdk();
    private final CallSites sitesOfRunners = CallSites.clocksInJdk();
    private final CallSites threadIds = CallSites.threadIds();
    private final CallSites seeds = CallSites.seeds();
    private final CallSites counters = CallSites.counters();
    private final CallSites clients = CallSites.clientNumbers();
    private final CallSites pools = CallSites.probes();

    /** The client of {@code java.net.http}, which numbers itself in the names of its threads. */
    private static final String HTTP = "jdk/internal/net/http/";

    private static final String HTTP_CLIENT = HTTP + "HttpClientImpl";

    /** Whether a class of the JDK is changed. */
    static boolean isInJdk(String name, Module module, @Nullable ClassLoader loader) {
        return loader == null
                ? name.startsWith(CONCURRENT)
                        || name.startsWith(GENERATORS)
                        || name.startsWith(IMMUTABLE)
                        || OTHERS.contains(name)
                : name.startsWith(HTTP) && loader == ClassLoader.getPlatformClassLoader();
    }

    @Override
    public Set<String> names() {
        Set<String> names = new HashSet<>(sites.names());
        names.addAll(threadIds.names());
        names.addAll(counters.names());
        names.addAll(seeds.names());
        names.addAll(FIELDS.keySet());
        names.addAll(clients.names());
        return names;
    }

    @Override
    public CallSiteTransformer.MethodRewriter method(
            ClassModel owner, MethodModel method, @Nullable ClassLoader loader, @Nullable Class<?> redefined) {
        String name = owner.thisClass().asInternalName();
        boolean unparks = name.equals(LOCK_SUPPORT) && method.methodName().equalsString("unpark");
        boolean initializes = method.methodName().equalsString("<clinit>");
        return new Method(sitesOf(name, method), unparks, initializes);
    }

    private CallSites sitesOf(String owner, MethodModel method) {
        if (owner.equals(HTTP_CLIENT) && method.methodName().equalsString("<init>")) {
            return clients;
        }
        if (owner.equals(THREAD_FACTORY)) {
            return method.methodName().equalsString("<init>") ? counters : sites;
        }
        if (owner.equals(POOLS)) {
            return pools;
        }
        if (owner.startsWith(GENERATORS) || owner.equals("java/util/SplittableRandom")) {
            return seeds;
        }
        if (OF_RUNNERS.stream().noneMatch(owner::startsWith)) {
            return sites;
        }
        boolean showsIds = method.methodName().equalsString("toString") || owner.equals(THREAD_LOCAL_RANDOM);
        return showsIds ? threadIds : sitesOfRunners;
    }

    /** Rewrites one method. */
    private static final class Method implements CallSiteTransformer.MethodRewriter {
        private final CallSites sites;
        private final boolean initializes;
        private boolean unparks;

        Method(CallSites sites, boolean unparks, boolean initializes) {
            this.sites = sites;
            this.unparks = unparks;
            this.initializes = initializes;
        }

        @Override
        public boolean rewrite(CodeBuilder code, CodeElement element) {
            if (unparks) {
                unparks = false;
                code.aload(0)
                        .invokestatic(HOOKS, "runner", MethodTypeDesc.of(THREAD, THREAD))
                        .astore(0)
                        .with(element);
                return true;
            }
            if (element instanceof FieldInstruction field) {
                return !initializes && rewriteField(code, field);
            }
            return element instanceof InvokeInstruction call && rewriteCall(code, call);
        }

        private boolean rewriteField(CodeBuilder code, FieldInstruction field) {
            String name = field.name().stringValue();
            if (name.equals("ASYNC_POOL") && field.typeSymbol().equals(EXECUTOR)) {
                code.with(field).invokestatic(HOOKS, "asyncPool", MethodTypeDesc.of(EXECUTOR, EXECUTOR));
                return true;
            }
            MethodTypeDesc type = FIELDS.get(name);
            if (field.opcode() != Opcode.GETSTATIC
                    || type == null
                    || !field.typeSymbol().equals(type.returnType())) {
                return false;
            }
            code.with(field).invokestatic(HOOKS, HOOKS_OF_FIELDS.getOrDefault(name, name), type);
            return true;
        }

        private boolean rewriteCall(CodeBuilder code, InvokeInstruction call) {
            CallSites.Replacement replacement = sites.of(call);
            if (replacement == null) {
                return false;
            }
            replacement.write(code, call);
            return true;
        }
    }
}
