// SPDX-License-Identifier: Apache-2.0
package org.example.sim;

import java.io.File;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Lists everything that a program sees of chance, of time and of the numbers of the JVM. */
@SuppressWarnings({"JavaUtilDate", "JavaTimeDefaultTimeZone"}) // as libraries do
public final class Sources {

    private static final Random SHARED = new Random(7);

    private Sources() {}

    /**
     * Asks all sources.
     *
     * @return what they say
     * @throws IOException if a file cannot be made
     */
    public static List<String> all() throws IOException {
        List<String> all = new ArrayList<>(random());
        all.add("nanoTime " + System.nanoTime());
        all.add("currentTimeMillis " + System.currentTimeMillis());
        all.add("Instant " + Instant.now());
        all.add("LocalDateTime " + LocalDateTime.now());
        all.add("Date " + new Date().getTime());
        all.add("Set.of " + Set.of("a", "b", "c", "d", "e") + Set.of(1, 2));
        all.add("Map.of " + Map.of(1, 1, 2, 2, 3, 3, 4, 4) + Map.copyOf(Map.of("x", 1, "y", 2)));
        all.add("toUnmodifiableSet "
                + Stream.of("q", "w", "e").collect(java.util.stream.Collectors.toUnmodifiableSet()));
        var thread = new Thread(() -> {});
        all.add("thread " + thread + " " + thread.threadId());
        all.add("file " + Files.createTempFile("jevent", ".sim") + " " + File.createTempFile("jevent", ".sim"));
        Files.writeString(Files.createTempDirectory("jevent").resolve("file"), "x");
        return all;
    }

    private static List<String> random() {
        List<String> all = new ArrayList<>();
        all.add("Math.random " + Math.random() + " " + Math.random());
        all.add("Random " + new Random().nextLong() + " " + new Random().nextLong());
        all.add("ThreadLocalRandom " + ThreadLocalRandom.current().nextLong());
        all.add("SplittableRandom " + new SplittableRandom().nextLong());
        for (String algorithm : List.of("L64X128MixRandom", "L128X1024MixRandom", "Xoshiro256PlusPlus", "Random")) {
            all.add(algorithm + " " + RandomGenerator.of(algorithm).nextLong());
        }
        all.add("default " + RandomGenerator.getDefault().nextLong());
        all.add("UUID " + UUID.randomUUID());
        all.add("SecureRandom " + new SecureRandom().nextLong() + Arrays.toString(new SecureRandom().generateSeed(4)));
        all.add("prime " + BigInteger.probablePrime(40, new SecureRandom()));
        List<Integer> list = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7));
        Collections.shuffle(list);
        all.add("shuffle " + list);
        return all;
    }

    /** {@return a number that an earlier run has an influence on} */
    public static int shared() {
        return SHARED.nextInt();
    }

    /** {@return the order in which a set has objects, by the order in which they were added} */
    public static List<Integer> orderOfObjects() {
        IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
        Set<Object> objects = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            var object = new Object();
            numbers.put(object, i);
            objects.add(object);
        }
        return objects.stream().map(numbers::get).toList();
    }
}
