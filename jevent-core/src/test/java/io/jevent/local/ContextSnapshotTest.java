// SPDX-License-Identifier: Apache-2.0
package io.jevent.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.ContextPropagator;
import io.jevent.hub.ContextSnapshot;
import io.jevent.hub.DirectCallback;
import io.jevent.hub.Hub;
import io.jevent.pool.Pool;
import io.jevent.threadpool.ThreadPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How values and contexts of libraries come to code that runs elsewhere. */
class ContextSnapshotTest {

    private static final ThreadLocal<@Nullable String> OF_A_LIBRARY = new ThreadLocal<>();

    private final ContextLocal<String> user = new ContextLocal<>("user", "nobody");
    private final List<Object> log = Collections.synchronizedList(new ArrayList<>());
    private final ContextPropagator propagator = this::capture;

    private ContextPropagator.@Nullable Captured capture() {
        String ours = OF_A_LIBRARY.get();
        return ours == null
                ? null
                : () -> {
                    String before = OF_A_LIBRARY.get();
                    OF_A_LIBRARY.set(ours);
                    return () -> OF_A_LIBRARY.set(before);
                };
    }

    @BeforeEach
    void addPropagator() {
        ContextPropagator.add(propagator);
        ContextPropagator.add(propagator);
    }

    @AfterEach
    void removePropagator() {
        ContextPropagator.remove(propagator);
        OF_A_LIBRARY.remove();
    }

    private String both() {
        return user.get() + " " + OF_A_LIBRARY.get();
    }

    private void set(String value) {
        user.set(value);
        OF_A_LIBRARY.set(value);
    }

    @Test
    void greenletsAndTheirDescendantsInheritWhatIsThereAtTheSpawn() throws Exception {
        HubTesting.run(() -> {
            set("ada");
            var child = Jevent.spawn(() -> Jevent.spawn(this::both).result());
            var raw = new AsyncResult<String>();
            Jevent.spawnRaw(() -> raw.set(both()));
            var later = Jevent.spawnLater(Duration.ofSeconds(1), (Callable<String>) this::both);
            set("grace");
            assertThat(child.result()).isEqualTo("ada ada");
            assertThat(raw.result()).isEqualTo("ada ada");
            assertThat(later.result()).isEqualTo("ada ada");
            assertThat(both()).isEqualTo("grace grace");
        });
    }

    @Test
    void eachGreenletChangesItsOwnContextOnly() throws Exception {
        HubTesting.run(() -> {
            set("ada");
            var child = Jevent.spawn(() -> {
                set("child");
                Jevent.sleep();
                return both();
            });
            Jevent.sleep();
            assertThat(both()).isEqualTo("ada ada");
            assertThat(child.result()).isEqualTo("child child");
        });
    }

    @Test
    void theRootGreenletInheritsFromItsThread() throws Exception {
        set("main");
        Jevent.run(() -> log.add(both()));
        assertThat(log).containsExactly("main main");
    }

    @Test
    void poolsAndThreadPoolsAndTheirViewsPassTheContextOfTheSubmitterOn() throws Exception {
        HubTesting.run(() -> {
            try (var threads = new ThreadPool(1)) {
                set("ada");
                assertThat(threads.apply(this::both)).isEqualTo("ada ada");
                assertThat(threads.submit((Callable<String>) this::both).result())
                        .isEqualTo("ada ada");
                assertThat(threads.asExecutorService().submit(this::both).get()).isEqualTo("ada ada");
                var pool = new Pool(1);
                assertThat(pool.map(_ -> both(), List.of(1))).containsExactly("ada ada");
                assertThat(pool.applyAsync(this::both).result()).isEqualTo("ada ada");
                user.remove();
                OF_A_LIBRARY.remove();
                assertThat(threads.apply(this::both)).isEqualTo("nobody null"); // the worker keeps nothing
            }
        });
    }

    @Test
    void theWorkOfAThreadPoolMayUseJevent() throws Exception {
        HubTesting.run(() -> {
            try (var threads = new ThreadPool(1)) {
                set("ada");
                assertThat(threads.apply(() -> Jevent.spawn(this::both).result() + ", " + both()))
                        .isEqualTo("ada ada, ada ada");
                user.remove();
                assertThat(threads.apply(() -> Jevent.spawn(user::get).result()))
                        .isEqualTo("nobody");
            }
        });
    }

    @Test
    void aSnapshotRunsCodeInItsContextAnywhere() throws Exception {
        HubTesting.run(() -> {
            set("ada");
            ContextSnapshot snapshot = ContextSnapshot.capture();
            assertThat(snapshot.isEmpty()).isFalse();
            set("grace");
            assertThat(snapshot.call(this::both)).isEqualTo("ada ada");
            snapshot.run(() -> set("inside"));
            assertThat(both()).isEqualTo("grace grace");
            assertThat(snapshot.call(this::both)).isEqualTo("ada ada");
            assertThat(Jevent.await(CompletableFuture.supplyAsync(() -> {
                        snapshot.run(() -> log.add(both()));
                        return both();
                    })))
                    .isEqualTo("nobody null");
            assertThat(log).containsExactly("ada ada");
            assertThatThrownBy(() -> snapshot.wrap((Callable<String>) () -> {
                                throw new IllegalStateException(both());
                            })
                            .call())
                    .hasMessage("ada ada");
            assertThat(both()).isEqualTo("grace grace");
        });
    }

