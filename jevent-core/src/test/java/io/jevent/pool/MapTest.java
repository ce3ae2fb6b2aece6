// SPDX-License-Identifier: Apache-2.0
package io.jevent.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Copies;
import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.ResultIterator;
import io.jevent.TaskRunner;
import io.jevent.Timeout;
import io.jevent.event.AsyncResult;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.exceptions.LoopExit;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code map}, {@code imap} and {@code imapUnordered} over groups and pools. */
class MapTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Object> log = new ArrayList<>();
    private final List<Throwable> reported = new ArrayList<>();

    private void run(HubTesting.Body body) throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((context, failure) -> reported.add(failure));
            body.run();
        });
    }

    private static long seconds() {
        return Duration.ofNanos(Hub.current().now()).toSeconds();
    }

    private static void sleep(int seconds) {
        Jevent.sleep(Duration.ofSeconds(seconds));
    }

    private static List<Integer> range(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    /** The later in the input, the sooner it is done. */
    private static int backwards(int n) {
        sleep(3 - n);
        return n * n;
    }

    private static <T> List<T> all(Iterator<T> iterator) {
        var list = new ArrayList<T>();
        iterator.forEachRemaining(list::add);
        return list;
    }

    @Test
    void mapReturnsTheResultsInTheOrderOfInput() throws Exception {
        run(() -> {
            assertThat(new Group().map(MapTest::backwards, range(3))).containsExactly(0, 1, 4);
            assertThat(seconds()).isEqualTo(3);
            assertThat(new Pool(1).map(MapTest::backwards, range(3))).containsExactly(0, 1, 4);
            assertThat(seconds()).isEqualTo(9);
            assertThat(new Group().map(MapTest::backwards, List.of())).isEmpty();
        });
    }

    @Test
    void mapThrowsTheFirstFailureInTheOrderOfInputAndTheOthersGoOn() throws Exception {
        run(() -> {
            var group = new Group();
            assertThatThrownBy(() -> group.map(
                            n -> {
                                sleep(n == 1 ? 2 : 1);
                                if (n > 0 && n < 3) {
                                    throw new IOException("element " + n);
                                }
                                sleep(5);
                                return log.add(n);
                            },
                            List.of(5, 1, 2, 3)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("element 1");
            assertThat(reported).extracting(Throwable::getMessage).containsExactly("element 2", "element 1");
            group.join();
            assertThat(log).containsExactly(5, 3);
        });
    }

    @Test
    void mapThrowsWhatTheInputThrows() throws Exception {
        run(() -> {
            var group = new Group();
            assertThatThrownBy(() -> group.map(log::add, failingAfter(2)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no more input");
            group.join();
            assertThat(log).containsExactly(0, 1);
        });
    }

    @Test
    void mapAsyncDoesItInAGreenletThatIsNoMember() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            long switches = Hub.current().switches();
            Greenlet<List<Integer>> greenlet = pool.mapAsync(MapTest::backwards, range(3));
            assertThat(Hub.current().switches()).isEqualTo(switches);
            assertThat(pool.contains(greenlet)).isFalse();
            assertThat(greenlet.result()).containsExactly(0, 1, 4);
        });
    }

    @Test
    void theFailureOfAnElementOfMapAsyncIsReportedOnce() throws Exception {
        run(() -> {
            var failure = new IOException("element");
            Greenlet<List<Integer>> greenlet = new Group()
                    .mapAsync(
                            n -> {
                                throw failure;
                            },
                            range(1));
            assertThatThrownBy(greenlet::result).is(Copies.of(failure));
            assertThat(reported).containsExactly(failure);
            reported.clear();
            Greenlet<List<Boolean>> other = new Group().mapAsync(log::add, failingAfter(1));
            assertThatThrownBy(other::result).hasMessage("no more input");
            assertThat(reported).containsExactly(other.exception());
        });
    }

    @Test
    void imapHandsResultsOutInTheOrderOfInputAndUnorderedAsTheyCome() throws Exception {
        run(() -> {
            assertThat(all(new Group().imap(MapTest::backwards, range(3)))).containsExactly(0, 1, 4);
            assertThat(all(new Group().imapUnordered(MapTest::backwards, range(3))))
                    .containsExactly(4, 1, 0);
            assertThat(all(new Pool(2).imapUnordered(MapTest::backwards, range(3))))
                    .containsExactly(1, 0, 4);
            assertThat(all(new Group().imap(MapTest::backwards, List.of()))).isEmpty();
            assertThat(all(new Group().imapUnordered(MapTest::backwards, List.of())))
                    .isEmpty();
        });
    }

    @Test
    void aResultIsHandedOutAsSoonAsItIsThere() throws Exception {
        run(() -> {
            var times = new ArrayList<Long>();
            try (var results = new Group().imapUnordered(MapTest::backwards, range(3))) {
                while (results.hasNext()) {
                    results.next();
                    times.add(seconds());
                }
                assertThatThrownBy(results::next)
                        .isInstanceOf(NoSuchElementException.class)
                        .hasMessage("all results were handed out");
            }
            assertThat(times).containsExactly(1L, 2L, 3L);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFailureIsThrownInItsPlaceAndIterationGoesOn(boolean ordered) throws Exception {
        run(() -> {
            var failure = new IOException("one");
            TaskRunner.Mapping<Integer, Integer> mapping = n -> {
                if (n == 1) {
                    throw failure;
                }
                return n;
            };
            var group = new Group();
            var results = ordered ? group.imap(mapping, range(3)) : group.imapUnordered(mapping, range(3));
            assertThat(results.next()).isZero();
            assertThat(results.hasNext()).isTrue();
            assertThatThrownBy(results::next).isSameAs(failure);
            assertThat(results.next()).isEqualTo(2);
            assertThat(results.hasNext()).isFalse();
            assertThat(reported).containsExactly(failure);
        });
    }

    @Test
    void aKilledElementIsCancelledAtItsPlace() throws Exception {
        run(() -> {
            var group = new Group();
            var results = group.imap(MapTest::backwards, range(2));
            Jevent.sleep();
            group.killOne(group.iterator().next());
            assertThatThrownBy(results::next)
                    .isInstanceOf(CancellationException.class)
                    .hasMessageMatching("Greenlet-\\d+ aKilled\\w+\\(MapTest\\.java:\\d+\\) was killed");
            assertThat(all(results)).containsExactly(1);
        });
    }

    private static Iterable<Integer> failingAfter(int count) {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                if (next == count) {
                    throw new IllegalStateException("no more input");
                }
                return next++;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anExceptionOfTheInputIsTheEndAfterAllThatCameBefore(boolean ordered) throws Exception {
        run(() -> {
            var pool = new Pool(2);
            TaskRunner.Mapping<Integer, Integer> slow = n -> {
                sleep(1);
                return n;
            };
            var results = ordered ? pool.imap(slow, failingAfter(3)) : pool.imapUnordered(slow, failingAfter(3));
            assertThat(List.of(results.next(), results.next(), results.next())).containsExactly(0, 1, 2);
            assertThat(results.hasNext()).isTrue();
            assertThatThrownBy(results::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no more input");
            assertThat(results.hasNext()).isFalse();
            assertThat(reported).hasSize(1);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theInputMayBlockAlsoAtItsEnd(boolean ordered) throws Exception {
        run(() -> {
            Iterable<Integer> slow = () -> Stream.iterate(0, n -> n + 1)
                    .peek(n -> sleep(1))
                    .takeWhile(n -> n < 3)
                    .iterator();
            var group = new Group();
            var results = ordered ? group.imap(n -> n, slow) : group.imapUnordered(n -> n, slow);
            assertThat(all(results)).containsExactly(0, 1, 2);
            assertThat(seconds()).isEqualTo(4);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void maxUnreadBoundsWhatWasBegunAndNotRead(boolean ordered) throws Exception {
        run(() -> {
            var begun = new AtomicInteger();
            TaskRunner.Mapping<Integer, Integer> mapping = n -> {
                begun.incrementAndGet();
                return n;
            };
            var group = new Group();
            Iterable<Integer> endless = () -> Stream.iterate(0, n -> n + 1).iterator();
            var results = ordered ? group.imap(mapping, endless, 3) : group.imapUnordered(mapping, endless, 3);
            Jevent.idle();
            assertThat(begun).hasValue(3);
            for (int read = 1; read <= 50; read++) {
                assertThat(results.next()).isEqualTo(read - 1);
                Jevent.idle();
                assertThat(begun).hasValue(3 + read);
            }
            results.close();
            assertThat(group.isEmpty()).isTrue();
        });
    }

    @Test
    void orderedResultsWithOneUnreadAreWorkedOnOneByOne() throws Exception {
        run(() -> {
            assertThat(all(new Pool(5).imap(MapTest::backwards, range(3), 1))).containsExactly(0, 1, 4);
            assertThat(seconds()).isEqualTo(6);
            assertThatThrownBy(() -> new Group().imap(n -> n, range(1), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("maxUnread must be at least 1: 0");
        });
    }

    @Test
    void workGoesOnWhileTheReaderDoesSomethingElse() throws Exception {
        run(() -> {
            var results = new Group().imap(MapTest::backwards, range(3));
            sleep(10);
            long switches = Hub.current().switches();
            assertThat(all(results)).containsExactly(0, 1, 4);
            assertThat(Hub.current().switches()).isEqualTo(switches);
        });
    }

    @Test
    void closingEarlyEndsTheInputAndTheRestOfTheWork() throws Exception {
        run(() -> {
            var pool = new Pool(2);
            var other = pool.applyAsync(() -> {
                sleep(20);
                return log.add("other member went on");
            });
            var results = pool.imap(
                    n -> {
                        try {
                            sleep(n);
                            return n;
                        } catch (GreenletExit exit) {
                            sleep(1);
                            log.add("killed " + n);
                            throw exit;
                        }
                    },
                    List.of(1, 10, 11, 12));
            assertThat(results.next()).isEqualTo(1);
            Jevent.idle();
            results.close();
            assertThat(log).containsExactly("killed 10");
            assertThat(results.hasNext()).isFalse();
            assertThat(pool).containsExactly(other);
            results.close();
            sleep(100);
            assertThat(log).containsExactly("killed 10", "other member went on");
            assertThat(pool.freeCount()).isEqualTo(2);
            assertThat(reported).isEmpty();
        });
    }

    @Test
    void closingBeforeAnythingRanBeginsNothing() throws Exception {
        run(() -> {
            var group = new Group();
            try (var results = group.imap(log::add, range(5))) {
                assertThat(results.toString()).isEqualTo("results (0 unread, 0 running)");
            }
            Jevent.idle();
            assertThat(log).isEmpty();
            assertThat(Hub.current().greenlets()).hasSize(1);
        });
    }

    @Test
    void aTimeoutOfTheReaderLeavesTheIterationWhereItWas() throws Exception {
        run(() -> {
            var results = new Group().imap(MapTest::backwards, range(3));
            var timeout = new Timeout(SECOND);
            assertThatThrownBy(() -> timeout.run(results::next)).isSameAs(timeout);
            assertThat(all(results)).containsExactly(0, 1, 4);
        });
    }

    @Test
    void resultsAreReadOnTheirHubOnly() throws Exception {
        run(() -> {
            var results = new Group().imap(n -> n, range(1));
            Jevent.idle();
            var thrown = new AsyncResult<@Nullable Throwable>();
            var thread = new Thread(() -> {
                try {
                    var _ = results.hasNext();
                } catch (InvalidThreadUseException e) {
                    thrown.set(e);
                }
            });
            thread.start();
            assertThat(thrown.result())
                    .isInstanceOf(InvalidThreadUseException.class)
                    .message()
                    .startsWith("results (1 unread, 0 running) belongs to hub-")
                    .endsWith("; read it there");
            thread.join();
        });
    }

    @Test
    void whatWasSpawnedForAnElementWasMadeWhereTheUserAskedForIt() throws Exception {
        run(() -> {
            var group = new Group();
            TaskRunner.Mapping<Integer, String> site = n -> Jevent.current().spawnedAt();
            List<String> sites = new ArrayList<>(all(group.imap(site, range(40))));
            sites.addAll(all(group.imapUnordered(site, range(40))));
            sites.addAll(group.map(site, range(40)));
            sites.addAll(group.mapAsync(site, range(40)).result());
            assertThat(sites).allMatch(s -> s.contains("MapTest.java"));
        });
    }

    @Test
    void aReaderThatWaitsForEverIsToldForWhom() throws Exception {
        run(() -> {
            var never = new AsyncResult<Integer>();
            var results = new Group().imap(n -> never.result(), range(1));
            assertThatThrownBy(results::next)
                    .isInstanceOf(LoopExit.class)
                    .hasMessageContaining("waiting on results (0 unread, 1 running)")
                    .hasMessageContaining("only the next result would wake it (Greenlet-");
        });
    }

    /** Runs the steps of the tutorial's program. */
    private static List<Object> orderOfEvents(TaskRunner runner) {
        var order = new ArrayList<>();
        TaskRunner.Mapping<Integer, Integer> echo = i -> {
            for (int k = 0; k < 3; k++) {
                order.add(i + "." + k);
                Jevent.sleep();
            }
            return i;
        };
        order.add(all(runner.imapUnordered(echo, range(50))));
        order.add(all(runner.imap(echo, range(50))));
        order.add(runner.map(echo, range(50)));
        return order;
    }

    @Test
    void tenRunsGiveTheSameOrderOfResultsAndOfEverythingElse() throws Exception {
        var runs = new ArrayList<List<Object>>();
        for (int i = 0; i < 10; i++) {
            run(() -> runs.add(List.of(
                    orderOfEvents(new Pool(10)),
                    orderOfEvents(new Pool(3)),
                    orderOfEvents(new Pool()),
                    orderOfEvents(new Group()))));
        }
        assertThat(runs).containsOnly(runs.getFirst());
    }

    @Test
    void aPoolUsedTenThousandTimesHoldsNothing() throws Exception {
        run(() -> {
            var pool = new Pool(10);
            int before = Hub.current().greenlets().size();
            for (int i = 0; i < 10_000; i += 10) {
                try (ResultIterator<Integer> results = pool.imapUnordered(n -> n, range(5))) {
                    results.next();
                }
                pool.map(n -> n, range(5));
            }
            Jevent.idle();
            assertThat(pool.size()).isZero();
            assertThat(pool.freeCount()).isEqualTo(10);
            assertThat(Hub.current().greenlets()).hasSize(before);
        });
    }

    @Test
    void whatAPoolHasDoneIsNotKeptAlive() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            var done = new java.lang.ref.WeakReference<>(pool.spawn(() -> 1));
            pool.join();
            for (int i = 0; i < 100 && !done.refersTo(null); i++) {
                System.gc();
                Jevent.sleep();
            }
            assertThat(done.refersTo(null)).isTrue();
        });
    }
}
