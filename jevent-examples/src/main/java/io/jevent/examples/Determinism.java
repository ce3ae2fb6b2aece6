// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.pool.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The same work four times over, by ten threads and by ten greenlets: are the results in the same order each time? */
final class Determinism {

    private static final List<Integer> NUMBERS = IntStream.range(0, 10).boxed().toList();

    private Determinism() {}

    // @start region="program"
    static void main() throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(10)) {
            var first = orderByThreads(new ExecutorCompletionService<>(threads));
            boolean same = true;
            for (int run = 2; run <= 4; run++) {
                same &= orderByThreads(new ExecutorCompletionService<>(threads)).equals(first);
            }
            IO.println(same);
        }

        var pool = new Pool(10);
        var first = orderByGreenlets(pool);
        boolean same = true;
        for (int run = 2; run <= 4; run++) {
            same &= orderByGreenlets(pool).equals(first);
        }
        IO.println(same);
    }

    private static List<Integer> orderByThreads(ExecutorCompletionService<Integer> threads)
            throws InterruptedException, ExecutionException {
        for (int number : NUMBERS) {
            threads.submit(() -> {
                Thread.sleep(1);
                return number;
            });
        }
        var order = new ArrayList<Integer>();
        while (order.size() < NUMBERS.size()) {
            order.add(threads.take().get());
        }
        return order;
    }

    private static List<Integer> orderByGreenlets(Pool pool) {
        var order = new ArrayList<Integer>();
        pool.imapUnordered(
                        number -> {
                            Jevent.sleep(Duration.ofMillis(1));
                            return number;
                        },
                        NUMBERS)
                .forEachRemaining(order::add);
        return order;
    }
    // @end
}
