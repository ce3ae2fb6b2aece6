// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.exceptions.HubClosedException;
import io.jevent.exceptions.PinnedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.monkey.MonkeyPatchException;
import io.jevent.monkey.Patch;
import io.jevent.socket.Descriptors;
import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * What is patched together takes effect together: first all is looked for, then all classes are changed, which does
 * nothing yet because nobody answers their questions, then the answers are switched on. If one step fails, those before
 * it stay without effect.
 */
/** Changes classes, by way of the agent. */
public final class Patcher {

    private static volatile @Nullable Patcher instance;

    private final Instrumentation instrumentation;
    private final Jdk jdk;
    private final JdkTransformer transformer = new JdkTransformer();
    private final List<MethodHandle> originals = new ArrayList<>();
    private final PatchTable table;
    private final Set<Patch> active = ConcurrentHashMap.newKeySet();
    private final Set<Thread> answering = ConcurrentHashMap.newKeySet();
    private final Set<String> threadPackages = ConcurrentHashMap.newKeySet();
    private final Set<JdkMethod> inPlace = new HashSet<>();
    private @Nullable CallSiteTransformer timeSites;
    private @Nullable CallSiteTransformer threadSites;
    private final ThreadRewriter threadRewriter = new ThreadRewriter();

    private Patcher(Instrumentation instrumentation) throws ReflectiveOperationException, IOException {
        this.instrumentation = instrumentation;
        this.jdk = new Jdk(instrumentation);
        this.table = new PatchTable(jdk, this::isActive);
        instrumentation.addTransformer(transformer, true);
    }

    /**
     * Called by the agent, once or more.
     *
     * @param instrumentation what the JVM gives an agent
     */
    public static void arrive(Instrumentation instrumentation) {
        synchronized (Patcher.class) {
            if (instance == null) {
                if (!instrumentation.isRetransformClassesSupported()) {
                    throw new MonkeyPatchException(
                            "this JVM lets no agent change classes that are loaded; use a JDK 25 of" + " the OpenJDK",
                            null);
                }
                try {
                    instance = new Patcher(instrumentation);
                } catch (ReflectiveOperationException | IOException | RuntimeException e) {
                    throw new MonkeyPatchException(
                            "this JDK (" + Runtime.version() + ") is not what jevent-monkey was"
                                    + " written for, a JDK 25; nothing was patched: " + e,
                            e);
                }
            }
        }
    }

    /**
     * Returns the one, loading the agent if that was not done.
     *
     * @return the patcher
     */
    public static Patcher get() {
        Patcher existing = instance;
        if (existing == null) {
            Attachment.load();
            existing = instance;
        }
        if (existing == null) {
            throw new MonkeyPatchException(
                    "the agent was loaded but not by the class loader of this code: put"
                            + " jevent-monkey on the class path of the program",
                    null);
        }
        return existing;
    }

    /**
     * Returns the one if the agent is there.
     *
     * @return the patcher, or null
     */
    public static @Nullable Patcher ifThere() {
        return instance;
    }

    /**
     * Whether something is patched.
     *
     * @param patch what
     * @return true if it has effect
     */
    public boolean isActive(Patch patch) {
        return active.contains(patch);
    }

    /**
     * Whether a method of the JDK is changed and asks.
     *
     * @param owner the name of its class
     * @param name its name
     * @return true if one of this name is patched
     */
    public boolean isPatched(String owner, String name) {
        return table.methods().stream()
                .anyMatch(
                        m -> m.isAsking() && m.owner().equals(owner) && m.name().equals(name));
    }

    /**
     * Patches, all or nothing.
     *
     * @param patches what
     * @param packages where threads become greenlets, if that is among them
     * @return whether anything was not patched before
     */
    public synchronized boolean patch(Set<Patch> patches, Collection<String> packages) {
        Set<Patch> wanted = EnumSet.noneOf(Patch.class);
        wanted.addAll(patches);
        wanted.removeAll(active);
        prepareMethods(wanted);
        if (wanted.contains(Patch.DNS)) {
            ResolverSeat.take(jdk);
        }
        boolean morePackages = threadPackages.addAll(
                packages.stream().map(p -> p.replace('.', '/')).toList());
        prepareCallSites(wanted, morePackages);
        boolean more = active.addAll(wanted);
        switchOn();
        return more || morePackages;
    }

