// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.BlockingSwitchOutException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callbacks that meet a lock of the JDK that is taken: the hub goes on, and so do they when it is free. */
@Timeout(60)
class CallbackParkTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final List<String> trace = new ArrayList<>();

    private void takeLock(String label) {
        lock.lock();
        try {
            trace.add(label);
        } finally {
            lock.unlock();
        }
    }

    /** Has a greenlet hold the lock while {@code register} has callbacks come that want it, and then others. */
    private void whileAGreenletHoldsTheLock(Consumer<Hub> register) throws Exception {
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                var release = new Event();
                Greenlet<?> holder = Jevent.spawn(() -> {
                    lock.lock();
                    try {
                        release.await();
                    } finally {
                        lock.unlock();
                    }
                });
                Jevent.sleep();
                register.accept(hub);
                hub.runCallback(() -> trace.add("a later callback"));
                Greenlet<?> other = Jevent.spawn(() -> {
                    trace.add("another greenlet");
                    release.set();
                });
                Jevent.joinAll(List.of(holder, other));
                assertThat(hub.join(SECOND)).isTrue();
                return null;
            });
        }
    }

    @Test
    void aCallbackThatWaitsForALockStopsNobody() throws Exception {
        whileAGreenletHoldsTheLock(hub -> hub.runCallback(() -> takeLock("callback")));
        assertThat(trace).containsExactly("a later callback", "another greenlet", "callback");
    }

    @Test
    void aTimersCallbackThatWaitsForALockStopsNobody() throws Exception {
        whileAGreenletHoldsTheLock(hub -> {
            hub.schedule(SECOND, () -> takeLock("timer"));
            hub.schedule(SECOND, () -> trace.add("timer of the same time"));
            Jevent.sleep(SECOND.plusNanos(1));
        });
        assertThat(trace).containsExactly("timer of the same time", "a later callback", "another greenlet", "timer");
    }

    @Test
    void aLinkThatWaitsForALockStopsNobody() throws Exception {
        whileAGreenletHoldsTheLock(_ -> {
            Greenlet<Integer> ended = Jevent.spawn(() -> 1);
            ended.rawlink(() -> takeLock("link"));
            ended.join();
        });
        assertThat(trace).containsExactly("a later callback", "another greenlet", "link");
    }

    @Test
    void anErrorHandlerThatWaitsForALockStopsNobody() throws Exception {
        whileAGreenletHoldsTheLock(hub -> {
            hub.setErrorHandler((_, failure) -> takeLock(failure.getMessage()));
            Jevent.spawn(() -> {
                        throw new IllegalStateException("failure of a greenlet");
                    })
                    .join();
        });
        assertThat(trace).containsExactly("a later callback", "another greenlet", "failure of a greenlet");
    }

    @Test
    void anErrorStreamThatWaitsForALockStopsNobody() throws Exception {
        whileAGreenletHoldsTheLock(hub -> {
            hub.setErrorStream(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8) {
                @Override
                public void flush() {
                    if (trace.isEmpty()) {
                        takeLock("printed");
                    }
                }
            });
            hub.runCallback(() -> {
                throw new IllegalStateException("failure of a callback");
            });
        });
        assertThat(trace).containsExactly("a later callback", "another greenlet", "printed");
    }

    @Test
    void aTimeoutsSupplierThatWaitsForALockStopsNobody() throws Exception {
        var thrown = new AtomicReference<Throwable>();
        whileAGreenletHoldsTheLock(_ -> {
            var _ = Jevent.spawn(() -> {
                try (var _ = io.jevent.Timeout.startNew(SECOND, () -> {
                    takeLock("supplier");
                    return new IllegalStateException("supplied");
                })) {
                    Jevent.sleep(SECOND.multipliedBy(3));
                } catch (Throwable t) {
                    thrown.set(t);
                }
            });
            Jevent.sleep(SECOND.multipliedBy(2));
        });
        assertThat(trace).containsExactly("a later callback", "another greenlet", "supplier");
        assertThat(thrown.get()).hasMessage("supplied");
    }

    @Test
    void aReportNamesTheCallbackThatIsParked() throws Exception {
        var report = new AtomicReference<String>();
        whileAGreenletHoldsTheLock(hub -> {
            hub.runCallback(() -> takeLock("callback"));
            hub.runCallback((DirectCallback) () -> report.set(hub.report()));
        });
        assertThat(report.get())
                .contains("a callback that is parked outside of jevent")
                .contains("CallbackParkTest.takeLock");
    }

    @Test
    void whatIsParkedKeepsTheHubFromBeingTakenForStuck() throws Exception {
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                var woken = new Event();
                lock.lock();
                try {
                    hub.runCallback(() -> {
                        takeLock("callback");
                        woken.set();
                    });
                    Jevent.sleep();
                } finally {
                    lock.unlock();
                }
                woken.await();
                return null;
            });
        }
    }

    @Test
    void callbacksMayNotWaitInJeventAndAreNoGreenlets() throws Exception {
        var refused = new AtomicReference<Throwable>();
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            hub.setErrorHandler((_, failure) -> refused.set(failure));
            Jevent.run(() -> {
                hub.runCallback(() -> {
                    trace.add(String.valueOf(CurrentGreenlet.get()) + hub.isCurrent() + hub.greenletCount());
                    Jevent.sleep();
                });
                Jevent.sleep();
                return null;
            });
        }
        assertThat(trace).containsExactly("nulltrue1");
        assertThat(refused.get()).isInstanceOf(BlockingSwitchOutException.class);
    }

    @Test
    void aCallbackThatHasParkedStillMayNotWaitInJevent() throws Exception {
        var refused = new AtomicReference<Throwable>();
        whileAGreenletHoldsTheLock(hub -> {
            hub.setErrorHandler((_, failure) -> refused.set(failure));
            hub.runCallback(() -> {
                takeLock("callback");
                Jevent.sleep(SECOND);
            });
        });
        assertThat(refused.get()).isInstanceOf(BlockingSwitchOutException.class);
    }

    @Test
    void callbacksRunOnOneThreadAsLongAsNoneParks() throws Exception {
        var threads = new ArrayList<Thread>();
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                for (int i = 0; i < 100; i++) {
                    hub.runCallback(() -> threads.add(Thread.currentThread()));
                }
                Jevent.sleep();
                return null;
            });
        }
        assertThat(threads).hasSize(100);
        assertThat(threads.stream().distinct()).hasSize(1);
        assertThat(threads.getFirst().getState()).isEqualTo(Thread.State.TERMINATED);
    }

    @Test
    void aCallbacksInterruptIsNotTheNextOnes() throws Exception {
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                hub.runCallback(() -> Thread.currentThread().interrupt());
                hub.runCallback(() -> trace.add("interrupted: " + Thread.interrupted()));
                Jevent.sleep();
                return null;
            });
        }
        assertThat(trace).containsExactly("interrupted: false");
    }

    @Test
    void callbacksThatAnotherThreadSentBeforeTheEndMayMeetALock() throws Exception {
        lock.lock();
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            Thread sender = Thread.ofPlatform().start(() -> {
                hub.runCallback(() -> takeLock("never"));
                hub.runCallback(() -> trace.add("called"));
            });
            while (sender.isAlive()) {
                Thread.onSpinWait();
            }
        } finally {
            lock.unlock();
        }
        assertThat(trace).containsExactly("called");
    }
}