    @Test
    void anEmptySnapshotHidesTheValuesOfTheCaller() throws Exception {
        HubTesting.run(() -> {
            ContextSnapshot empty = ContextSnapshot.capture();
            assertThat(empty.isEmpty()).isTrue();
            user.set("ada");
            assertThat(empty.call(user::get)).isEqualTo("nobody");
            assertThat(user.get()).isEqualTo("ada");
        });
    }

    @Test
    void aCallbackOfAHubRunsInASnapshotAndLeavesNothingToOthers() throws Exception {
        HubTesting.run(() -> {
            set("ada");
            Hub hub = Hub.current();
            var failures = new ArrayList<Throwable>();
            hub.setErrorHandler((_, failure) -> failures.add(failure));
            var spawned = new AsyncResult<String>();
            Runnable callback = () -> {
                log.add(both());
                Jevent.spawnRaw(() -> spawned.set(both()));
            };
            var _ = hub.runCallback(ContextSnapshot.capture().wrap(callback));
            var _ = hub.runCallback(() -> log.add(both()));
            var _ = hub.runCallback(() -> user.set("callback"));
            Jevent.sleep();
            assertThat(spawned.result()).isEqualTo("ada ada");
            assertThat(log).containsExactly("ada ada", "nobody null");
            assertThat(failures)
                    .singleElement()
                    .isInstanceOf(InvalidThreadUseException.class)
                    .hasToString(failures.get(0).toString())
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("where(value, body)");
        });
    }

    @Test
    void whatAPropagatorThrowsIsReportedAndTheWorkRunsWithoutThatContext() throws Exception {
        var broken = new AtomicReference<@Nullable RuntimeException>(new IllegalStateException("capture"));
        ContextPropagator bad = () -> {
            RuntimeException failure = broken.get();
            if (failure != null) {
                throw failure;
            }
            return () -> {
                throw new IllegalStateException("attach");
            };
        };
        ContextPropagator worse = () -> () -> () -> {
            throw new IllegalStateException("detach");
        };
        ContextPropagator.add(bad);
        ContextPropagator.add(worse);
        try {
            HubTesting.run(() -> {
                var failures = new ArrayList<String>();
                Hub.current().setErrorHandler((_, failure) -> failures.add(failure.getMessage()));
                set("ada");
                assertThat(Jevent.spawn(this::both).result()).isEqualTo("ada ada");
                assertThat(failures).containsExactly("capture", "detach");
                broken.set(null);
                assertThat(Jevent.spawn(this::both).result()).isEqualTo("ada ada");
                assertThat(failures).containsExactly("capture", "detach", "attach", "detach");
                assertThat(both()).isEqualTo("ada ada");
            });
        } finally {
            ContextPropagator.remove(bad);
            ContextPropagator.remove(worse);
        }
    }

    @Test
    void contextsAreDetachedInReverseOrderWhenAGreenletIsKilled() throws Exception {
        ContextPropagator first = () -> () -> {
            log.add("attach 1");
            return () -> log.add("detach 1");
        };
        ContextPropagator second = () -> () -> {
            log.add("attach 2");
            return () -> log.add("detach 2");
        };
        ContextPropagator.add(first);
        ContextPropagator.add(second);
        try {
            HubTesting.run(() -> {
                log.clear(); // of the root greenlet
                var victim = Jevent.spawn(() -> new Event().await());
                Jevent.sleep();
                victim.kill();
                assertThat(log).containsExactly("attach 1", "attach 2", "detach 2", "detach 1");
                var neverRun = Jevent.spawn(() -> {});
                neverRun.kill();
                assertThat(log).hasSize(4);
            });
        } finally {
            ContextPropagator.remove(first);
            ContextPropagator.remove(second);
        }
    }

    @Test
    void noPropagatorIsCalledOnTheBareThreadOfTheHub() throws Exception {
        var threads = Collections.synchronizedList(new ArrayList<Thread>());
        ContextPropagator watching = () -> {
            threads.add(Thread.currentThread());
            return null;
        };
        HubTesting.run(() -> {
            ContextPropagator.add(watching);
            try {
                var ran = new Event();
                var _ = Hub.current().runCallback((DirectCallback) () -> Jevent.spawnRaw(ran::set));
                ran.await();
                assertThat(threads).isEmpty();
                Jevent.spawnRaw(ran::set);
                assertThat(threads).containsExactly(Thread.currentThread());
            } finally {
                ContextPropagator.remove(watching);
            }
        });
    }

    @Test
    void aGreenletMayInheritScopedValuesAsWell() throws Exception {
        ScopedValue<String> scoped = ScopedValue.newInstance();
        HubTesting.run(() -> ScopedValue.where(scoped, "scoped").run(() -> {
            set("ada");
            var greenlet = new io.jevent.Greenlet<>(() -> scoped.get() + " " + both());
            greenlet.inheritScopedValues();
            greenlet.start();
            assertThat(greenlet.result()).isEqualTo("scoped ada ada");
        }));
    }
}