    private void prepareMethods(Set<Patch> wanted) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        List<JdkMethod> missing = new ArrayList<>();
        List<MethodHandle> found = new ArrayList<>();
        for (JdkMethod method : table.methods()) {
            if (!Collections.disjoint(wanted, method.patches()) && !inPlace.contains(method)) {
                try {
                    classes.add(find(method, found));
                    missing.add(method);
                } catch (ReflectiveOperationException e) {
                    throw new MonkeyPatchException(
                            "this JDK (" + Runtime.version() + ") has no " + method
                                    + ", which has to be patched for any of " + method.patches()
                                    + "; nothing was patched",
                            e);
                }
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        for (int i = 0; i < missing.size(); i++) {
            originals.add(found.get(i));
            transformer.add(missing.get(i));
        }
        retransform(classes);
        for (Class<?> changed : classes) {
            Throwable failure = transformer.failureOf(changed.getName());
            if (failure != null) {
                throw new MonkeyPatchException(
                        "cannot patch " + changed.getName() + " of this JDK (" + Runtime.version()
                                + "); nothing was patched: " + failure,
                        failure);
            }
        }
        inPlace.addAll(missing);
    }

    private Class<?> find(JdkMethod method, List<MethodHandle> found) throws ReflectiveOperationException {
        Class<?> owner = Class.forName(method.owner(), false, null);
        MethodType type = resolve(method.type());
        Method declared = owner.getDeclaredMethod(method.name(), type.parameterArray());
        if (declared.getReturnType() != type.returnType() || Modifier.isNative(declared.getModifiers())) {
            throw new NoSuchMethodException(method.toString());
        }
        boolean isStatic = Modifier.isStatic(declared.getModifiers());
        found.add(jdk.method(owner, method.name(), type, isStatic));
        return owner;
    }

    private MethodType resolve(MethodTypeDesc type) throws ReflectiveOperationException {
        return type.resolveConstantDesc(jdk.in(Thread.class));
    }

    private void prepareCallSites(Set<Patch> wanted, boolean morePackages) {
        if (wanted.contains(Patch.TIME)) {
            timeSites = new CallSiteTransformer(Ownership::isForeign, CallSiteTransformer.calls(CallSites.time()));
            rewrite(timeSites);
        }
        if (wanted.contains(Patch.THREAD) || (morePackages && active.contains(Patch.THREAD))) {
            CallSiteTransformer before = threadSites;
            threadSites = new CallSiteTransformer(
                    name -> Ownership.isForeign(name) && Ownership.isIn(name, threadPackages), threadRewriter);
            if (before != null) {
                instrumentation.removeTransformer(before);
            }
            rewrite(threadSites);
        }
    }

    /** Classes that come are changed when they come, those that are here now. */
    private void rewrite(CallSiteTransformer sites) {
        instrumentation.addTransformer(sites, true);
        List<Class<?>> late = new ArrayList<>();
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (!loaded.isArray()
                    && !loaded.isHidden()
                    && sites.concerns(loaded.getName().replace('.', '/'), loaded.getClassLoader())
                    && instrumentation.isModifiableClass(loaded)) {
                late.add(loaded);
            }
        }
        retransform(late);
    }

    private void retransform(Collection<Class<?>> classes) {
        if (classes.isEmpty()) {
            return;
        }
        try {
            instrumentation.retransformClasses(classes.toArray(Class<?>[]::new));
        } catch (UnmodifiableClassException | LinkageError e) {
            throw new MonkeyPatchException(
                    "cannot change " + classes.size() + " loaded classes, of which one is refused;"
                            + " nothing was patched: " + e,
                    e);
        }
    }

