// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.LoopExit;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class RealmTest {

    private final List<String> log = new ArrayList<>();

    private static <T> T run(Callable<T> body) throws Exception {
        try (Hub _ = Hub.open(VirtualTimeLoop.closedWorld())) {
            return Jevent.run(body);
        }
    }

    private static Greenlet<?> spawn(Realm realm, Runnable body) {
        return realm.within(() -> Jevent.spawn(body));
    }

    private static void start(Realm realm, Runnable body) {
        var _ = spawn(realm, body);
    }

    private static void start(Runnable body) {
        new RawGreenlet(body).start();
    }

    private static void sleep(int millis) {
        Jevent.sleep(Duration.ofMillis(millis));
    }

    @Test
    void whatIsSpawnedBelongsToTheRealm() throws Exception {
        List<Realm> seen = run(() -> {
            var realm = new Realm("a");
            var realms = new ArrayList<Realm>();
            realms.add(Realm.current());
            spawn(realm, () -> {
                        realms.add(Realm.current());
                        Jevent.spawn(() -> realms.add(Realm.current())).join();
                        Hub.current().schedule(Duration.ofMillis(1), () -> realms.add(Realm.current()));
                        sleep(2);
                        Thread.startVirtualThread(() -> {
                            realms.add(Realm.current());
                            LockSupport.parkNanos(0);
                            start(() -> realms.add(Realm.current()));
                        });
                        sleep(2);
                    })
                    .join();
            assertThat(realms).filteredOn(r -> r == realm).hasSize(5);
            assertThat(realm.greenlets()).isEmpty();
            return realms;
        });
        assertThat(seen).hasSize(6);
        assertThat(seen.getFirst()).isNull();
    }

    @Test
    void nothingOfAnAbandonedRealmRuns() throws Exception {
        run(() -> {
            var realm = new Realm("a");
            var asked = new Event();
            var lock = new CountDownLatch(1);
            Greenlet<?> main = spawn(realm, () -> {
                try {
                    start(() -> note(1, "grandchild"));
                    Hub.current().schedule(Duration.ofMillis(1), () -> log.add("timer"));
                    Hub.current()
                            .schedule(Duration.ofMillis(1), () -> log.add("beat"))
                            .every(Duration.ofMillis(1));
                    asked.addLink(Link.calling(() -> log.add("link")));
                    start(() -> note(lock, "parked"));
                    Thread.startVirtualThread(() -> note(lock, "foreign"));
                    start(() -> {
                        asked.await();
                        log.add("event");
                    });
                    sleep(1);
                } finally {
                    log.add("finally");
                }
            });
            Jevent.sleep();
            Jevent.sleep();
            realm.abandon();
            asked.set();
            lock.countDown();
            assertThat(main.isDead()).isTrue();
            assertThatThrownBy(main::get).hasRootCauseInstanceOf(GreenletExit.class);
            assertThat(Hub.current().greenlets()).hasSize(1);
            Jevent.sleep(Duration.ofHours(1));
            return log;
        });
        assertThat(log).isEmpty();
    }

    private void note(int millis, String what) {
        try {
            sleep(millis);
        } finally {
            log.add(what);
        }
    }

    private void note(CountDownLatch latch, String what) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            log.add(what);
        }
    }

    @Test
    void anAbandonedRealmHasNoTimers() throws Exception {
        long end = run(() -> {
            var realm = new Realm("a");
            start(realm, () -> Jevent.sleep(Duration.ofDays(1)));
            start(realm, () -> Hub.current().schedule(Duration.ofDays(1), () -> {}));
            Jevent.sleep();
            realm.abandon();
            Hub.current().join();
            return Hub.current().now();
        });
        assertThat(end).isZero();
    }

    @Test
    void aGreenletThatAbandonsItsOwnRealmDoesNotGoOn() throws Exception {
        run(() -> {
            var realm = new Realm("a");
            Greenlet<?> main = spawn(realm, () -> {
                try {
                    realm.abandon();
                    log.add("after");
                } finally {
                    log.add("finally");
                }
            });
            var foreign = new Realm("b");
            start(
                    foreign,
                    () -> Thread.startVirtualThread(() -> {
                        foreign.abandon();
                        log.add("after");
                    }));
            main.join();
            sleep(1);
            return 0;
        });
        assertThat(log).isEmpty();
    }

    @Test
    void waitersOfOthersAreNotDisturbed() throws Exception {
        String got = run(() -> {
            var realm = new Realm("a");
            var event = new Event();
            start(realm, event::await);
            Greenlet<String> other = Jevent.spawn(() -> {
                event.await();
                return "woken";
            });
            Jevent.sleep();
            realm.abandon();
            event.set();
            return other.get();
        });
        assertThat(got).isEqualTo("woken");
    }

    @Test
    void aPausedRealmGoesOnWhenItIsResumed() throws Exception {
        run(() -> {
            var realm = new Realm("a");
            var lock = new CompletableFuture<String>();
            start(realm, () -> note(5, "sleeper"));
            start(realm, () -> Hub.current().schedule(Duration.ofMillis(6), () -> log.add("timer")));
            start(realm, () -> log.add(lock.join()));
            sleep(1);
            realm.pause();
            lock.complete("future");
            sleep(20);
            assertThat(realm.isPaused()).isTrue();
            assertThat(log).isEmpty();
            realm.resume();
            sleep(1);
            return log;
        });
        assertThat(log).containsExactly("future", "sleeper", "timer");
    }

    @Test
    void aTimerThatIsDueInAPausedRealmStaysPendingAndCanBeCancelled() throws Exception {
        run(() -> {
            var realm = new Realm("a");
            Hub hub = Hub.current();
            Timer cancelled = realm.within(() -> hub.schedule(Duration.ofMillis(5), () -> log.add("cancelled")));
            Timer again = realm.within(() -> hub.schedule(Duration.ofMillis(5), () -> log.add("again at " + now())));
            Timer kept = realm.within(() -> hub.schedule(Duration.ofMillis(6), () -> log.add("kept at " + now())));
            realm.pause();
            sleep(20);
            assertThat(List.of(cancelled, again, kept)).allMatch(Timer::isPending);
            assertThat(cancelled.cancel()).isTrue();
            assertThat(cancelled.cancel()).isFalse();
            again.again();
            realm.resume();
            sleep(10);
            assertThat(List.of(cancelled, again, kept)).noneMatch(Timer::isPending);
            return true;
        });
        assertThat(log).containsExactly("kept at 20", "again at 25");
    }

    private static long now() {
        return Duration.ofNanos(Hub.current().now()).toMillis();
    }

    @Test
    void theCodeThatGoesOnAfterAPauseCanCancelATimerThatBecameDueMeanwhile() throws Exception {
        run(() -> {
            var realm = new Realm("a");
            start(realm, () -> {
                Timer timer = Hub.current().schedule(Duration.ofMillis(6), () -> log.add("timer"));
                sleep(5);
                log.add(timer.cancel() ? "cancelled" : "too late");
            });
            sleep(1);
            realm.pause();
            sleep(20);
            realm.resume();
            sleep(10);
            return true;
        });
        assertThat(log).containsExactly("cancelled");
    }

    @Test
    void aRepeatingTimerIsCalledOnceForAllTimesInAPause() throws Exception {
        run(() -> {
            var realm = new Realm("a");
            Timer beat = realm.within(() -> Hub.current()
                    .schedule(Duration.ofMillis(10), () -> log.add("at " + now()))
                    .every(Duration.ofMillis(10)));
            sleep(15);
            realm.pause();
            sleep(30);
            realm.resume();
            sleep(10);
            assertThat(beat.cancel()).isTrue();
            return true;
        });
        assertThat(log).containsExactly("at 10", "at 45", "at 50");
    }

    @Test
    void aCallbackOfAPausedRealmCanBeTakenBack() throws Exception {
        run(() -> {
            var realm = new Realm("a");
            Callback stopped = realm.within(() -> Hub.current().runCallback(() -> log.add("stopped")));
            Callback kept = realm.within(() -> Hub.current().runCallback(() -> log.add("kept")));
            realm.pause();
            sleep(1);
            assertThat(List.of(stopped, kept)).allMatch(Callback::isPending);
            stopped.stop();
            realm.resume();
            sleep(1);
            assertThat(kept.isPending()).isFalse();
            return true;
        });
        assertThat(log).containsExactly("kept");
    }

    /** A held timer does not wake anybody: a program that waits for a paused realm is stuck, and is told so. */
    @Test
    void timersOfAPausedRealmDoNotKeepAWaitAlive() {
        assertThatThrownBy(() -> run(() -> {
                    var realm = new Realm("a");
                    var _ = realm.within(() -> Hub.current().schedule(Duration.ofMillis(5), () -> log.add("timer")));
                    realm.pause();
                    new Event().await();
                    return true;
                }))
                .isInstanceOf(LoopExit.class);
        assertThat(log).isEmpty();
    }

    @Test
    void codeOutsideOutlivesTheRealm() throws Exception {
        run(() -> {
            var realm = new Realm("a");
            start(
                    realm,
                    () -> Realm.outside(() -> Hub.current().schedule(Duration.ofMillis(1), () -> log.add("outside"))));
            Jevent.sleep();
            realm.abandon();
            assertThatThrownBy(() -> realm.within(() -> 1)).isInstanceOf(IllegalStateException.class);
            sleep(2);
            return 0;
        });
        assertThat(log).containsExactly("outside");
    }

    @Test
    void theMemoryOfAnAbandonedRealmIsFreed() throws Exception {
        run(() -> {
            var kept = new ArrayList<WeakReference<?>>();
            for (int i = 0; i < 100; i++) {
                kept.add(abandoned());
            }
            for (int i = 0; i < 100 && kept.stream().anyMatch(r -> r.get() != null); i++) {
                System.gc();
            }
            assertThat(kept).allMatch(r -> r.get() == null);
            return 0;
        });
    }

    private static WeakReference<?> abandoned() {
        var realm = new Realm("a");
        var state = new byte[1000];
        var never = new CompletableFuture<String>();
        start(realm, () -> {
            Thread.startVirtualThread(() -> {
                never.join();
                state[2] = 1;
            });
            start(() -> {
                never.join();
                state[1] = 1;
            });
            Jevent.sleep(Duration.ofDays(1));
            state[0] = 1;
        });
        sleep(1);
        realm.abandon();
        return new WeakReference<>(state);
    }

    @Test
    void aTimeoutWhoseBlockEndsAfterAPauseIsNotThrownLater() throws Exception {
        run(() -> {
            var realm = new Realm("a");
            var event = new Event();
            var greenlet = spawn(realm, () -> {
                try (var _ = Timeout.startNew(Duration.ofMillis(10))) {
                    event.await();
                }
                sleep(5);
                log.add("done");
            });
            sleep(1);
            realm.pause();
            event.set();
            sleep(20); // the timeout is due, and held back behind the greenlet
            realm.resume();
            greenlet.join();
            return true;
        });
        assertThat(log).containsExactly("done");
    }
}
