// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.world;

import io.jevent.hub.Attachments;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.access.HubAccess;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The JVM as a program in a closed world sees it: each hub that is one has a world of its own.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class World {

    private static final HubAccess<Hub, RawGreenlet> HUBS = HubAccess.to(Hub.class, RawGreenlet.class);

    /** The date when the virtual clock stands at zero. */
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private static final int SALTS = 64;

    /** The upper bits of a salt of 32 bits choose the place where an iteration begins, the lowest its direction. */
    private static final int PLACE = 26;

    private static volatile Runnable begin = () -> {};

    private final Hub hub;
    private final WorldThreads threads = new WorldThreads();
    private final WorldPools pools = new WorldPools();
    private final Map<Object, Integer> counters = new HashMap<>();
    private final IdentityHashMap<Thread, Long> ids = new IdentityHashMap<>();
    private Instant epoch = EPOCH;
    private PreemptionLevel preemption = PreemptionLevel.WAITS;
    private List<String> preempted = List.of();
    private final IdentityHashMap<String, Boolean> isPreempted = new IdentityHashMap<>();
    private LongSupplier wallError = () -> 0;
    private WorldChoices choices = (_, _) -> 0;
    private @Nullable SplittableRandom chance;
    private int probe;
    private long salt = -1;
    private @Nullable Random mathRandom;
    private @Nullable TemporaryFiles temporaryFiles;
    private final WorldFiles files = new WorldFiles(this);

    private World(Hub hub) {
        this.hub = hub;
        begin.run();
    }

    /**
     * Has work done at the beginning of each world.
     *
     * @param work called on the hub's thread or on one of its virtual threads
     */
    public static void beginsWith(Runnable work) {
        begin = work;
    }

    /**
     * Returns the world that the caller is in.
     *
     * @return the world; null if the caller's hub is no closed world, or the caller has asked for the originals
     */
    public static @Nullable World ifCurrent() {
        Hub hub = Hub.ifCurrent();
        return hub == null || !hub.loop().isClosedWorld() || Originals.areWanted()
                ? null
                : Place.of(hub).world(hub);
    }

    /**
     * Returns the world of a hub.
     *
     * @param hub the hub of the calling thread, a closed world
     * @return its world
     */
    public static World of(Hub hub) {
        return Objects.requireNonNull(Place.of(hub).world(hub), "the world is being made");
    }

    /** Loads the classes that the hooks of the JDK need before they ask for a world; call it before they do. */
    public static void load() {
        Place.load();
    }

    /**
     * Keeps the world of a hub. Making a world loads classes, and the JDK's class loaders call hooks: they find no
     * world then, so that they go on as outside of a simulation.
     */
    private static final class Place {

        private static final Supplier<Place> NEW = Place::new;

        private @Nullable World world;
        private boolean isMaking;

        static void load() {
            var _ = NEW.get();
        }

        static Place of(Hub hub) {
            return Attachments.of(hub).get(Place.class, NEW);
        }

        @Nullable
        World world(Hub hub) {
            if (world == null && !isMaking) {
                isMaking = true;
                world = new World(hub);
            }
            return world;
        }
    }

    /** {@return the hub} */
    public Hub hub() {
        return hub;
    }

    /** {@return the clock that measures, in nanoseconds} */
    public long nanoTime() {
        return hub.now();
    }

    /** {@return the clock on the wall} */
    public Instant now() {
        return rightNow().plusNanos(wallError.getAsLong());
    }

    /** {@return the wall clock without the skew of a node} */
    public Instant rightNow() {
        return epoch.plusNanos(hub.now());
    }

    /**
     * Lets the clock on the wall be wrong.
     *
     * @param nanos answers by how much the clock is ahead that the calling code sees
     */
    public void setWallError(LongSupplier nanos) {
        wallError = nanos;
    }

    /**
     * Sets the clock on the wall.
     *
     * @param date the date when the virtual clock stands at zero
     */
    public void setEpoch(Instant date) {
        epoch = date;
    }

    /**
     * Sets who decides: the first alternative is taken unless set.
     *
     * @param made asked when the program needs the first random number, or the order of the first immutable set
     */
    public void setChoices(WorldChoices made) {
        choices = made;
    }

    private SplittableRandom chance() {
        SplittableRandom known = chance;
        if (known == null) {
            known = new SplittableRandom(choices.choose("seed of random numbers", 1L << Integer.SIZE));
            chance = known;
        }
        return known;
    }

    /** {@return the seed of a new generator} */
    public long nextSeed() {
        return chance().nextLong();
    }

    /**
     * Makes random bytes.
     *
     * @param count how many
     * @return the bytes
     */
    public byte[] randomBytes(int count) {
        var bytes = new byte[count];
        chance().nextBytes(bytes);
        return bytes;
    }

    /** {@return a UUID of version 4} */
    public UUID randomUuid() {
        long most = (nextSeed() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long least = (nextSeed() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }

    /** {@return the generator of {@link Math#random}} */
    public Random mathRandom() {
        Random known = mathRandom;
        if (known == null) {
            known = new Random(nextSeed());
            mathRandom = known;
        }
        return known;
    }

    /** {@return the number, not zero, by which a pool chooses the queue of a thread that is none of its workers} */
    public int probe() {
        if (probe == 0) {
            probe = (int) nextSeed() | 1;
        }
        return probe;
    }

    /**
     * Replaces the number by which pools choose a queue, after a collision.
     *
     * @param next the next number, not zero
     */
    public void setProbe(int next) {
        probe = next;
    }

    /** {@return the salt that the order of {@code Set.of} and {@code Map.of} depends on} */
    public long salt() {
        if (salt < 0) {
            long chosen = choices.choose("order of immutable sets", SALTS);
            salt = (chosen << PLACE) | ((chosen & 1) ^ 1);
        }
        return salt;
    }

    /** {@return the temporary files} */
    public TemporaryFiles temporaryFiles() {
        TemporaryFiles known = temporaryFiles;
        if (known == null) {
            known = new TemporaryFiles(this);
            temporaryFiles = known;
        }
        return known;
    }

    /** {@return the files of simulated machines} */
    public WorldFiles files() {
        return files;
    }

    /**
     * Lets threads of the program be interrupted where they do not wait.
     *
     * @param level where
     * @param packages the packages whose code is interrupted, in internal form, {@code *} for all
     */
    public void setPreemption(PreemptionLevel level, List<String> packages) {
        preemption = level;
        preempted = List.copyOf(packages);
        isPreempted.clear();
    }

    /**
     * Comes before an operation of the program: others may run now.
     *
     * @param level the kind of the operation
     * @param operation the class that has the instruction, a space, and a name; the same object each time
     */
    public void point(PreemptionLevel level, String operation) {
        if (preemption.compareTo(level) < 0) {
            return;
        }
        Boolean included = isPreempted.get(operation);
        if (included == null) {
            included = PreemptionLevel.isIn(operation, preempted);
            isPreempted.put(operation, included);
        }
        if (included) {
            HUBS.offerTurn(operation);
        }
    }

    /** {@return the threads that the program has started} */
    public WorldThreads threads() {
        return threads;
    }

    /** {@return the pools that the JVM has by itself} */
    public WorldPools pools() {
        return pools;
    }

    /**
     * Counts.
     *
     * @param counter what is counted
     * @param first the first number
     * @return {@code first} in the first call for this counter, then one more each time
     */
    public int count(Object counter, int first) {
        return counters.merge(counter, first, (number, _) -> number + 1);
    }

    /**
     * Returns the id by which the program knows a thread. The JVM's own ids go on from run to run.
     *
     * @param thread any thread
     * @return the same for the same thread; the first one that is asked for its id has 1
     */
    public long idOf(Thread thread) {
        Long known = ids.get(thread);
        if (known == null) {
            known = ids.size() + 1L;
            ids.put(thread, known);
        }
        return known;
    }
}
