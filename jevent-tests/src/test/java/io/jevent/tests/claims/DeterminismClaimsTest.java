// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.pool.Group;
import io.jevent.pool.Pool;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.examples.Example;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Determinism. */
class DeterminismClaimsTest {

    private static final List<Integer> FIFTY = IntStream.range(0, 50).boxed().toList();

    /** Everything that happens in some work with a pool, in order. */
    private static List<Object> history(Supplier<Group> pools) {
        var log = new ArrayList<Object>();
        pools.get().imapUnordered(i -> echo(i, log), FIFTY).forEachRemaining(log::add);
        pools.get().imap(i -> echo(i, log), FIFTY).forEachRemaining(log::add);
        log.addAll(pools.get().map(i -> echo(i, log), FIFTY));
        return log;
    }

    private static int echo(int i, List<Object> log) {
        for (int k = 0; k < 3; k++) {
            log.add(i + "." + k);
            if (i % 7 == k) {
                Jevent.sleep(Duration.ofMillis(i % 3));
            } else {
                Jevent.sleep();
            }
        }
        return i;
    }

    @Test
    @DisplayName("D1: the same greenlets with the same input give the same output")
    void tenRunsAreEqual() throws Exception {
        List<Supplier<Group>> kinds = List.of(() -> new Pool(10), () -> new Pool(3), Pool::new, Group::new);
        for (Supplier<Group> kind : kinds) {
            var histories = new ArrayList<List<Object>>();
            for (int run = 0; run < 10; run++) {
                VirtualTime.run(_ -> histories.add(history(kind)));
            }
            assertThat(histories).allMatch(history -> history.equals(histories.getFirst()));
        }
    }

    @Test
    @DisplayName("D2: a pool of greenlets gives its results in the same order each time")
    void greenletsAgreeWhereThreadsNeedNot() {
        assertThat(Example.named("determinism").program().run().out()).endsWith("\ntrue\n");
    }

    @Test
    @DisplayName("D3: what comes from outside is not in the program's hands")
    void theOrderOfAnswersIsTheServers() throws Exception {
        VirtualTime.run(_ -> {
            var order = new ArrayList<String>();
            var answers = new ArrayList<CompletableFuture<String>>();
            var greenlets = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 3; i++) {
                var answer = new CompletableFuture<String>();
                answers.add(answer);
                greenlets.add(Jevent.spawn(() -> order.add(Jevent.await(answer))));
            }
            Jevent.sleep();
            for (int i : new int[] {2, 0, 1}) { // as an outside service happens to answer
                Thread.ofPlatform()
                        .start(() -> answers.get(i).complete("answer " + i))
                        .join();
            }
            Jevent.joinAll(greenlets);
            assertThat(order).containsExactly("answer 2", "answer 0", "answer 1");
        });
    }

    @Test
    @DisplayName("D4: greenlets can have races, too; the race is the same each time")
    void aReadAWaitAndAWriteLoseUpdates() throws Exception {
        for (int run = 0; run < 5; run++) {
            VirtualTime.run(_ -> {
                int[] count = {0};
                var greenlets = new ArrayList<Greenlet<?>>();
                for (int i = 0; i < 10; i++) {
                    greenlets.add(Jevent.spawn(() -> {
                        for (int k = 0; k < 10; k++) {
                            int seen = count[0];
                            Jevent.sleep();
                            count[0] = seen + 1;
                        }
                    }));
                }
                Jevent.joinAll(greenlets);
                assertThat(count[0]).isEqualTo(10);
            });
        }
    }
}
