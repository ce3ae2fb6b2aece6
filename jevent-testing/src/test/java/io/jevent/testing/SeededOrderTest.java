// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeededOrderTest {

    @Test
    void givesTheSameOrderForTheSameSeedAndOthersForOthers() throws Exception {
        Set<List<String>> orders = new HashSet<>();
        for (long seed = 1; seed <= 50; seed++) {
            List<String> once = orderOf(seed);
            assertThat(orderOf(seed)).isEqualTo(once);
            orders.add(once);
        }
        assertThat(orders).as("the orders of three greenlets").hasSize(6);
    }

    private static List<String> orderOf(long seed) throws Exception {
        var trace = new Trace();
        try (var hub = TestHub.virtualTime().order(new SeededOrder(seed))) {
            hub.run(() -> {
                var all = IntStream.range(0, 3)
                        .mapToObj(i -> Jevent.spawn(trace.mark(i)))
                        .toList();
                Jevent.joinAll(all);
            });
        }
        return trace.labels();
    }

    @Test
    void shufflesGreenletsThatTheJdkWakes() throws Exception {
        assertThat(distinctOrders(order -> {
                    var opened = new CompletableFuture<String>();
                    var all = IntStream.range(0, 5)
                            .mapToObj(i -> Jevent.spawn(() -> {
                                opened.join();
                                order.append(i);
                            }))
                            .toList();
                    Jevent.sleep(Duration.ofMillis(1));
                    opened.complete("");
                    Jevent.joinAll(all);
                }))
                .isGreaterThanOrEqualTo(100);
    }

    @Test
    void shufflesForeignVirtualThreads() throws Exception {
        assertThat(distinctOrders(order -> {
                    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                        IntStream.range(0, 5).forEach(i -> executor.execute(() -> order.append(i)));
                    }
                }))
                .isGreaterThanOrEqualTo(100);
    }

    /** How many orders of five participants 300 seeds give; there are 120. */
    private static int distinctOrders(Consumer<StringBuilder> program) throws Exception {
        Set<String> orders = new HashSet<>();
        SeededOrder.explore(300, time -> {
            var order = new StringBuilder();
            program.accept(order);
            orders.add(order.toString());
        });
        return orders.size();
    }

    @Test
    void keepsCallbacksInTheOrderInWhichTheyWereSent() throws Exception {
        SeededOrder.explore(20, time -> {
            var trace = new Trace();
            for (int i = 0; i < 5; i++) {
                Hub.current().runCallback(trace.mark(i));
                var _ = Jevent.spawn(() -> Jevent.sleep());
            }
            Jevent.idle();
            trace.assertIs(0, 1, 2, 3, 4);
        });
    }

    @Test
    void findsABugOfOrderAndNamesTheSeedThatShowsIt() throws Exception {
        Throwable failure = catchThrowable(() -> SeededOrder.explore(100, time -> raceForTheLastTicket()));

        assertThat(failure).isInstanceOf(AssertionError.class).hasMessage("sold 2 of 1");
        assertThat(failure.getSuppressed()).hasSize(1);
        String note = String.valueOf(failure.getSuppressed()[0].getMessage());
        assertThat(note).matches("this was the order of seed \\d+; to replay it alone, run with -Djevent.seed=\\d+");

        System.setProperty("jevent.seed", note.replaceAll(".*=", ""));
        try {
            var runs = new ArrayList<Integer>();
            assertThatThrownBy(() -> SeededOrder.explore(100, time -> {
                        runs.add(1);
                        raceForTheLastTicket();
                    }))
                    .hasMessage("sold 2 of 1");
            assertThat(runs).hasSize(1);
        } finally {
            System.clearProperty("jevent.seed");
        }
    }

    /** Correct in the order first in, first out, wrong in others: it reads, yields, and acts on the old value. */
    private static void raceForTheLastTicket() {
        int[] left = {1};
        int[] sold = {0};
        Runnable buyer = () -> {
            if (left[0] > 0) {
                if (sold[0] == 0) {
                    Jevent.sleep();
                }
                left[0]--;
                sold[0]++;
            }
        };
        var first = Jevent.spawn(buyer);
        var late = Jevent.spawn(() -> {
            Jevent.sleep();
            buyer.run();
        });
        Jevent.joinAll(first, late);
        if (sold[0] != 1) {
            throw new AssertionError("sold " + sold[0] + " of 1");
        }
    }

    @Test
    void knowsItsSeed() {
        assertThat(new SeededOrder(7).seed()).isEqualTo(7);
        assertThat(new SeededOrder(7)).hasToString("seed 7");
    }
}
