// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.internal.world.World;
import java.io.File;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The random numbers of the JDK in a simulation: all of them come from the one seed of its world. */
final class SimulatedChance {

    private static final String SECURE = "java.security.SecureRandom.";

    private final VarHandle seed;
    private final VarHandle probe;
    private final MethodHandle currentCarrier;

    SimulatedChance(Jdk jdk) throws ReflectiveOperationException {
        Lookup lookup = jdk.in(Thread.class);
        seed = lookup.findVarHandle(Thread.class, "threadLocalRandomSeed", long.class);
        probe = lookup.findVarHandle(Thread.class, "threadLocalRandomProbe", int.class);
        currentCarrier = lookup.findStatic(Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
    }

    /** The methods; from now on a world begins without numbers of an earlier one. */
    List<JdkMethod> methods() {
        World.beginsWith(this::begin);
        return List.of(
                asked("java.util.Random.seedUniquifier()J", (world, _) -> world.nextSeed()),
                asked(
                        "java.lang.Math.random()D",
                        (world, _) -> world.mathRandom().nextDouble()),
                asked(
                        "java.lang.StrictMath.random()D",
                        (world, _) -> world.mathRandom().nextDouble()),
                asked("java.util.concurrent.ThreadLocalRandom.localInit()V", this::initialize),
                asked("java.util.UUID.randomUUID()Ljava/util/UUID;", (world, _) -> world.randomUuid()),
                asked(SECURE + "nextBytes([B)V", SimulatedChance::fill),
                asked(SECURE + "nextBytes([BLjava/security/SecureRandomParameters;)V", SimulatedChance::fill),
                asked(SECURE + "generateSeed(I)[B", (world, call) -> world.randomBytes((int) call[2])),
                asked("java.util.Collections.shuffle(Ljava/util/List;)V", SimulatedChance::shuffle),
                asked(
                        "java.nio.file.TempFileHelper.generatePath(Ljava/lang/String;Ljava/lang/String;"
                                + "Ljava/nio/file/Path;)Ljava/nio/file/Path;",
                        (world, call) ->
                                world.temporaryFiles().next((Path) call[3], (String) call[1], (String) call[2])),
                asked(
                        "java.io.File$TempDirectory.generateFile(Ljava/lang/String;Ljava/lang/String;Ljava/io/File;)"
                                + "Ljava/io/File;",
                        (world, call) -> world.temporaryFiles()
                                .next(((File) call[3]).toPath(), new File((String) call[1]).getName(), (String) call[2])
                                .toFile()));
    }

    private static JdkMethod asked(String signature, BiFunction<World, Object[], @Nullable Object> handler) {
        return JdkMethod.askedInSimulations(
                signature, (call, _) -> handler.apply(Objects.requireNonNull(World.ifCurrent()), call));
    }

    /** Seeds the generator of the calling thread; its probe only tells that it has a seed. */
    private Object initialize(World world, Object[] call) {
        Thread thread = Thread.currentThread();
        long number = world.nextSeed();
        seed.set(thread, number);
        probe.set(thread, (int) number | 1);
        return JdkMethod.DONE;
    }

    private Thread carrier() {
        try {
            return (Thread) currentCarrier.invokeExact();
        } catch (Throwable t) {
            throw Sneaky.raise(t);
        }
    }

    /*
     * Invariant: the carrier of a world has a probe. A concurrent map or counter of the JVM that another thread changes
     * at the same moment would initialize a carrier without one, at the expense of the world's random numbers. Those
     * classes may change the carrier's probe in that case, too, so pools ask for the probe of the world instead.
     */
    private void begin() {
        Thread carrier = carrier();
        if ((int) probe.get(carrier) == 0) {
            seed.set(carrier, carrier.threadId());
            probe.set(carrier, 1);
        }
    }

    private static Object fill(World world, Object[] call) {
        byte[] target = (byte[]) call[2];
        byte[] random = world.randomBytes(target.length);
        System.arraycopy(random, 0, target, 0, random.length);
        return JdkMethod.DONE;
    }

    private static Object shuffle(World world, Object[] call) {
        Collections.shuffle((List<?>) call[1], new Random(world.nextSeed()));
        return JdkMethod.DONE;
    }
}
