// SPDX-License-Identifier: Apache-2.0
package io.jevent.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Copies;
import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.exceptions.BlockingSwitchOutException;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.LoopExit;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Groups: members, joins, kills, failures. */
class GroupTest {

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

    private Greenlet<?> sleeper(String name, int seconds) {
        return new Greenlet<>(() -> {
            try {
                sleep(seconds);
                log.add(name + " slept");
            } catch (GreenletExit exit) {
                log.add(name + " killed");
            }
            return name;
        });
    }

    @Test
    void aSpawnedGreenletIsAMemberUntilItHasEnded() throws Exception {
        run(() -> {
            var group = new Group();
            assertThat(group.isEmpty()).isTrue();
            Greenlet<Integer> member = group.spawn(() -> 42);
            assertThat(group.size()).isEqualTo(1);
            assertThat(group.contains(member)).isTrue();
            assertThat(group).containsExactly(member);
            assertThat(member.result()).isEqualTo(42);
            assertThat(group.isEmpty()).isTrue();
            assertThat(group.contains(member)).isFalse();
            assertThat(group.toString()).matches("Group@\\p{XDigit}+ \\(0 members\\)");
        });
    }

    @Test
    void aMemberHasLeftBeforeThoseGoOnWhoJoinedItAfterwards() throws Exception {
        run(() -> {
            var group = new Group();
            Greenlet<?> member = group.spawn(() -> sleep(1));
            member.join();
            assertThat(group.size()).isZero();
        });
    }

    @Test
    void startAddsAnUnstartedGreenletAndStartsIt() throws Exception {
        run(() -> {
            var group = new Group();
            Greenlet<?> greenlet = sleeper("a", 1);
            group.start(greenlet);
            assertThat(greenlet.isStarted()).isTrue();
            assertThat(group).containsExactly(greenlet);
            group.join();
            assertThat(log).containsExactly("a slept");
        });
    }

    @Test
    void addTakesStartedAndUnstartedGreenletsOnceAndNoEndedOnes() throws Exception {
        run(() -> {
            var group = new Group();
            Greenlet<?> started = Jevent.spawn(() -> sleep(1));
            Greenlet<?> unstarted = sleeper("b", 1);
            Greenlet<?> ended = Jevent.spawn(() -> {});
            ended.join();
            group.add(started);
            group.add(started);
            group.add(unstarted);
            group.add(ended);
            assertThat(group).containsExactly(started, unstarted);
            unstarted.start();
            group.join();
            assertThat(group.size()).isZero();
        });
    }

    @Test
    void discardStopsTrackingAndDoesNothingTheSecondTime() throws Exception {
        run(() -> {
            var group = new Group();
            Greenlet<?> greenlet = group.spawn(() -> {
                sleep(1);
                log.add("went on");
            });
            assertThat(group.discard(greenlet)).isTrue();
            assertThat(group.discard(greenlet)).isFalse();
            assertThat(group.size()).isZero();
            assertThat(group.join(Duration.ZERO)).isTrue();
            greenlet.join();
            assertThat(log).containsExactly("went on");
        });
    }

    @Test
    void discardingTheLastMemberWakesThoseWhoJoin() throws Exception {
        run(() -> {
            var group = new Group();
            Greenlet<?> greenlet = group.spawn(() -> sleep(10));
            var _ = Jevent.spawnLater(SECOND, () -> {
                group.discard(greenlet);
            });
            long start = Hub.current().now();
            group.join();
            assertThat(Hub.current().now() - start).isEqualTo(SECOND.toNanos());
        });
    }

