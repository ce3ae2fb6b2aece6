// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.exceptions.HubClosedException;
import io.jevent.exceptions.NotSimulatedException;
import io.jevent.exceptions.PinnedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.internal.access.PinnedWaits;
import io.jevent.internal.world.Originals;
import io.jevent.internal.world.PreemptionLevel;
import io.jevent.internal.world.TemporaryFiles;
import io.jevent.internal.world.World;
import io.jevent.internal.world.WorldFiles;
import io.jevent.internal.world.WorldPools;
import io.jevent.internal.world.WorldThreads;
import io.jevent.internal.world.WorldTimer;
import io.jevent.monkey.patch.MonkeyPatchException;
import io.jevent.monkey.patch.Patch;
import io.jevent.socket.Descriptors;
import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
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
 * The patches of one call take effect together: first all methods are looked up, then all classes are changed, which has
 * no effect without hooks, then the hooks are set. If one step fails, the earlier ones have no effect.
 */
/** Changes classes, by way of the agent. */
public final class Patcher {

    private static volatile @Nullable Patcher instance;

    private final Instrumentation instrumentation;
    private final Jdk jdk;
    private final JdkPatching methods;
    private final ForeignPatching clocks;
    private final ForeignPatching threads;
    private final SimulationPatching simulation;
    private final Set<Patch> active = ConcurrentHashMap.newKeySet();
    private volatile Set<String> threadPackages = Set.of();

    private Patcher(Instrumentation instrumentation) throws ReflectiveOperationException, IOException {
        this(instrumentation, new Jdk(instrumentation), new Retransformer(instrumentation));
    }

    private Patcher(Instrumentation instrumentation, Jdk jdk, Retransformer retransformer)
            throws ReflectiveOperationException {
        this.instrumentation = instrumentation;
        this.jdk = jdk;
        var transformer = new JdkTransformer();
        var monitors = new SimulatedMonitors(jdk);
        methods = new JdkPatching(jdk, monitors, retransformer, transformer, this::isActive);
        clocks = new ForeignPatching(retransformer, "the clocks");
        threads = new ForeignPatching(retransformer, "threads");
        simulation = new SimulationPatching(jdk, monitors, retransformer);
        retransformer.add(transformer);
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
        return methods.isPatched(owner, name);
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
        packages.forEach(ThreadPackages::check);
        Set<String> allPackages = ThreadPackages.union(threadPackages, packages);
        boolean morePackages = !allPackages.equals(threadPackages);
        methods.prepare(wanted);
        if (wanted.contains(Patch.DNS)) {
            ResolverSeat.take(jdk);
        }
        if (wanted.contains(Patch.SIMULATION)) {
            simulation.prepare();
        }
        if (needsClocks(wanted) && !needsClocks(active)) {
            clocks.prepare(clockSites());
        }
        if (morePackages) {
            threads.prepare(threadSites(allPackages));
        }
        threadPackages = allPackages;
        boolean more = active.addAll(wanted);
        switchOn();
        return more || morePackages;
    }

    /**
     * Puts calls between the instructions of a program, at which a simulation may let others run.
     *
     * @param packages the packages of the program, in internal form, {@code *} for all
     * @throws MonkeyPatchException if a class that is loaded cannot be changed
     */
    public synchronized void preempt(Collection<String> packages) {
        simulation.preempt(packages);
    }

    private static boolean needsClocks(Set<Patch> patches) {
        return patches.contains(Patch.TIME) || patches.contains(Patch.SIMULATION);
    }

    private static CallSiteTransformer clockSites() {
        return new CallSiteTransformer(Ownership::isForeign, CallSiteTransformer.calls(CallSites.time()));
    }

    private static CallSiteTransformer threadSites(Set<String> packages) {
        return new CallSiteTransformer(
                name -> Ownership.isForeign(name) && ThreadPackages.contain(packages, name), new ThreadRewriter());
    }

    /**
     * Does what patching does, as far as that changes nothing, so that an AOT cache made of this run holds what
     * patching needs: a JVM that has changed classes of its own cannot make one.
     *
     * @throws ReflectiveOperationException if this JDK is not what this was written for
     */
    public static void rehearse() throws ReflectiveOperationException {
        AgentOptions all = AgentOptions.parse("all,thread=" + ThreadPackages.EVERY);
        Patcher real = get();
        var rehearsal = new Patcher(real.instrumentation, real.jdk, new Rehearsal(real.instrumentation));
        boolean _ = rehearsal.patch(all.patches(), all.packages());
        GreenletResolver.deactivate();
        real.switchOn();
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
                SimulatedMethods.class,
                SimulatedMonitors.class,
                SimulatedChance.class,
                SimulatedRefusals.class,
                NotSimulatedException.class,
                WorldTimer.class,
                World.class,
                WorldThreads.class,
                WorldPools.class,
                Originals.class,
                PreemptionLevel.class,
                TemporaryFiles.class,
                WorldFiles.class,
                SimulatedFiles.class,
                PinnedParks.class,
                PinnedWaits.class,
                PatchedFiles.class,
                PatchedChannels.class,
                FileKinds.class,
                FileWaits.class,
                DescriptorWaits.class,
                JdkPoller.class,
                InterruptibleWait.class,
                Sneaky.class,
                GreenletResolver.class,
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
        methods.switchOn(active);
        if (active.contains(Patch.DNS)) {
            GreenletResolver.activate();
        }
        if (needsClocks(active)) {
            jdk.hook("ticker", LongSupplier.class, (LongSupplier) PatchedClocks::nanoTime);
            jdk.hook("wall", Supplier.class, (Supplier<Instant>) PatchedClocks::wall);
        }
        if (active.contains(Patch.SIMULATION)) {
            simulation.switchOn();
        }
        if (active.contains(Patch.TIME)) {
            PatchedClocks.followAllHubs();
            jdk.hook("sleep", Predicate.class, (Predicate<Duration>) PatchedSleep::sleep);
        }
        if (active.contains(Patch.THREAD)) {
            jdk.hook("start", Predicate.class, (Predicate<Thread>) PatchedThreads::start);
            jdk.hook("interrupt", Predicate.class, (Predicate<Thread>) PatchedThreads::interrupt);
            jdk.hook("state", Function.class, (Function<Thread, Thread.@Nullable State>) PatchedThreads::state);
            jdk.hook("join", BiFunction.class, (BiFunction<Thread, Duration, @Nullable Boolean>) PatchedThreads::join);
        }
        jdk.hook("calls", Function.class, (Function<Object[], @Nullable Object>) methods::answer);
    }

    /**
     * The classes outside of the JDK that could not be changed, with the reason.
     *
     * @return their names
     */
    public Map<String, String> failures() {
        return ForeignPatching.failures(List.of(clocks, threads, simulation.foreign(), simulation.points()));
    }

    /**
     * The packages in which threads become greenlets.
     *
     * @return their names
     */
    public Set<String> threadPackages() {
        return threadPackages;
    }
}
