// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Operations that a program does again and again leave nothing behind, and cost the same among few as among many.
 *
 * <p>Retained memory is measured after a garbage collection, again if the machine disturbs the measurement: a leak
 * shows each time. Costs are processor time of the hub's thread, which other processes do not change, and what is
 * compared differs a hundredfold.
 */
@Tag("realtime")
class GrowthTest {

    /** Less is noise: of the compilers, of what is loaded, of tables that grow. */
    private static final long NOISE = 200_000;

    private static final int ATTEMPTS = 6;

    private static final int FEW_OTHERS = 300;
    private static final int MANY_OTHERS = 30_000;
    private static final int BATCH = 200;
    private static final int BATCHES = 12;

    /** If the cost were proportional to the number of the others, many times as much. */
    private static final double MOST = 12;

    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    static Stream<Operation> operations() {
        return Stream.concat(CoreOperations.all().stream(), IoOperations.all().stream());
    }

    static Stream<Crowd> crowds() {
        return Crowd.all().stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nothingStays(Operation operation) throws Exception {
        Jevent.run(() -> {
            try (var closing = new Operation.Closing()) {
                Operation.Once once = operation.making().make(closing);
                int number = repeat(once, 0, operation.count());
                long least = Long.MAX_VALUE;
                for (int i = 0; i < ATTEMPTS && least > NOISE; i++) {
                    long before = used();
                    number = repeat(once, number, operation.count());
                    least = Math.min(least, used() - before);
                }
                assertThat(least)
                        .as("bytes that stay of %d times: %s", operation.count(), operation)
                        .isLessThan(NOISE);
            }
            return null;
        });
    }

    @Test
    void aLeakIsFound() {
        var kept = new ArrayList<Object>();
        assertThatThrownBy(() -> nothingStays(Operation.of("keep", 20_000, _ -> kept.add(new Object()))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("bytes that stay of 20000 times: keep");
    }

    @Test
    void aCostThatGrowsIsFound() {
        var growing = new Crowd("look at all", (others, _) -> {
            var all = new ArrayList<Integer>(Collections.nCopies(others, 1));
            return number -> assertThat(all.indexOf(number + 2)).isNegative();
        });
        assertThatThrownBy(() -> costsTheSameAmongManyAsAmongFew(growing))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("how much more it costs");
    }

    private static int repeat(Operation.Once once, int from, int count) throws Exception {
        for (int i = from; i < from + count; i++) {
            once.run(i);
        }
        return from + count;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            Jevent.sleep(Duration.ofMillis(1)); // what is over may have an end of its own, in a turn of the hub
            System.gc();
        }
        return MEMORY.getHeapMemoryUsage().getUsed();
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void costsTheSameAmongManyAsAmongFew(Crowd crowd) throws Exception {
        long carrier = Thread.currentThread().threadId();
        Jevent.run(() -> {
            long few = Math.min(cost(crowd, FEW_OTHERS, carrier), cost(crowd, FEW_OTHERS, carrier));
            long many = cost(crowd, MANY_OTHERS, carrier);
            assertThat((double) many / few)
                    .as("how much more it costs among %d than among %d: %s", MANY_OTHERS, FEW_OTHERS, crowd)
                    .isLessThan(MOST);
            return null;
        });
    }

    /** The processor time of the cheapest of some batches. */
    private static long cost(Crowd crowd, int others, long carrier) throws Exception {
        try (var closing = new Operation.Closing()) {
            Operation.Once once = crowd.making().among(others, closing);
            long least = Long.MAX_VALUE;
            for (int i = 0; i < BATCHES; i++) {
                long before = THREADS.getThreadCpuTime(carrier);
                repeat(once, i * BATCH, BATCH);
                least = Math.min(least, THREADS.getThreadCpuTime(carrier) - before);
            }
            return least;
        }
    }
}
