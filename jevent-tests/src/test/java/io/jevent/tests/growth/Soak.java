// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.monitor.BlockingMonitor;
import io.jevent.websocket.WebSocketClosedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/**
 * Runs operations at the same time, one greenlet each, and kills and times them out wherever they are. Two tickers
 * sleep equally long all the while; neither misses a turn, so they alternate, however fast the machine is. At the end
 * no greenlet, timer, descriptor or thread is left.
 */
@Tag("realtime")
final class Soak {

    private static final Duration TICK = Duration.ofMillis(1);

    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** No operation holds the hub that long on any machine. */
    private static final Duration HELD = Duration.ofMinutes(2);

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final List<Operation> operations;
    private final Random random;
    private long firstTicks;
    private long secondTicks;
    private long cut;

    private Soak(List<Operation> operations, long seed) {
        this.operations = operations;
        this.random = new Random(seed);
    }

    /** Cuts short a fixed number of greenlets. */
    static String aWhile(List<Operation> operations) throws Exception {
        var soak = new Soak(operations, Long.getLong("jevent.soak.seed", 1));
        soak.runTwice(() -> soak.cut >= 200);
        return soak.result();
    }

    /** Cuts greenlets short for as many seconds as {@code jevent.soak.seconds} tells. */
    static String forLong(List<Operation> operations) throws Exception {
        long seed = Long.getLong("jevent.soak.seed", System.nanoTime());
        IO.println("-Djevent.soak.seed=" + seed);
        var soak = new Soak(operations, seed);
        long end = System.nanoTime()
                + Duration.ofSeconds(Integer.getInteger("jevent.soak.seconds", 60))
                        .toNanos();
        soak.runTwice(() -> System.nanoTime() >= end);
        return soak.result();
    }

    private String result() {
        return cut + " greenlets were killed; the tickers had " + firstTicks + " turns each";
    }

    /** Once for what stays for good: shared threads, and descriptors of what is loaded lazily. */
    private void runTwice(BooleanSupplier enough) throws Exception {
        run(() -> cut >= 100);
        long descriptors = descriptors();
        Set<Thread> before = threads();
        cut = 0;
        run(enough);
        Set<Thread> left = threads();
        left.removeAll(before);
        for (Thread ending : left) {
            assertThat(ending.join(LIMIT)).as("the end of %s", ending).isTrue();
        }
        awaitDescriptors(descriptors);
    }

    /** A process that was killed while it was being started is ended, and its pipes closed, a little later. */
    private static void awaitDescriptors(long expected) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (descriptors() > expected) {
            assertThat(System.nanoTime())
                    .as("more descriptors than the %d before", expected)
                    .isLessThan(end);
            Thread.sleep(10);
        }
    }

    private void run(BooleanSupplier enough) throws Exception {
        List<Object> failures = new CopyOnWriteArrayList<>();
        firstTicks = 0;
        secondTicks = 0;
        try (Hub hub = Hub.open();
                var _ = BlockingMonitor.start(HELD, failures::add)) {
            hub.setErrorHandler((_, failure) -> failures.add(failure));
            Jevent.run(() -> {
                runOperations(hub, enough);
                return null;
            });
        }
        assertThat(failures)
                .as("failures, but those of servers whose client was cut short")
                .allMatch(failure -> failure instanceof IOException || failure instanceof WebSocketClosedException);
    }

    private void runOperations(Hub hub, BooleanSupplier enough) throws Exception {
        List<RawGreenlet> before = hub.greenlets();
        try (var closing = new Operation.Closing()) {
            List<Worker> workers = new ArrayList<>();
            for (Operation operation : operations) {
                workers.add(new Worker(operation.name(), operation.making().make(closing), random.nextLong()));
            }
            List<Greenlet<?>> tickers =
                    List.of(Jevent.spawn(() -> tick(() -> firstTicks++)), Jevent.spawn(() -> tick(this::secondTick)));
            while (!enough.getAsBoolean()) {
                Jevent.sleep(Duration.ofNanos(random.nextInt(2_000_000)));
                Collections.shuffle(workers, random);
                List<Worker> some = workers.subList(0, random.nextInt(workers.size()));
                end(some);
                some.forEach(Worker::begin);
                cut += some.size();
                tickers.forEach(ticker -> assertThat(ticker.isDead()).isFalse());
            }
            end(workers);
            Jevent.killAll(tickers);
        }
        assertThat(secondTicks).as("turns of the tickers").isPositive();
        assertThat(hub.join(LIMIT))
                .as("nothing is left, no timer either: %s", hub.greenlets())
                .isTrue();
        assertThat(hub.greenlets()).as("greenlets that are left").hasSameElementsAs(before);
    }

    private static void tick(Runnable tick) {
        while (true) {
            Jevent.sleep(TICK);
            tick.run();
        }
    }

    private void secondTick() {
        secondTicks++;
        assertThat(firstTicks).as("the tickers alternate").isEqualTo(secondTicks);
    }

    private static void end(List<Worker> workers) {
        workers.forEach(worker -> worker.ending = true);
        Jevent.killAll(workers.stream().map(worker -> worker.greenlet).toList());
        for (Worker worker : workers) {
            Throwable failure = worker.greenlet.exception();
            if (failure != null) {
                throw new AssertionError("failed: " + worker.name, failure);
            }
        }
    }

    private static long descriptors() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            return all.count();
        }
    }

    /** Returns the platform threads, but those of the JDK that come and go for all of a JVM. */
    private static Set<Thread> threads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> thread.getName().startsWith("process reaper")
                || thread.getName().startsWith("ForkJoinPool")
                || thread.getName().contains("Compiler"));
        return threads;
    }

    /** The greenlet that does one operation again and again, each time within a time that may be too short. */
    private static final class Worker {
        private final String name;
        private final Operation.Once once;
        private final Random random;
        private Greenlet<?> greenlet;
        private int number;

        /** A kill that arrives while a resource is closed because of a failure is suppressed by that failure. */
        private boolean ending;

        Worker(String name, Operation.Once once, long seed) {
            this.name = name;
            this.once = once;
            this.random = new Random(seed);
            this.greenlet = Jevent.spawn(this::work);
        }

        void begin() {
            ending = false;
            greenlet = Jevent.spawn(this::work);
        }

        private Void work() throws Exception {
            while (!ending) {
                var limit = Timeout.startNew(Duration.ofNanos(random.nextInt(20_000_000)));
                try (limit) {
                    once.run(number++);
                } catch (Timeout t) {
                    if (!limit.isMine(t)) {
                        throw t;
                    }
                } catch (IOException | InterruptedException e) {
                    CoreOperations.ignore(e); // the other end was cut short, or a call of the JDK was
                }
                Jevent.sleep();
            }
            return null;
        }
    }
}
