// SPDX-License-Identifier: Apache-2.0
package io.jevent.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Copies;
import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.exceptions.BlockingSwitchOutException;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.LoopExit;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools: size, order of waiters, limits, kills. */
class PoolTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Object> log = new ArrayList<>();
    private final List<Throwable> reported = new ArrayList<>();

    private void run(HubTesting.Body body) throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((context, failure) -> reported.add(failure));
            body.run();
        });
    }

    private static void sleep(int seconds) {
        Jevent.sleep(Duration.ofSeconds(seconds));
    }

    private static long seconds() {
        return Duration.ofNanos(Hub.current().now()).toSeconds();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aPoolInWhichNothingCanRunIsRefused(int maxSize) {
        assertThatThrownBy(() -> new Pool(maxSize))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxSize must be at least 1: " + maxSize);
    }

    @Test
    void whatStandsInLineEndsWithTheHub() throws Exception {
        var work = new ArrayList<Greenlet<?>>();
        var owner = new Thread(() -> {
            try (Hub _ = Hub.current()) {
                var pool = new Pool(1);
                for (int i = 0; i < 3; i++) {
                    work.add(pool.applyAsync(() -> {
                        new Event().await();
                        return null;
                    }));
                }
                Jevent.sleep();
            }
        });
        owner.start();
        owner.join();
        HubTesting.run(() -> {
            for (Greenlet<?> each : work) {
                each.join();
                assertThat(each.exit()).hasMessage("the hub is being closed");
            }
        });
    }

    @Test
    void aPoolWithoutALimitIsNeverFull() throws Exception {
        run(() -> {
            var pool = new Pool();
            for (int i = 0; i < 100; i++) {
                var _ = pool.spawn(() -> sleep(1));
            }
            assertThat(pool.isFull()).isFalse();
            assertThat(pool.maxSize()).isEqualTo(Integer.MAX_VALUE);
            pool.join();
        });
    }

    @Test
    void spawnWaitsForASlot() throws Exception {
        run(() -> {
            var pool = new Pool(2);
            for (int i = 0; i < 4; i++) {
                var _ = pool.spawn(() -> sleep(2));
            }
            assertThat(seconds()).isEqualTo(2);
            assertThat(pool.isFull()).isTrue();
            assertThat(pool.freeCount()).isZero();
            assertThat(pool.size()).isEqualTo(2);
            pool.join();
            assertThat(seconds()).isEqualTo(4);
            assertThat(pool.freeCount()).isEqualTo(2);
            assertThat(pool.toString()).matches("Pool@\\p{XDigit}+ \\(0 of 2 members\\)");
        });
    }

    @Test
    void slotsAreGivenInTheOrderOfAsking() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            var _ = pool.spawn(() -> sleep(1));
            for (int i = 0; i < 5; i++) {
                int number = i;
                var _ = Jevent.spawn(() -> {
                    var _ = pool.spawn(() -> {
                        log.add(number);
                        sleep(1);
                    });
                });
            }
            sleep(10);
            assertThat(log).containsExactly(0, 1, 2, 3, 4);
        });
    }

    @Test
    void aSlotThatIsHandedOverCannotBeTakenByWhoComesLater() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            Greenlet<?> first = pool.spawn(() -> sleep(1));
            var _ = Jevent.spawn(() -> {
                var _ = pool.spawn(() -> log.add("waiter"));
            });
            first.join();
            assertThat(pool.size()).isZero();
            assertThat(pool.isFull()).isTrue();
            assertThat(pool.trySpawn(() -> log.add("barger"))).isEmpty();
            Jevent.idle();
            assertThat(log).containsExactly("waiter");
        });
    }

    @Test
    void trySpawnNeverWaits() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            long switches = Hub.current().switches();
            assertThat(pool.trySpawn(() -> sleep(1))).isPresent();
            assertThat(pool.trySpawn(() -> sleep(1))).isEmpty();
            assertThat(pool.trySpawn(() -> 1)).isEmpty();
            assertThat(Hub.current().switches()).isEqualTo(switches);
            pool.join();
            assertThat(pool.trySpawn(() -> 2).orElseThrow().result()).isEqualTo(2);
        });
    }

    @Test
    void spawnWithATimeoutReturnsEmptyWhenItPasses() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            var _ = pool.spawn(() -> sleep(2));
            assertThat(pool.spawn(() -> log.add("too early"), SECOND)).isEmpty();
            assertThat(seconds()).isEqualTo(1);
            Greenlet<Integer> greenlet =
                    pool.spawn(() -> 5, SECOND.multipliedBy(2)).orElseThrow();
            assertThat(greenlet.result()).isEqualTo(5);
            assertThat(pool.spawn(() -> {}, Duration.ZERO)).isPresent();
            assertThat(log).isEmpty();
            assertThatThrownBy(() -> pool.spawn(() -> 1, SECOND.negated()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("timeout must not be negative: PT-1S");
        });
    }

    @Test
    void addAndStartWaitForASlotToo() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            var _ = pool.spawn(() -> sleep(3));
            var late = new Greenlet<>(() -> log.add("late"));
            assertThat(pool.add(late, SECOND)).isFalse();
            assertThat(pool.contains(late)).isFalse();
            pool.start(late);
            assertThat(seconds()).isEqualTo(3);
            late.join();
            assertThat(log).containsExactly("late");
            Greenlet<?> free = Jevent.spawn(() -> sleep(1));
            assertThat(pool.add(free, Duration.ZERO)).isTrue();
            assertThat(pool.add(free, Duration.ZERO)).isTrue();
            assertThat(pool.size()).isEqualTo(1);
            pool.join();
            assertThat(pool.freeCount()).isEqualTo(1);
        });
    }

    @Test
    void whoEndsWhileItWaitsForASlotTakesNone() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            var _ = pool.spawn(() -> sleep(2));
            Greenlet<?> quick = Jevent.spawn(() -> sleep(1));
            pool.add(quick);
            assertThat(seconds()).isEqualTo(2);
            assertThat(pool.size()).isZero();
            assertThat(pool.freeCount()).isEqualTo(1);
        });
    }

    @Test
    void twoWhoAddTheSameGreenletTakeOneSlot() throws Exception {
        run(() -> {
            var pool = new Pool(2);
            var _ = pool.spawn(() -> sleep(1));
            var _ = pool.spawn(() -> sleep(1));
            Greenlet<?> wanted = Jevent.spawn(() -> sleep(5));
            var _ = Jevent.spawn(() -> pool.add(wanted));
            var _ = Jevent.spawn(() -> pool.add(wanted));
            sleep(2);
            assertThat(pool).containsExactly(wanted);
            assertThat(pool.freeCount()).isEqualTo(1);
            pool.join();
            assertThat(pool.freeCount()).isEqualTo(2);
        });
    }

    @Test
    void aSlotIsReleasedHoweverAMemberEnds() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            var _ = pool.spawn(() -> {
                throw new IllegalStateException("bad");
            });
            Greenlet<?> victim = pool.spawn(() -> sleep(9));
            victim.kill();
            Greenlet<?> unstarted = pool.spawn(() -> sleep(9));
            unstarted.kill();
            pool.discard(pool.spawn(() -> sleep(1)));
            assertThat(pool.freeCount()).isEqualTo(1);
            assertThat(seconds()).isZero();
        });
    }

    @Test
    void discardingTwiceReleasesOneSlot() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            Greenlet<?> member = pool.spawn(() -> sleep(1));
            assertThat(pool.discard(member)).isTrue();
            assertThat(pool.discard(member)).isFalse();
            member.join();
            Jevent.idle();
            assertThat(pool.freeCount()).isEqualTo(1);
            var _ = pool.spawn(() -> sleep(1));
            assertThat(pool.trySpawn(() -> 1)).isEmpty();
        });
    }

    @Test
    void theSlotIsFreeBeforeThoseGoOnWhoJoinedLater() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            pool.spawn(() -> sleep(1)).join();
            assertThat(pool.isFull()).isFalse();
        });
    }

    @Test
    void aKillOrATimeoutOfWhoWaitsForASlotTakesNone() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            var _ = pool.spawn(() -> sleep(5));
            Greenlet<?> killed = Jevent.spawn(() -> {
                var _ = pool.spawn(() -> log.add("never"));
            });
            var outer = new Timeout(SECOND);
            assertThatThrownBy(() -> outer.run(() -> {
                        pool.spawn(() -> log.add("never either"), SECOND.multipliedBy(3));
                    }))
                    .isSameAs(outer);
            killed.kill();
            assertThat(killed.exit()).isNotNull();
            sleep(6);
            assertThat(log).isEmpty();
            assertThat(pool.freeCount()).isEqualTo(1);
        });
    }

    @Test
    void aSlotHandedToWhoIsKilledInTheSameMomentIsNotLost() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            Greenlet<?> member = pool.spawn(() -> sleep(1));
            Greenlet<?> waiter = Jevent.spawn(() -> {
                var _ = pool.spawn(() -> log.add("spawned"));
                Jevent.sleep();
                log.add("unreachable");
            });
            Jevent.sleep();
            member.rawlink(() -> waiter.interrupt(new GreenletExit()));
            sleep(2);
            assertThat(waiter.exit()).isNotNull();
            assertThat(log).containsExactly("spawned");
            assertThat(pool.freeCount()).isEqualTo(1);
        });
    }

    @Test
    void awaitAvailableWaitsForASlotWithoutTakingIt() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            pool.awaitAvailable();
            var _ = pool.spawn(() -> sleep(2));
            assertThat(pool.awaitAvailable(Duration.ZERO)).isFalse();
            assertThat(pool.awaitAvailable(SECOND)).isFalse();
            pool.awaitAvailable();
            assertThat(seconds()).isEqualTo(2);
            assertThat(pool.freeCount()).isEqualTo(1);
            assertThat(pool.awaitAvailable(SECOND)).isTrue();
        });
    }

    @Test
    void applyInAMemberRunsRightThere() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            int result = pool.<Integer>apply(() -> pool.apply(() -> pool.apply(() -> 3)));
            assertThat(result).isEqualTo(3);
            var failure = new java.io.IOException("inner");
            assertThatThrownBy(() -> pool.apply(() -> pool.apply(() -> {
                        throw failure;
                    })))
                    .isSameAs(failure);
        });
    }

    @Test
    void applyWaitsForItsTurn() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            var _ = pool.spawn(() -> sleep(2));
            assertThat(pool.<Long>apply(PoolTest::seconds)).isEqualTo(2);
        });
    }

    @Test
    void applyAsyncNeverWaitsAndBeginsInOrder() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            long switches = Hub.current().switches();
            var greenlets = new ArrayList<Greenlet<Integer>>();
            for (int i = 0; i < 5; i++) {
                int number = i;
                greenlets.add(pool.applyAsync(() -> {
                    log.add(number);
                    sleep(1);
                    return number;
                }));
            }
            assertThat(Hub.current().switches()).isEqualTo(switches);
            assertThat(pool.size()).isEqualTo(1);
            assertThat(greenlets.get(4).result()).isEqualTo(4);
            assertThat(log).containsExactly(0, 1, 2, 3, 4);
            assertThat(seconds()).isEqualTo(5);
        });
    }

    @Test
    void applyAsyncThatIsKilledBeforeItsTurnTakesNoSlot() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            var _ = pool.spawn(() -> sleep(1));
            Greenlet<?> waiting = pool.applyAsync(() -> log.add("never"));
            Greenlet<?> next = pool.applyAsync(() -> log.add("next"));
            waiting.kill();
            next.join();
            assertThat(log).containsExactly("next");
            assertThat(pool.freeCount()).isEqualTo(1);
        });
    }

    @Test
    void whoIsKilledInLineLeavesItAtOnce() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            Greenlet<?> member = pool.spawn(() -> sleep(1));
            Greenlet<?> waiting = pool.applyAsync(() -> log.add("never"));
            waiting.kill();
            Jevent.sleep();
            pool.discard(member);
            assertThat(pool.freeCount()).isEqualTo(1);
        });
    }

    @Test
    void theFailureOfApplyAsyncIsReportedOnceAlsoWhenItHadToWait() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            var _ = pool.spawn(() -> sleep(1));
            var failure = new IllegalStateException("late");
            Greenlet<?> greenlet = pool.applyAsync(() -> {
                throw failure;
            });
            assertThatThrownBy(greenlet::result).is(Copies.of(failure));
            assertThat(reported).containsExactly(failure);
        });
    }

    @Test
    void aHigherLimitLetsThoseInWhoWait() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            var _ = pool.spawn(() -> sleep(10));
            for (int i = 0; i < 3; i++) {
                int number = i;
                var _ = Jevent.spawn(() -> {
                    var _ = pool.spawn(() -> {
                        log.add(number);
                        sleep(10);
                    });
                });
            }
            sleep(1);
            pool.setMaxSize(3);
            Jevent.idle();
            assertThat(log).containsExactly(0, 1);
            assertThat(pool.size()).isEqualTo(3);
            assertThat(pool.isFull()).isTrue();
        });
    }

    @Test
    void aHigherLimitWakesThoseWhoWatchForRoom() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            var _ = pool.spawn(() -> sleep(10));
            var _ = Jevent.spawnLater(SECOND, () -> pool.setMaxSize(2));
            pool.awaitAvailable();
            assertThat(seconds()).isEqualTo(1);
        });
    }

    @Test
    void aLowerLimitKeepsThoseWhoAreInAndLetsNobodyElseInBefore() throws Exception {
        run(() -> {
            var pool = new Pool(3);
            for (int i = 1; i <= 3; i++) {
                int number = i;
                var _ = pool.spawn(() -> sleep(number));
            }
            pool.setMaxSize(1);
            assertThat(pool.maxSize()).isEqualTo(1);
            assertThat(pool.size()).isEqualTo(3);
            assertThat(pool.freeCount()).isZero();
            var _ = pool.spawn(() -> {});
            assertThat(seconds()).isEqualTo(3);
            assertThatThrownBy(() -> pool.setMaxSize(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("maxSize must be at least 1: 0");
        });
    }

    @Test
    void spawnInACallbackWorksIfThereIsRoomAndIsRefusedIfNot() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            Hub.current().runCallback(() -> {
                var _ = pool.spawn(() -> log.add("ran"));
                var _ = pool.spawn(() -> log.add("never"));
            });
            Jevent.idle();
            assertThat(log).containsExactly("ran");
            assertThat(reported).singleElement().isInstanceOf(BlockingSwitchOutException.class);
        });
    }

    @Test
    void aPoolThatWaitsForItselfIsNamedInTheDeadlockReport() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            Greenlet<?> member = pool.spawn(() -> {
                var _ = pool.spawn(() -> {});
            });
            assertThatThrownBy(member::join)
                    .isInstanceOf(LoopExit.class)
                    .hasMessageContaining("waiting on Pool@")
                    .hasMessageContaining("(1 of 1 members)")
                    .hasMessageContaining("wait cycle: ");
            member.kill();
        });
    }

    @Test
    void thePlacesAddUpUnderKillsTimeoutsAndDiscards() throws Exception {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            int limit = 1 + random.nextInt(4);
            run(() -> churn(random, limit));
        }
    }

    private static void churn(Random random, int limit) {
        var pool = new Pool(limit);
        var users = new ArrayList<Greenlet<?>>();
        for (int i = 0; i < 20; i++) {
            int length = random.nextInt(4);
            int patience = random.nextInt(6);
            users.add(Jevent.spawnLater(Duration.ofSeconds(random.nextInt(5)), () -> {
                var member = pool.spawn(() -> sleep(length), Duration.ofSeconds(patience));
                assertThat(pool.size() + pool.freeCount()).isLessThanOrEqualTo(limit);
                member.filter(_ -> length == 3).ifPresent(pool::discard);
            }));
        }
        for (int i = 0; i < 8; i++) {
            sleep(random.nextInt(2));
            users.get(random.nextInt(users.size())).kill();
            for (Greenlet<?> member : pool) {
                if (random.nextInt(3) == 0) {
                    pool.killOne(member);
                }
            }
            assertThat(pool.size()).isLessThanOrEqualTo(limit);
        }
        Jevent.joinAllOrThrow(users);
        pool.join();
        assertThat(pool.freeCount()).isEqualTo(limit);
    }
}
