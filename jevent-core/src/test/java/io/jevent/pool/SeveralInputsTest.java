// SPDX-License-Identifier: Apache-2.0
package io.jevent.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.ResultIterator;
import io.jevent.TaskRunner;
import io.jevent.hub.Hub;
import io.jevent.threadpool.ThreadPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code imap}, {@code imapUnordered} and {@code map} over several inputs. */
class SeveralInputsTest {

    private final List<Object> log = new ArrayList<>();

    private static <T> List<T> all(Iterator<T> iterator) {
        var list = new ArrayList<T>();
        iterator.forEachRemaining(list::add);
        return list;
    }

    /** Notes each element when it is read. */
    private Iterable<Integer> logged(String name, int length) {
        return () ->
                IntStream.range(0, length).peek(i -> log.add(name + i)).boxed().iterator();
    }

    private static String slowly(String word, int seconds) {
        Jevent.sleep(Duration.ofSeconds(seconds));
        return word + seconds;
    }

    @Test
    void imapKeepsTheOrderOfInputAndImapUnorderedThatOfCompletion() throws Exception {
        HubTesting.run(() -> {
            var words = List.of("a", "b", "c");
            var times = List.of(3, 2, 1);
            assertThat(all(new Group().imap(SeveralInputsTest::slowly, words, times)))
                    .containsExactly("a3", "b2", "c1");
            assertThat(Hub.current().now()).isEqualTo(3_000_000_000L);
            assertThat(all(new Group().imapUnordered(SeveralInputsTest::slowly, words, times)))
                    .containsExactly("c1", "b2", "a3");
        });
    }

    @Test
    void theShorterInputEndsTheResultsWhicheverItIs() throws Exception {
        HubTesting.run(() -> {
            var group = new Group();
            assertThat(all(group.imap(Integer::sum, List.of(1, 2, 3), List.of(10))))
                    .containsExactly(11);
            assertThat(all(group.imap(Integer::sum, List.of(1), List.of(10, 20))))
                    .containsExactly(11);
            assertThat(all(group.imapUnordered(Integer::sum, List.<Integer>of(), List.of(10))))
                    .isEmpty();
        });
    }

    @Test
    void theInputsAreReadLazilyWithinTheBoundOfThePool() throws Exception {
        HubTesting.run(() -> {
            var pool = new Pool(2);
            ResultIterator<Integer> results = pool.imap(
                    (a, b) -> {
                        Jevent.sleep(Duration.ofSeconds(1));
                        return a + b;
                    },
                    logged("a", 9),
                    logged("b", 9));
            assertThat(log).isEmpty();
            Jevent.sleep();
            assertThat(pool.size()).isEqualTo(2);
            assertThat(log).containsExactly("a0", "b0", "a1", "b1", "a2", "b2"); // the third pair waits for a slot
            results.close();
            assertThat(pool.isEmpty()).isTrue();
        });
    }

    @Test
    void noMoreThanMaxUnreadPairsAreBegun() throws Exception {
        HubTesting.run(() -> {
            var group = new Group();
            try (var ordered = group.imap(Integer::sum, logged("a", 9), logged("b", 9), 1);
                    var unordered = group.imapUnordered(Integer::sum, logged("c", 9), logged("d", 9), 1)) {
                assertThat(ordered.next()).isZero();
                assertThat(unordered.next()).isZero();
                Jevent.idle();
                assertThat(log).doesNotContain("a3", "c3");
                assertThat(all(ordered)).containsExactly(2, 4, 6, 8, 10, 12, 14, 16);
                assertThat(all(unordered)).hasSize(8);
            }
            assertThatThrownBy(() -> group.imap(Integer::sum, List.of(1), List.of(1), 0))
                    .isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void aFailureIsThrownInItsPlaceAndTheOthersGoOn() throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((_, _) -> {});
            ResultIterator<Integer> results = new Group().imap((a, b) -> a / b, List.of(4, 4, 4), List.of(1, 0, 2));
            assertThat(results.next()).isEqualTo(4);
            assertThatThrownBy(results::next).isInstanceOf(ArithmeticException.class);
            assertThat(results.next()).isEqualTo(2);
            assertThat(results.hasNext()).isFalse();
        });
    }

    @Test
    void zipMakesRowsOfAnyNumberOfSources() throws Exception {
        HubTesting.run(() -> {
            Iterable<List<Object>> rows = TaskRunner.zip(List.of(1, 2), List.of("a", "b", "c"), List.of(true, false));
            assertThat(rows).containsExactly(List.of(1, "a", true), List.of(2, "b", false));
            assertThat(new Group().map(List::size, rows)).containsExactly(3, 3);
            assertThat(TaskRunner.zip()).isEmpty();
            assertThat(TaskRunner.zip(Arrays.asList(1, null))).hasSize(2);
            Iterator<List<Object>> ended = rows.iterator();
            all(ended);
            assertThatThrownBy(ended::next).isInstanceOf(NoSuchElementException.class);
        });
    }

    @Test
    void aThreadPoolTakesSeveralInputsToo() throws Exception {
        HubTesting.run(() -> {
            try (var pool = new ThreadPool(2)) {
                assertThat(all(pool.imap(Integer::sum, List.of(1, 2), List.of(10, 20))))
                        .containsExactly(11, 22);
            }
        });
    }
}
