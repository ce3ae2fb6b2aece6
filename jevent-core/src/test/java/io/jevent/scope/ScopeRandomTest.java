// SPDX-License-Identifier: Apache-2.0
package io.jevent.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.GreenletSignal;
import io.jevent.hub.Hub;
import io.jevent.internal.rethrow.Fresh;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Trees of scopes that fail, time out, are cancelled and killed at random, in a random order. Whatever happens: no
 * child outlives its scope, no failure of a child is lost, and nothing is left that could be thrown at somebody later.
 */
class ScopeRandomTest {

    private static final int RUNS = 300;

    @Test
    @Tag("realtime")
    void noChildOutlivesItsScopeAndNoFailureIsLost() throws Exception {
        for (long seed = 0; seed < RUNS; seed++) {
            var run = new Run(seed);
            try {
                HubTesting.run(run::go);
            } catch (Throwable t) {
                throw new AssertionError("seed " + seed, t);
            }
        }
    }

    @Tag("realtime")
    private static final class Run {

        final Random random;
        final List<Greenlet<?>> all = new ArrayList<>();
        final List<Throwable> wrong = new ArrayList<>();

        /** The failures within a scope that an outer scope ended: the outer one must report them. */
        final Map<Throwable, List<Throwable>> owed = new HashMap<>();

        int made;

        Run(long seed) {
            random = new Random(seed);
        }

        void go() throws Exception {
            Hub hub = Hub.current();
            hub.setOrder(random::nextInt);
            hub.setErrorHandler((context, failure) -> {
                if (context == null || failure instanceof AssertionError) {
                    wrong.add(failure);
                }
            });
            var top = Jevent.spawn(() -> {
                scoped(3);
                return null;
            });
            all.add(top);
            var killer = Jevent.spawn(this::killSome);
            top.join();
            killer.kill();
            if (!wrong.isEmpty()) {
                throw new AssertionError(wrong.size() + " things are wrong", wrong.getFirst());
            }
            assertThat(all).allMatch(Greenlet::isDead);
            Jevent.sleep(Duration.ofDays(1));
            assertThat(hub.greenletCount()).isEqualTo(1);
        }

        void killSome() {
            while (chance(70)) {
                Jevent.sleep(moment());
                all.get(random.nextInt(all.size())).interrupt(new GreenletExit("killed"));
            }
        }

        boolean chance(int percent) {
            return random.nextInt(100) < percent;
        }

        Duration moment() {
            return Duration.ofMillis(random.nextInt(8));
        }

        /** Calls a scope and checks what comes out of it. */
        void scoped(int depth) throws Exception {
            var children = new ArrayList<Greenlet<?>>();
            var ofBody = new AtomicReference<Throwable>();
            ScopeBody<Object> body = scope -> {
                try {
                    for (int i = random.nextInt(4); i > 0; i--) {
                        spawn(scope, children, depth);
                    }
                    steps(scope, children, depth);
                } catch (Throwable t) {
                    ofBody.set(t);
                    throw t;
                }
                return "value";
            };
            Throwable thrown = null;
            try {
                var _ = chance(40) ? Scope.call(moment(), body) : Scope.call(body);
            } catch (Throwable t) {
                thrown = t;
            }
            check(children, ofBody.get(), thrown);
            if (thrown instanceof GreenletSignal || (thrown != null && chance(50))) {
                rethrow(thrown);
            }
        }

        void check(List<Greenlet<?>> children, Throwable ofBody, Throwable thrown) {
            expect(children.stream().allMatch(Greenlet::isDead), "a child outlived its scope", thrown);
            var failures = new ArrayList<Throwable>();
            if (ofBody != thrown) {
                failures.addAll(owed.getOrDefault(ofBody, List.of()));
            }
            for (Greenlet<?> child : children) {
                Throwable failure = child.exception();
                expect(!(failure instanceof RuntimeException), "an open scope refused", failure);
                expect(!(failure instanceof ScopeCancelled), "a scope let its own end out", failure);
                if (failure != null && failsScope(child)) {
                    failures.add(failure);
                }
            }
            Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
            collect(thrown, told);
            expect(failures.stream().allMatch(f -> isAmong(told, f)), "a failure was lost: " + failures, thrown);
            if (thrown instanceof ScopeCancelled) {
                owed.computeIfAbsent(thrown, _ -> new ArrayList<>()).addAll(failures);
            }
        }

        boolean failsScope(Greenlet<?> child) {
            return !child.name().startsWith("attempt");
        }

        void collect(Throwable t, Set<Throwable> into) {
            if (t != null && into.add(t)) {
                collect(t.getCause(), into);
                for (Throwable suppressed : t.getSuppressed()) {
                    collect(suppressed, into);
                }
            }
        }

        void expect(boolean holds, String otherwise, Throwable thrown) {
            if (!holds) {
                wrong.add(new AssertionError(otherwise, thrown));
            }
        }

        void spawn(Scope scope, List<Greenlet<?>> children, int depth) {
            boolean attempt = chance(30);
            Greenlet<?> child = attempt
                    ? scope.attempt(() -> child(scope, children, depth))
                    : scope.spawn(() -> child(scope, children, depth));
            child.setName((attempt ? "attempt " : "child ") + made++);
            children.add(child);
            all.add(child);
        }

        Object child(Scope scope, List<Greenlet<?>> children, int depth) throws Exception {
            try {
                steps(scope, children, depth);
            } finally {
                if (chance(30)) {
                    cleanUp(scope, children, depth);
                }
            }
            return "child";
        }

        void cleanUp(Scope scope, List<Greenlet<?>> children, int depth) throws Exception {
            if (chance(50)) {
                Jevent.shielded(() -> {
                    Jevent.sleep(moment());
                    if (chance(20)) {
                        throw new IOException("shielded clean-up " + made++);
                    }
                    return null;
                });
            } else {
                Jevent.sleep(moment());
                steps(scope, children, depth);
            }
        }

        void steps(Scope scope, List<Greenlet<?>> children, int depth) throws Exception {
            for (int i = random.nextInt(3); i >= 0; i--) {
                step(scope, children, depth);
            }
        }

        void step(Scope scope, List<Greenlet<?>> children, int depth) throws Exception {
            switch (random.nextInt(9)) {
                case 0 -> throw new IOException("failure " + made++);
                case 1 -> scope.cancel();
                case 2 -> {
                    if (made < 60) {
                        spawn(scope, children, depth - 1);
                    }
                }
                case 3, 4 -> {
                    if (depth > 0) {
                        scoped(depth - 1);
                    }
                }
                case 5 ->
                    new Timeout(moment()).call(() -> {
                        if (depth > 0) {
                            scoped(depth - 1);
                        }
                        Jevent.sleep(moment());
                        return null;
                    });
                case 6 -> sleepOutsideOfJevent();
                default -> Jevent.sleep(moment());
            }
        }

        @Tag("realtime")
        void sleepOutsideOfJevent() throws InterruptedException {
            Thread.sleep(random.nextInt(2));
        }

        static boolean isAmong(Set<Throwable> told, Throwable failure) {
            return told.stream().anyMatch(t -> Fresh.areSame(t, failure));
        }

        static void rethrow(Throwable t) throws Exception {
            if (t instanceof Error e) {
                throw e;
            }
            throw (Exception) t;
        }
    }
}
