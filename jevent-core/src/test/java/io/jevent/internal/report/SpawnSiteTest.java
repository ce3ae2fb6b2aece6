// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.hub.RawGreenlet;
import io.jevent.pool.Pool;
import io.jevent.scope.Scope;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A greenlet names the line at which it was made, or none; never one at which it was not made. */
class SpawnSiteTest {

    private static final int MANY = 40;

    private record Job() implements Runnable, Callable<String> {
        @Override
        public void run() {
            // nothing
        }

        @Override
        public String call() {
            return "called";
        }
    }

    private static final class Worker extends Greenlet<@Nullable Void> {
        @Override
        protected @Nullable Void run() {
            return null;
        }
    }

    private static final class WithBody extends Greenlet<Integer> {
        WithBody() {
            super(() -> 1);
        }
    }

    private static int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow())
                .getLineNumber();
    }

    private static void assertRightOrUnknown(String site, int line) {
        if (!site.startsWith("(unknown;")) {
            assertThat(site).endsWith("(SpawnSiteTest.java:" + line + ")");
        }
    }

    @Test
    void aWorkerOfJeventsOwnHasThePlaceOfWhoStartedIt() throws Exception {
        HubTesting.run(() -> {
            Greenlet<String> starter = Jevent.spawn(
                    () -> Workers.start().spawnedAt() + Workers.start().spawnedAt());
            String place = starter.spawnedAt();
            assertThat(place).contains("SpawnSiteTest.java");
            assertThat(starter.get()).isEqualTo(place + place);
        });
    }

    @Test
    void laterSpawnsOfTheSameBodyFromElsewhereAreNotPutDownToTheFirstLine() throws Exception {
        HubTesting.run(() -> {
            List<Function<Job, RawGreenlet>> ways = List.of(
                    job -> Jevent.spawn((Runnable) job),
                    job -> Jevent.spawn((Callable<String>) job),
                    Jevent::spawnRaw,
                    job -> new Pool().spawn((Runnable) job));
            for (Function<Job, RawGreenlet> way : ways) {
                for (int i = 0; i < MANY; i++) {
                    way.apply(new Job()).start();
                }
                int here = line() + 1;
                String site = Jevent.spawn((Runnable) new Job()).spawnedAt();
                assertRightOrUnknown(site, here);
            }
        });
    }

    @Test
    void aLambdaThatIsSpawnedElsewhereLaterIsNotPutDownToTheFirstLine() throws Exception {
        HubTesting.run(() -> {
            Callable<Integer> body = () -> 1;
            for (int i = 0; i < MANY; i++) {
                int here = line() + 1;
                assertRightOrUnknown(Jevent.spawn(body).spawnedAt(), here);
            }
            int there = line() + 1;
            assertRightOrUnknown(Jevent.spawn(body).spawnedAt(), there);
        });
    }

    @Test
    void aSubclassIsMadeWhereItsConstructorIsCalled() throws Exception {
        HubTesting.run(() -> {
            int first = line() + 1;
            assertThat(new Worker().spawnedAt()).endsWith("(SpawnSiteTest.java:" + first + ")");
            int second = line() + 1;
            assertThat(new WithBody().spawnedAt()).endsWith("(SpawnSiteTest.java:" + second + ")");
            for (int i = 0; i < MANY; i++) {
                int here = line() + 1;
                assertRightOrUnknown(new Worker().spawnedAt(), here);
            }
        });
    }

    @Test
    void childrenOfScopesAreToldApartByTheirBodies() throws Exception {
        HubTesting.run(() -> Scope.call(scope -> {
            for (int i = 0; i < MANY; i++) {
                var _ = scope.spawn(() -> {});
            }
            int here = line() + 1;
            String site = scope.spawn(() -> {}).spawnedAt();
            assertThat(site).endsWith("(SpawnSiteTest.java:" + here + ")");
            return null;
        }));
    }

    @Test
    void anUnknownLineNamesTheFirstOneOfItsBody() throws Exception {
        HubTesting.run(() -> {
            String site = "";
            int here = 0;
            for (int i = 0; i < MANY; i++) {
                here = line() + 1;
                site = Jevent.spawn(() -> "body").spawnedAt();
            }
            assertThat(site)
                    .startsWith("(unknown; jevent.spawnSites=exact tells; the first with this body: ")
                    .endsWith("(SpawnSiteTest.java:" + here + "))");
        });
    }
}