    @Test
    void iterationIsOverASnapshotInTheOrderOfAdding() throws Exception {
        run(() -> {
            var group = new Group();
            var spawned = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 5; i++) {
                spawned.add(group.spawn(() -> sleep(1)));
            }
            var seen = new ArrayList<Greenlet<?>>();
            for (Greenlet<?> greenlet : group) {
                seen.add(greenlet);
                var _ = group.spawn(() -> {});
                group.discard(greenlet);
            }
            assertThat(seen).isEqualTo(spawned);
            assertThatThrownBy(() -> {
                        var iterator = group.iterator();
                        iterator.next();
                        iterator.remove();
                    })
                    .isInstanceOf(UnsupportedOperationException.class);
        });
    }

    @Test
    void joinReturnsAtOnceIfEmptyAndOtherwiseWhenTheLastHasEnded() throws Exception {
        run(() -> {
            var group = new Group();
            group.join();
            var _ = group.spawn(() -> sleep(1));
            var _ = group.spawn(() -> sleep(3));
            group.join();
            assertThat(Hub.current().now()).isEqualTo(3 * SECOND.toNanos());
        });
    }

    @Test
    void joinSaysWhetherTheGroupBecameEmptyInTime() throws Exception {
        run(() -> {
            var group = new Group();
            assertThat(group.join(Duration.ZERO)).isTrue();
            var _ = group.spawn(() -> sleep(2));
            assertThat(group.join(Duration.ZERO)).isFalse();
            assertThat(group.join(SECOND)).isFalse();
            assertThat(group.join(SECOND.multipliedBy(5))).isTrue();
            assertThat(Hub.current().now()).isEqualTo(2 * SECOND.toNanos());
            assertThatThrownBy(() -> group.join(SECOND.negated()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("timeout must not be negative: PT-1S");
        });
    }

    @Test
    void joinReturnsIfTheGroupWasEmptyOnceThoughItIsRefilled() throws Exception {
        run(() -> {
            var group = new Group();
            Greenlet<?> first = group.spawn(() -> sleep(1));
            first.rawlink(() -> {
                var _ = group.spawn(() -> sleep(10));
            });
            group.join();
            assertThat(Hub.current().now()).isEqualTo(SECOND.toNanos());
            assertThat(group.size()).isEqualTo(1);
        });
    }

    @Test
    void joinOrThrowThrowsTheSameFailureOnceAllHaveEnded() throws Exception {
        run(() -> {
            var group = new Group();
            var late = new IllegalStateException("late");
            var early = new IllegalStateException("early");
            var _ = group.spawn(() -> {
                sleep(2);
                throw late;
            });
            var _ = group.spawn(() -> {
                throw early;
            });
            var _ = group.spawn(() -> sleep(3));
            assertThatThrownBy(group::joinOrThrow).is(Copies.of(late));
            assertThat(Hub.current().now()).isEqualTo(3 * SECOND.toNanos());
            assertThat(reported).containsExactly(early, late);
            group.joinOrThrow();
            var _ = group.spawn(() -> {
                throw early;
            });
            group.join();
            assertThat(reported).hasSize(3);
        });
    }

    @Test
    void anOuterTimeoutIsNotLostInATimedJoin() throws Exception {
        run(() -> {
            var group = new Group();
            var _ = group.spawn(() -> sleep(10));
            var outer = new Timeout(SECOND);
            assertThatThrownBy(() -> outer.run(() -> group.join(SECOND.multipliedBy(5))))
                    .isSameAs(outer);
            assertThat(group.size()).isEqualTo(1);
        });
    }

    @Test
    void joinInACallbackOfTheHubIsRefused() throws Exception {
        run(() -> {
            var group = new Group();
            var _ = group.spawn(() -> sleep(1));
            Hub.current().runCallback(group::join);
            Jevent.sleep();
            assertThat(reported)
                    .singleElement()
                    .isInstanceOf(BlockingSwitchOutException.class)
                    .asString()
                    .contains("a blocking call in a callback of hub-");
        });
    }

    @Test
    void killEndsAllAndWaitsForTheirCleanUp() throws Exception {
        run(() -> {
            var group = new Group();
            group.start(sleeper("a", 10));
            var _ = group.spawn(() -> {
                try {
                    sleep(10);
                } finally {
                    sleep(2);
                    log.add("cleaned up");
                }
            });
            Greenlet<?> unstarted = sleeper("never", 10);
            group.add(unstarted);
            Jevent.sleep();
            group.kill();
            assertThat(group.isEmpty()).isTrue();
            assertThat(unstarted.isDead()).isTrue();
            assertThat(log).containsExactly("a killed", "cleaned up");
            assertThat(Hub.current().now()).isEqualTo(2 * SECOND.toNanos());
            assertThat(reported).isEmpty();
        });
    }

    @Test
    void aGreenletThatIsAddedDuringAKillNeverBegins() throws Exception {
        run(() -> {
            var group = new Group();
            var _ = group.spawn(() -> {
                try {
                    sleep(10);
                } finally {
                    group.start(sleeper("heir", 10));
                    sleep(1);
                }
            });
            Jevent.sleep();
            group.kill();
            assertThat(log).isEmpty();
            assertThat(group.isEmpty()).isTrue();
        });
    }

    @Test
    void eachMemberIsKilledOnceOnly() throws Exception {
        run(() -> {
            var group = new Group();
            var _ = group.spawn(() -> {
                for (int i = 0; i < 3; i++) {
                    try {
                        sleep(10);
                        log.add("slept");
                    } catch (GreenletExit exit) {
                        log.add("killed");
                    }
                }
            });
            Jevent.sleep();
            assertThat(group.kill(new GreenletExit(), SECOND)).isFalse();
            assertThat(group.kill(new GreenletExit(), SECOND)).isFalse();
            group.killOne(group.iterator().next());
            assertThat(log).containsExactly("killed", "slept", "slept");
        });
    }

    @Test
    void killWithoutTimeDoesNotWait() throws Exception {
        run(() -> {
            var group = new Group();
            group.start(sleeper("a", 10));
            Jevent.sleep();
            long switches = Hub.current().switches();
            assertThat(group.kill(new GreenletExit(), Duration.ZERO)).isFalse();
            assertThat(Hub.current().switches()).isEqualTo(switches);
            assertThat(log).isEmpty();
            group.join();
            assertThat(log).containsExactly("a killed");
            assertThat(group.kill(new GreenletExit(), Duration.ZERO)).isTrue();
        });
    }

    @Test
    void killThrowsWhatItIsTold() throws Exception {
        run(() -> {
            var group = new Group();
            Greenlet<?> member = group.spawn(() -> sleep(10));
            Jevent.sleep();
            var cause = new IllegalStateException("out");
            group.kill(cause);
            assertThat(member.exception()).isSameAs(cause);
            assertThat(reported).containsExactly(cause);
        });
    }

    @Test
    void aMemberMayKillItsOwnGroup() throws Exception {
        run(() -> {
            var group = new Group();
            group.start(sleeper("other", 10));
            Greenlet<?> killer = group.spawn(() -> {
                group.kill();
                log.add("unreachable");
            });
            group.join();
            assertThat(killer.exit()).isNotNull();
            assertThat(log).containsExactly("other killed");
        });
    }

    @Test
    void killOneEndsAMemberAndNobodyElse() throws Exception {
        run(() -> {
            var group = new Group();
            Greenlet<?> a = sleeper("a", 10);
            Greenlet<?> b = sleeper("b", 10);
            Greenlet<?> stranger = sleeper("stranger", 1);
            group.start(a);
            group.start(b);
            stranger.start();
            Jevent.sleep();
            group.killOne(a);
            group.killOne(stranger);
            assertThat(group.killOne(stranger, new GreenletExit(), Duration.ZERO))
                    .isTrue();
            assertThat(log).containsExactly("a killed");
            assertThat(group).containsExactly(b);
            assertThat(group.killOne(b, new GreenletExit(), Duration.ZERO)).isFalse();
            assertThat(group.killOne(b, new GreenletExit(), SECOND)).isTrue();
            stranger.join();
            assertThat(log).containsExactly("a killed", "b killed", "stranger slept");
        });
    }

    @Test
    void applyReturnsTheValueOrThrowsTheFailureAsItIs() throws Exception {
        run(() -> {
            var group = new Group();
            assertThat(group.<Integer>apply(() -> {
                        sleep(1);
                        return group.size();
                    }))
                    .isEqualTo(1);
            var failure = new java.io.IOException("no");
            assertThatThrownBy(() -> group.apply(() -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
            assertThat(reported).containsExactly(failure);
            assertThat(group.isEmpty()).isTrue();
        });
    }

    @Test
    void applyOfAKilledMemberIsCancelled() throws Exception {
        run(() -> {
            var group = new Group();
            var _ = Jevent.spawnLater(SECOND, (Runnable) group::kill);
            assertThatThrownBy(() -> group.apply(() -> {
                        sleep(10);
                        return 1;
                    }))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageMatching("Greenlet-\\d+ apply\\w+\\(GroupTest\\.java:\\d+\\) was killed");
        });
    }

    @Test
    void aTimeoutInApplyLeavesTheMemberAlone() throws Exception {
        run(() -> {
            var group = new Group();
            assertThatThrownBy(() -> Jevent.withTimeout(
                            SECOND,
                            () -> group.apply(() -> {
                                sleep(2);
                                return log.add("went on");
                            })))
                    .isInstanceOf(Timeout.class);
            assertThat(group.size()).isEqualTo(1);
            group.join();
            assertThat(log).containsExactly("went on");
        });
    }

    @Test
    void applyAsyncReturnsAMember() throws Exception {
        run(() -> {
            var group = new Group();
            Greenlet<Integer> greenlet = group.applyAsync(() -> 7);
            assertThat(group).containsExactly(greenlet);
            var values = new ArrayList<@Nullable Integer>();
            greenlet.linkValue(g -> values.add(g.value()));
            assertThat(greenlet.result()).isEqualTo(7);
            Jevent.sleep();
            assertThat(values).containsExactly(7);
        });
    }

    @Test
    void aGroupIsNeverFull() throws Exception {
        run(() -> {
            var group = new Group();
            var _ = group.spawn(() -> sleep(1));
            assertThat(group.isFull()).isFalse();
            assertThat(group.freeCount()).isEqualTo(Integer.MAX_VALUE - 1);
            group.awaitAvailable();
            assertThat(group.awaitAvailable(Duration.ZERO)).isTrue();
        });
    }

    @Test
    void aFailureIsReportedOnceAndHurtsNobodyElse() throws Exception {
        run(() -> {
            var group = new Group();
            var failure = new IllegalStateException("one");
            Greenlet<?> bad = group.spawn(() -> {
                throw failure;
            });
            Greenlet<Integer> good = group.spawn(() -> {
                sleep(1);
                return 1;
            });
            assertThat(good.result()).isEqualTo(1);
            assertThatThrownBy(bad::result).is(Copies.of(failure));
            assertThat(reported).containsExactly(failure);
        });
    }

    @Test
    void aGroupThatWaitsForItselfIsNamedInTheDeadlockReport() throws Exception {
        run(() -> {
            var group = new Group();
            var _ = group.spawn(() -> group.join());
            assertThatThrownBy(group::join)
                    .isInstanceOf(LoopExit.class)
                    .hasMessageContaining("waiting on Group@")
                    .hasMessageContaining("only the end of its members would wake it")
                    .hasMessageContaining("wait cycle: ");
            group.kill();
        });
    }

    @Test
    void nothingBeginsOnceAKillHasBegun() throws Exception {
        run(() -> {
            var pool = new Pool(2);
            var mapper = Jevent.spawn(() -> pool.map(
                    i -> {
                        log.add(i);
                        sleep(1);
                        return i;
                    },
                    List.of(0, 1, 2, 3, 4, 5)));
            Jevent.sleep();
            Greenlet<?> inLine = pool.applyAsync(() -> log.add("in line"));
            Jevent.sleep();
            pool.kill();
            assertThat(pool.isEmpty()).isTrue();
            sleep(5);
            assertThat(log).containsExactly(0, 1);
            assertThat(mapper.exception())
                    .isInstanceOf(CancellationException.class)
                    .hasMessageMatching("Pool@.* was killed while this call waited for a slot");
            assertThat(inLine.exit()).isNotNull();
            assertThat(pool.apply(() -> 7)).isEqualTo(7);
        });
    }

    @Test
    void aSlotThatWasHandedOverJustBeforeAKillIsGivenBack() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            Greenlet<?> first = pool.spawn(() -> {});
            Jevent.sleep();
            Greenlet<?> second = Jevent.spawn(() -> {
                var _ = pool.spawn(() -> log.add("begun"));
            });
            Jevent.sleep();
            assertThat(first.isDead()).isTrue();
            pool.kill();
            second.join();
            sleep(1);
            assertThat(pool.freeCount()).isEqualTo(1);
        });
    }

    @Test
    void slotsAreFreeWhenTheWaitForTheirMembersReturns() throws Exception {
        run(() -> {
            var pool = new Pool(3);
            for (int way = 0; way < 3; way++) {
                List<Greenlet<?>> members = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    members.add(pool.spawn(() -> sleep(1)));
                }
                Jevent.sleep();
                switch (way) {
                    case 0 -> Jevent.killAll(members);
                    case 1 -> Jevent.joinAll(members);
                    default -> Jevent.killAll(members, new GreenletExit(), SECOND);
                }
                assertThat(pool.freeCount()).as("way %d", way).isEqualTo(3);
            }
            var results = pool.imap(
                    i -> {
                        sleep(10);
                        return i;
                    },
                    List.of(1, 2, 3));
            Jevent.sleep();
            results.close();
            assertThat(pool.freeCount()).isEqualTo(3);
        });
    }
}
