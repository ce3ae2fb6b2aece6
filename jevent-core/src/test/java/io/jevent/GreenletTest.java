// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.local.ContextLocal;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Life, state and outcome of a greenlet. */
class GreenletTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Object> trace = new ArrayList<>();

    /** A greenlet that takes its body from a subclass, as gevent's {@code _run}. */
    private static class Doubling extends Greenlet<Integer> {
        private final int value;

        Doubling(int value) {
            this.value = value;
        }

        @Override
        protected Integer run() {
            return 2 * value;
        }
    }

    private static void ignoreFailures() {
        Hub.current().setErrorHandler((_, _) -> {});
    }

    @Test
    void doesNotRunBeforeItIsStarted() throws Exception {
        HubTesting.run(() -> {
            var greenlet = new Greenlet<>(() -> trace.add("ran"));
            Jevent.sleep();
            assertThat(trace).isEmpty();
            assertThat(greenlet.hub()).isSameAs(Hub.current());
            greenlet.start();
            assertThat(greenlet.result()).isTrue();
            assertThat(trace).containsExactly("ran");
        });
    }

    @Test
    void runsTheMethodOfASubclass() throws Exception {
        HubTesting.run(() -> {
            var greenlet = new Doubling(21);
            greenlet.start();
            assertThat(greenlet.result()).isEqualTo(42);
        });
    }

    @Test
    void saysThatASubclassWithoutARunMethodHasNothingToDo() throws Exception {
        HubTesting.run(() -> {
            ignoreFailures();
            var empty = new Greenlet<Integer>() {};
            empty.start();
            empty.join();
            assertThat(empty.exception())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has neither a body nor a run() method");
        });
    }

    @Test
    @SuppressWarnings("NullAway") // that is the point
    void refusesToBeMadeOfNothing() throws Exception {
        HubTesting.run(() -> assertThatThrownBy(() -> new Greenlet<>((Callable<Integer>) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("body"));
    }

    @Test
    void startsOnceHoweverOftenItIsTold() throws Exception {
        HubTesting.run(() -> {
            var greenlet = new Greenlet<>(() -> trace.add("ran"));
            greenlet.start();
            greenlet.start();
            greenlet.startLater(SECOND);
            greenlet.join();
            greenlet.start();
            Jevent.sleep(Duration.ofSeconds(2));
            assertThat(trace).containsExactly("ran");
        });
    }

    @Test
    void startsAfterATimeAndAtOnceIfToldMeanwhile() throws Exception {
        HubTesting.run(() -> {
            var late = new Greenlet<>(() -> trace.add("late at " + Hub.current().now()));
            late.startLater(SECOND);
            var hurried =
                    new Greenlet<>(() -> trace.add("hurried at " + Hub.current().now()));
            hurried.startLater(SECOND);
            hurried.start();
            assertThat(late.activity()).isEqualTo("waiting for its start");
            Jevent.joinAll(late, hurried);
            assertThat(trace).containsExactly("hurried at 0", "late at 1000000000");
        });
    }

    @Test
    void goesFromFreshOverStartedToDead() throws Exception {
        HubTesting.run(() -> {
            var greenlet = new Greenlet<>(() -> {
                RawGreenlet me = Jevent.current();
                trace.add(me != null && me.isStarted() && !me.isDead());
                Jevent.sleep();
                return 1;
            });
            assertThat(states(greenlet)).containsExactly(false, false, false);
            assertThat(greenlet.activity()).isEqualTo("not started");
            greenlet.start();
            assertThat(states(greenlet)).containsExactly(true, false, false);
            assertThat(greenlet.activity()).isEqualTo("ready to start");
            Jevent.sleep();
            assertThat(states(greenlet)).containsExactly(true, false, false);
            assertThat(greenlet.activity()).isEqualTo("ready to run");
            greenlet.join();
            assertThat(states(greenlet)).containsExactly(false, true, true);
            assertThat(greenlet.activity()).isEqualTo("dead");
            assertThat(trace).containsExactly(true);
        });
    }

    private static List<Boolean> states(Greenlet<?> greenlet) {
        return List.of(greenlet.isStarted(), greenlet.isDead(), greenlet.isReady());
    }

    @Test
    void hasItsValueOrItsFailureOrItsExit() throws Exception {
        HubTesting.run(() -> {
            ignoreFailures();
            var failure = new IOException("disk");
            var fine = Jevent.spawn(() -> 7);
            var failed = Jevent.spawn(() -> {
                throw failure;
            });
            var killed = Jevent.spawn(() -> Jevent.sleep(SECOND));
            assertThat(fine.isSuccessful()).as("not ready yet").isFalse();
            assertThat(fine.value()).isNull();
            Jevent.sleep();
            var exit = new GreenletExit();
            killed.kill(exit);

            assertThat(fine.value()).isEqualTo(7);
            assertThat(fine.exception()).isNull();
            assertThat(fine.exit()).isNull();
            assertThat(fine.isSuccessful()).isTrue();

            assertThat(failed.value()).isNull();
            assertThat(failed.exception()).isSameAs(failure);
            assertThat(failed.exit()).isNull();
            assertThat(failed.isSuccessful()).isFalse();

            assertThat(killed.value()).isNull();
            assertThat(killed.exception()).isNull();
            assertThat(killed.exit()).isSameAs(exit);
            assertThat(killed.isSuccessful()).isTrue();
        });
    }

    @Test
    void forgetsItsBodyWhenItHasEnded() throws Exception {
        HubTesting.run(() -> {
            var argument = new Object();
            var gone = new WeakReference<>(argument);
            var ended = spawnHolding(argument);
            var killed = new Greenlet<>(holding(argument));
            argument = null;
            ended.join();
            killed.kill();
            for (int i = 0; i < 50 && gone.get() != null; i++) {
                System.gc();
            }
            assertThat(gone.get()).as("what the bodies held").isNull();
            assertThat(ended.isSuccessful() && killed.isReady()).isTrue();
        });
    }

    @Test
    void forgetsTheContextThatItInheritedWhenItHasEnded() throws Exception {
        HubTesting.run(() -> {
            var local = new ContextLocal<Object>("request");
            var scoped = ScopedValue.<Object>newInstance();
            var request = new Object();
            var gone = new WeakReference<>(request);
            var greenlets = inheriting(local, scoped, request);
            request = null;
            greenlets.getFirst().join();
            greenlets.getLast().kill();
            for (int i = 0; i < 50 && gone.get() != null; i++) {
                System.gc();
            }
            assertThat(gone.get()).as("what the context held").isNull();
            assertThat(greenlets).allMatch(Greenlet::isDead);
        });
    }

    /** One that is started and one that is not. */
    private static List<Greenlet<Boolean>> inheriting(
            ContextLocal<Object> local, ScopedValue<Object> scoped, Object value) throws Exception {
        return local.where(
                value,
                () -> ScopedValue.where(scoped, value).call(() -> {
                    var started = new Greenlet<Boolean>(() -> true);
                    var unstarted = new Greenlet<Boolean>(() -> true);
                    started.inheritScopedValues();
                    unstarted.inheritScopedValues();
                    started.start();
                    return List.of(started, unstarted);
                }));
    }

    private static Greenlet<Integer> spawnHolding(Object argument) {
        return Jevent.spawn(holding(argument));
    }

    private static Callable<Integer> holding(Object argument) {
        return argument::hashCode;
    }

    @Test
    void throwsATimeoutOfItsOwnAtThoseWhoAskTooEarly() throws Exception {
        HubTesting.run(() -> {
            var slow = Jevent.spawn(() -> {
                Jevent.sleep(SECOND);
                return 1;
            });
            assertThatThrownBy(() -> slow.result(Duration.ofMillis(10)))
                    .isInstanceOf(Timeout.class)
                    .hasMessage("0.01 seconds");
            assertThatThrownBy(() -> slow.result(Duration.ZERO)).isInstanceOf(Timeout.class);
            assertThat(slow.result(SECOND)).isEqualTo(1);
        });
    }

    @Test
    void throwsNoGreenletExitAtThoseWhoAskAKilledOne() throws Exception { // gevent returns the GreenletExit
        HubTesting.run(() -> {
            var killed = Jevent.spawn(() -> Jevent.sleep(SECOND));
            Jevent.sleep();
            var exit = new GreenletExit("enough");
            killed.kill(exit);
            assertThatThrownBy(killed::result)
                    .isInstanceOf(CancellationException.class)
                    .hasMessageMatching("Greenlet-0 throwsNo\\w+\\(GreenletTest\\.java:\\d+\\) was killed")
                    .hasCause(exit);
            assertThatThrownBy(killed::get).isInstanceOf(CancellationException.class);
        });
    }

    @Test
    void joinNeverThrowsItsFailureAndDoesNotSwitchWhenItIsReady() throws Exception {
        HubTesting.run(() -> {
            ignoreFailures();
            var failed = Jevent.spawn(() -> {
                throw new IOException("disk");
            });
            failed.join();
            long switches = Hub.current().switches();
            failed.join();
            assertThat(failed.join(SECOND)).isTrue();
            assertThat(Hub.current().switches()).isEqualTo(switches);
        });
    }

    @Test
    void joinSaysWhetherItEndedInTime() throws Exception {
        HubTesting.run(() -> {
            var slow = Jevent.spawn(() -> Jevent.sleep(SECOND));
            assertThat(slow.join(Duration.ofMillis(999))).isFalse();
            assertThat(slow.join(Duration.ofMillis(2))).isTrue();
            assertThat(slow.join(Duration.ZERO)).isTrue();
        });
    }

    @Test
    void isNamedByTheSmallestNumberThatNoLivingGreenletHas() throws Exception {
        HubTesting.run(() -> {
            var a = Jevent.spawn(() -> Jevent.sleep(SECOND));
            var b = Jevent.spawn(() -> Jevent.sleep(Duration.ofSeconds(5)));
            assertThat(List.of(a.name(), b.name())).containsExactly("Greenlet-0", "Greenlet-1");
            a.join();
            var c = Jevent.spawn(() -> Jevent.sleep(SECOND));
            assertThat(c.name()).isEqualTo("Greenlet-0");
            assertThat(a.name()).as("a dead one keeps its name").isEqualTo("Greenlet-0");
            b.setName("worker");
            assertThat(b).hasToString("worker");
            var d = Jevent.spawn(() -> Jevent.sleep(SECOND));
            assertThat(d.name()).as("the number that b gave up").isEqualTo("Greenlet-1");
            Jevent.joinAll(b, c, d);
        });
    }

    @Test
    void takesNoNumberFromTheLivingWhenNamedAfterItsEnd() throws Exception {
        HubTesting.run(() -> {
            var dead = Jevent.spawn(() -> {});
            var unstarted = new Greenlet<>(() -> 1);
            assertThat(unstarted.name()).isEqualTo("Greenlet-0");
            unstarted.kill();
            dead.join();
            assertThat(dead.name()).isEqualTo("Greenlet-0");
            var living = Jevent.spawn(() -> Jevent.sleep(SECOND));
            assertThat(living.name()).isEqualTo("Greenlet-0");
            dead.setName("renamed after its end");
            assertThat(Jevent.spawn(() -> {}).name()).isEqualTo("Greenlet-1");
            living.join();
        });
    }

    @Test
    void knowsItsSpawnerAndWhereItWasMade() throws Exception {
        HubTesting.run(() -> {
            RawGreenlet root = Jevent.current();
            var grandchildren = new ArrayList<Greenlet<?>>();
            var child = Jevent.spawn(() -> {
                grandchildren.add(Jevent.spawn(() -> {}));
            });
            child.join();
            var grandchild = grandchildren.getFirst();
            assertThat(child.spawner()).isSameAs(root);
            assertThat(grandchild.spawner()).isSameAs(child);
            assertThat(child.spawnedAt()).contains("GreenletTest.java:");
            grandchild.join();
        });
    }

    @Test
    void endsWithItsBlockWhenUsedAsAResource() throws Exception { // gevent joins there
        HubTesting.run(() -> {
            Greenlet<?> seen;
            try (var greenlet = Jevent.spawn(() -> new Event().await())) {
                seen = greenlet;
                Jevent.sleep();
            }
            assertThat(seen.exit()).isNotNull();
        });
    }

    @Test
    void survivesThatABodyOverflowsTheStack() throws Exception {
        HubTesting.run(() -> {
            ignoreFailures();
            var deep = Jevent.spawn(() -> deeper(0));
            deep.join();
            assertThat(deep.exception()).isInstanceOf(StackOverflowError.class);
            assertThat(Jevent.spawn(() -> 1).result()).isEqualTo(1);
        });
    }

    private static int deeper(int level) {
        return level < 0 ? level : deeper(level + 1) + 1;
    }

    @Test
    void tellsWhetherAFailureWasSeen() throws Exception {
        HubTesting.run(() -> {
            ignoreFailures();
            var failed = Jevent.spawn(() -> {
                throw new IOException("disk");
            });
            failed.join();
            assertThat(failed.isFailureSeen()).isFalse();
            assertThat(failed.exception()).isInstanceOf(IOException.class);
            assertThat(failed.isFailureSeen()).isTrue();
            var fine = Jevent.spawn(() -> 1);
            assertThat(fine.result()).isEqualTo(1);
            assertThat(fine.isFailureSeen()).isFalse();
        });
    }
}
