// SPDX-License-Identifier: Apache-2.0
package io.jevent.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The threads that may use a group. */
class GroupThreadsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

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

    @Test
    void anotherThreadIsRefusedWithTheWayOut() throws Exception {
        run(() -> {
            var group = new Group();
            var thrown = new AtomicReference<@Nullable Throwable>();
            var done = new AsyncResult<Boolean>();
            var thread = new Thread(
                    () -> {
                        try {
                            var _ = group.spawn(() -> 1);
                        } catch (Throwable t) {
                            thrown.set(t);
                        }
                        done.set(true);
                    },
                    "outsider");
            thread.start();
            done.join();
            assertThat(thrown.get())
                    .isInstanceOf(InvalidThreadUseException.class)
                    .hasMessageMatching("Group of hub-\\d+ \\(.*\\) was used from Thread\\[#\\d+,outsider,5,.*\\];"
                            + " from there use applyAsync\\(\\.\\.\\.\\) or asExecutorService\\(\\)");
            thread.join();
        });
    }

    @Test
    void everyMethodIsRefusedOnAnotherThread() throws Exception {
        run(() -> {
            var group = new Group();
            Greenlet<?> member = group.spawn(() -> sleep(1));
            List<Runnable> uses = List.of(
                    () -> Jevent.joinAll(group.spawn(() -> {})),
                    () -> group.start(member),
                    () -> group.add(member),
                    () -> group.discard(member),
                    group::size,
                    group::isEmpty,
                    () -> group.contains(member),
                    () -> assertThat(group.iterator()).isNotNull(),
                    group::join,
                    () -> group.join(SECOND),
                    group::joinOrThrow,
                    group::kill,
                    () -> group.killOne(member),
                    () -> group.apply(() -> 1));
            var refused = new AsyncResult<Integer>();
            var thread = new Thread(() -> {
                int count = 0;
                for (Runnable use : uses) {
                    try {
                        use.run();
                    } catch (InvalidThreadUseException e) {
                        count++;
                    }
                }
                refused.set(count);
            });
            thread.start();
            assertThat(refused.result()).isEqualTo(uses.size());
            thread.join();
        });
    }

    @Test
    void applyAsyncWorksFromAnotherThreadAndRunsOnTheHub() throws Exception {
        run(() -> {
            var group = new Group();
            Hub hub = Hub.current();
            var done = new AsyncResult<Boolean>();
            var thread = new Thread(() -> {
                Greenlet<Boolean> greenlet = group.applyAsync(() -> hub.isCurrent() && group.size() == 1);
                done.set(greenlet.result());
                Hub.current().close();
            });
            thread.start();
            assertThat(done.result()).isTrue();
            thread.join();
        });
    }

    @Test
    void aGreenletOfAnotherHubMayBeAMember() throws Exception {
        run(() -> {
            var group = new Group();
            var handedOver = new AsyncResult<Greenlet<?>>();
            var go = new Event();
            var thread = new Thread(() -> Jevent.run(() -> {
                Greenlet<?> foreign = Jevent.spawn(() -> go.await());
                handedOver.set(foreign);
                foreign.join();
            }));
            thread.start();
            Greenlet<?> foreign = handedOver.result();
            group.add(foreign);
            assertThat(group).containsExactly(foreign);
            go.set();
            group.join();
            assertThat(foreign.isReady()).isTrue();
            thread.join();
        });
    }
}