    /**
     * A class that an answer needs must not be loaded by that answer: it may be the answer to the loading of that
     * class.
     */
    private static void loadWhatAnswers() {
        var needed = List.of(
                Greenlets.class,
                PatchedClocks.class,
                PatchedSleep.class,
                PatchedThreads.class,
                PatchedFiles.class,
                DescriptorWaits.class,
                InterruptibleWait.class,
                Sneaky.class,
                GreenletResolverProvider.class,
                CurrentGreenlet.class,
                PinnedException.class,
                HubClosedException.class,
                ThreadPool.class,
                Descriptors.class);
        for (Class<?> one : needed) {
            try {
                Class.forName(one.getName(), true, one.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("jevent-monkey is incomplete: it lacks " + one.getName(), e);
            }
        }
    }

    private void switchOn() {
        loadWhatAnswers();
        table.methods().forEach(method -> method.askIf(active));
        if (active.contains(Patch.DNS)) {
            GreenletResolverProvider.activate();
        }
        if (active.contains(Patch.TIME)) {
            jdk.hook("ticker", LongSupplier.class, (LongSupplier) PatchedClocks::nanoTime);
            jdk.hook("wall", Supplier.class, (Supplier<Instant>) PatchedClocks::wall);
            jdk.hook("sleep", Predicate.class, (Predicate<Duration>) PatchedSleep::sleep);
        }
        if (active.contains(Patch.THREAD)) {
            jdk.hook("start", Predicate.class, (Predicate<Thread>) PatchedThreads::start);
            jdk.hook("interrupt", Predicate.class, (Predicate<Thread>) PatchedThreads::interrupt);
            jdk.hook("state", Function.class, (Function<Thread, Thread.@Nullable State>) PatchedThreads::state);
            jdk.hook("join", BiFunction.class, (BiFunction<Thread, Duration, @Nullable Boolean>) PatchedThreads::join);
        }
        jdk.hook("calls", Function.class, (Function<Object[], @Nullable Object>) this::call);
    }

    /*
     * What is done here may load classes, and so read files, by methods that ask here: who asks in the middle of an answer
     * is told to do as ever. Nothing that might have to be loaded may stand before that is known.
     */
    /** Answers a method of the JDK. */
    private @Nullable Object call(Object[] call) {
        int number = (int) call[0];
        JdkMethod method = transformer.method(number);
        if (!method.isAsking()) {
            return null;
        }
        if (method.everyone()) {
            return method.answer(call, originals.get(number));
        }
        Thread caller = Thread.currentThread();
        if (!answering.add(caller)) {
            return null;
        }
        try {
            return Greenlets.mayWait() ? method.answer(call, originals.get(number)) : null;
        } finally {
            answering.remove(caller);
        }
    }

    /**
     * The classes outside of the JDK that could not be changed, with the reason.
     *
     * @return their names
     */
    public Map<String, String> failures() {
        Map<String, String> failures = new java.util.TreeMap<>();
        for (CallSiteTransformer sites : sites()) {
            sites.failures().forEach((name, cause) -> failures.put(name, cause.toString()));
        }
        for (String name : threadRewriter.tooLate()) {
            failures.put(
                    name, "extends Thread and was loaded before it could be changed: patch earlier, with -javaagent");
        }
        return failures;
    }

    /**
     * The classes outside of the JDK in which calls were changed.
     *
     * @return their names
     */
    public Set<String> changed() {
        Set<String> changed = new java.util.TreeSet<>();
        sites().forEach(sites -> changed.addAll(sites.changed()));
        return changed;
    }

    /**
     * The packages in which threads become greenlets.
     *
     * @return their names
     */
    public Set<String> threadPackages() {
        Set<String> names = new java.util.TreeSet<>();
        threadPackages.forEach(p -> names.add(p.replace('/', '.')));
        return names;
    }

    private List<CallSiteTransformer> sites() {
        List<CallSiteTransformer> all = new ArrayList<>();
        if (timeSites != null) {
            all.add(timeSites);
        }
        if (threadSites != null) {
            all.add(threadSites);
        }
        return all;
    }
}
