// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls in code outside of the JDK, and what is called in their place. */
final class CallSites {

    private static final ClassDesc HOOKS = ClassDesc.ofInternalName(Jdk.HOOKS);
    private static final ClassDesc HOOKED_THREAD = ClassDesc.ofInternalName(Jdk.THREAD);
    private static final ClassDesc CLOCK = ClassDesc.of("java.time.Clock");
    private static final ClassDesc ZONE = ClassDesc.of("java.time.ZoneId");
    private static final String THREAD = "java/lang/Thread";
    private static final String THREAD_LOCAL_RANDOM = "java/util/concurrent/ThreadLocalRandom";

    private static final List<String> DATES = List.of(
            "Instant",
            "LocalDate",
            "LocalTime",
            "LocalDateTime",
            "OffsetDateTime",
            "OffsetTime",
            "ZonedDateTime",
            "Year",
            "YearMonth",
            "MonthDay");

    /** Writes the call that stands in the place of another. */
    @FunctionalInterface
    interface Replacement {
        void write(CodeBuilder code, InvokeInstruction call);
    }

    private final Map<String, Replacement> replacements = new HashMap<>();

    /** The names of which a class must mention one for anything to be done with it. */
    private final Set<String> names = new HashSet<>();

    private CallSites() {}

    /** The clocks and {@code Thread.sleep}. */
    static CallSites time() {
        var sites = new CallSites();
        sites.sameName("java/lang/System", "nanoTime", "()J");
        sites.sameName("java/lang/System", "currentTimeMillis", "()J");
        for (String type : List.of("(J)V", "(JI)V", "(Ljava/time/Duration;)V")) {
            sites.sameName(THREAD, "sleep", type);
        }
        sites.put(
                "java/util/concurrent/TimeUnit",
                "sleep",
                "(J)V",
                (code, call) -> code.invokestatic(
                        HOOKS, "sleep", asStatic(call, ClassDesc.of("java.util.concurrent.TimeUnit"))));
        sites.put(
                "java/util/Date",
                "<init>",
                "()V",
                (code, call) -> code.invokestatic(HOOKS, "currentTimeMillis", MethodTypeDesc.of(ConstantDescs.CD_long))
                        .invokespecial(
                                ClassDesc.of("java.util.Date"),
                                "<init>",
                                MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long)));
        for (String date : DATES) {
            sites.date("java/time/" + date);
        }
        sites.clock("systemDefaultZone", "clock", "()Ljava/time/Clock;");
        sites.clock("systemUTC", "utcClock", "()Ljava/time/Clock;");
        sites.clock("system", "clock", "(Ljava/time/ZoneId;)Ljava/time/Clock;");
        return sites;
    }

    /** Threads as code outside of the JDK sees them in a simulation. */
    static CallSites simulation() {
        var sites = new CallSites();
        sites.sameName(THREAD, "currentThread", "()Ljava/lang/Thread;");
        sites.threadId();
        return sites;
    }

    /** The clocks as the JDK's own classes see them. */
    static CallSites clocksInJdk() {
        var sites = new CallSites();
        sites.renamed("java/lang/System", "nanoTime", "()J", "simulatedNanoTime");
        sites.renamed("java/lang/System", "currentTimeMillis", "()J", "simulatedTimeMillis");
        return sites;
    }

    /** Thread ids, where texts for people have them. */
    static CallSites threadIds() {
        var sites = new CallSites();
        sites.threadId();
        return sites;
    }

    /** The seeds of generators of random numbers. */
    static CallSites seeds() {
        var sites = clocksInJdk();
        sites.asStatic("java/util/concurrent/atomic/AtomicLong", "getAndAdd", "(J)J", "getAndAdd");
        return sites;
    }

    /** The numbers in the names of threads. */
    static CallSites counters() {
        var sites = new CallSites();
        sites.asStatic("java/util/concurrent/atomic/AtomicInteger", "getAndIncrement", "()I", "getAndIncrement");
        return sites;
    }

    /** The numbers of clients of HTTP, besides what all classes of the JDK see. */
    static CallSites clientNumbers() {
        var sites = simulationInJdk();
        sites.asStatic("java/util/concurrent/atomic/AtomicLong", "incrementAndGet", "()J", "incrementAndGet");
        return sites;
    }

    /** Clocks, threads and parks of the JDK's own concurrent classes in a simulation. */
    static CallSites simulationInJdk() {
        var sites = clocksInJdk();
        sites.sameName(THREAD, "currentThread", "()Ljava/lang/Thread;");
        sites.onUnsafe("park", "(ZJ)V");
        sites.onUnsafe("unpark", "(Ljava/lang/Object;)V");
        return sites;
    }

    /** Threads: what is called on one, and who makes them. */
    static CallSites threads() {
        var sites = new CallSites();
        String executor = "()Ljava/util/concurrent/ExecutorService;";
        String scheduler = "Ljava/util/concurrent/ScheduledExecutorService;";
        sites.executors("newCachedThreadPool", executor);
        sites.executors("newFixedThreadPool", "(I)Ljava/util/concurrent/ExecutorService;");
        sites.executors("newSingleThreadExecutor", executor);
        sites.executors("newScheduledThreadPool", "(I)" + scheduler);
        sites.executors("newSingleThreadScheduledExecutor", "()" + scheduler);
        sites.names.add(THREAD);
        return sites;
    }

    /** The probes of threads in pools, besides what all classes of the JDK see. */
    static CallSites probes() {
        var sites = simulationInJdk();
        sites.followed(THREAD_LOCAL_RANDOM, "getProbe", "()I", "probe");
        sites.followed(THREAD_LOCAL_RANDOM, "advanceProbe", "(I)I", "nextProbe");
        return sites;
    }

    Set<String> names() {
        return names;
    }

    @Nullable
    Replacement of(InvokeInstruction call) {
        return replacements.get(call.owner().asInternalName() + "." + call.name() + call.type());
    }

    private void put(String owner, String name, String type, Replacement replacement) {
        replacements.put(owner + "." + name + type, replacement);
        names.add(name.equals("<init>") ? owner : name);
    }

    private void sameName(String owner, String name, String type) {
        put(owner, name, type, (code, call) -> code.invokestatic(HOOKS, name, call.typeSymbol()));
    }

    /** The hook is given what a static method returns, and returns what the caller gets. */
    private void followed(String owner, String name, String type, String hook) {
        put(owner, name, type, (code, call) -> {
            ClassDesc result = call.typeSymbol().returnType();
            code.invokestatic(ClassDesc.ofInternalName(owner), name, call.typeSymbol())
                    .invokestatic(HOOKS, hook, MethodTypeDesc.of(result, result));
        });
    }

    private void renamed(String owner, String name, String type, String hook) {
        put(owner, name, type, (code, call) -> code.invokestatic(HOOKS, hook, call.typeSymbol()));
    }

    private void threadId() {
        asStatic(THREAD, "threadId", "()J", "threadId");
        asStatic(THREAD, "getId", "()J", "threadId");
    }

    /** A method of an object becomes one that is given the object. */
    private void asStatic(String owner, String name, String type, String hook) {
        put(
                owner,
                name,
                type,
                (code, call) -> code.invokestatic(HOOKS, hook, asStatic(call, ClassDesc.ofInternalName(owner))));
    }

    private void onUnsafe(String name, String type) {
        put(
                "jdk/internal/misc/Unsafe",
                name,
                type,
                (code, call) -> code.invokestatic(HOOKS, name, asStatic(call, ConstantDescs.CD_Object)));
    }

    private void executors(String name, String type) {
        put(
                "java/util/concurrent/Executors",
                name,
                type,
                (code, call) -> code.invokestatic(HOOKED_THREAD, name, call.typeSymbol()));
    }

    private void clock(String name, String hook, String type) {
        put("java/time/Clock", name, type, (code, call) -> code.invokestatic(HOOKS, hook, call.typeSymbol()));
    }

    /** {@code X.now()} becomes {@code X.now(clock())}. */
    private void date(String owner) {
        ClassDesc date = ClassDesc.ofInternalName(owner);
        put(owner, "now", "()L" + owner + ";", (code, call) -> {
            String clock = owner.endsWith("/Instant") ? "utcClock" : "clock";
            code.invokestatic(HOOKS, clock, MethodTypeDesc.of(CLOCK))
                    .invokestatic(date, "now", MethodTypeDesc.of(date, CLOCK));
        });
        put(
                owner,
                "now",
                "(Ljava/time/ZoneId;)L" + owner + ";",
                (code, call) -> code.invokestatic(HOOKS, "clock", MethodTypeDesc.of(CLOCK, ZONE))
                        .invokestatic(date, "now", MethodTypeDesc.of(date, CLOCK)));
    }

    /** The type of a static method that is given the receiver first. */
    static MethodTypeDesc asStatic(InvokeInstruction call, ClassDesc receiver) {
        return call.typeSymbol().insertParameterTypes(0, receiver);
    }
}
