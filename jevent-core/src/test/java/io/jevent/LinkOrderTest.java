// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.hub.Link;
import io.jevent.hub.Linkable;
import io.jevent.hub.WaitList;
import io.jevent.lock.Semaphore;
import io.jevent.pool.Pool;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Links keep their place among the waiters, and can be removed until they are called. */
class LinkOrderTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Object> trace = new ArrayList<>();

    private Greenlet<?> joiner(Outcome<?> awaited, String name) {
        var joiner = Jevent.spawn(() -> {
            awaited.join();
            trace.add(name);
        });
        Jevent.sleep();
        return joiner;
    }

    /** An object with links, and the trigger that makes it ready. */
    private record Source(Linkable linkable, Runnable trigger) {
        static List<Source> each() {
            var event = new Event();
            var result = new AsyncResult<Integer>();
            var semaphore = new Semaphore(0);
            var greenlet = new Greenlet<>(() -> 1);
            return List.of(
                    new Source(event, event::set),
                    new Source(result, () -> result.set(1)),
                    new Source(semaphore, semaphore::release),
                    new Source(greenlet, () -> {
                        greenlet.start();
                        Jevent.sleep();
                    }));
        }
    }

    @Test
    void linksOfEveryKindRunBetweenTheWaitersBeforeAndAfterThem() throws Exception {
        HubTesting.run(() -> {
            var greenlet = Jevent.spawn(() -> Jevent.sleep(SECOND));
            var _ = joiner(greenlet, "first joiner");
            greenlet.link(g -> trace.add("link"));
            greenlet.rawlink(() -> trace.add("rawlink"));
            greenlet.linkValue(g -> trace.add("linkValue"));
            greenlet.linkException(g -> trace.add("linkException"));
            var _ = joiner(greenlet, "second joiner");
            Jevent.sleep(SECOND);
            Jevent.sleep();
            assertThat(trace).containsExactly("first joiner", "link", "rawlink", "linkValue", "second joiner");
        });
    }

    @Test
    void aLinkHasRunUpToItsFirstWaitBeforeAnyWayOfWaitingReturns() throws Exception {
        HubTesting.run(() -> {
            var pool = new Pool();
            List<Consumer<Greenlet<?>>> ways = List.of(
                    Greenlet::join,
                    g -> g.join(SECOND),
                    Greenlet::result,
                    g -> Jevent.joinAll(List.of(g)),
                    g -> Jevent.joinAll(List.of(g), SECOND),
                    g -> Jevent.joinAllOrThrow(List.of(g)),
                    g -> Jevent.await(List.of(g)),
                    g -> Jevent.iwait(List.of(g)).next(),
                    g -> pool.join());
            for (Consumer<Greenlet<?>> wait : ways) {
                trace.clear();
                var greenlet = pool.spawn(() -> 7);
                greenlet.link(g -> {
                    trace.add("begun");
                    Jevent.sleep(SECOND);
                    trace.add("over");
                });
                wait.accept(greenlet);
                assertThat(trace).containsExactly("begun");
                Jevent.sleep(SECOND);
            }
        });
    }

    @Test
    void resultsCollectedByLinksAreCompleteWhenAllWereJoined() throws Exception {
        HubTesting.run(() -> {
            var greenlets = new ArrayList<Greenlet<Integer>>();
            for (int i = 0; i < 5; i++) {
                int number = i;
                var greenlet = Jevent.spawn(() -> number);
                greenlet.linkValue(g -> trace.add(g.value()));
                greenlets.add(greenlet);
            }
            Jevent.joinAll(greenlets);
            assertThat(trace).containsExactly(0, 1, 2, 3, 4);
        });
    }

    @Test
    void anAsyncResultThatIsLinkedIsSetWhenTheJoinReturns() throws Exception {
        HubTesting.run(() -> {
            var copy = new AsyncResult<Integer>();
            var greenlet = Jevent.spawn(() -> 100);
            greenlet.link(copy::setFrom);
            greenlet.join();
            assertThat(copy.value()).isEqualTo(100);
        });
    }

    @Test
    void linksOfAnotherHubAreNotifiedInTheOrderInWhichTheyWereAdded() throws Exception {
        var result = new AsyncResult<Integer>();
        HubTesting.run(() -> {
            var greenlet = new Greenlet<>(() -> 1);
            var _ = joiner(greenlet, "first joiner");
            greenlet.link(g -> trace.add("link"));
            var last = joiner(greenlet, "second joiner");
            var other = Thread.ofPlatform().start(() -> {
                greenlet.interrupt(new GreenletExit());
                result.set(1);
                Hub hub = Hub.ifCurrent();
                if (hub != null) {
                    hub.close();
                }
            });
            last.join();
            other.join();
            assertThat(trace).containsExactly("first joiner", "link", "second joiner");
        });
    }

    @Test
    void unlinkTakesEffectUntilTheCallWhileTheOthersAreNotified() throws Exception {
        HubTesting.run(() -> {
            for (Source source : Source.each()) {
                trace.clear();
                Runnable second = () -> trace.add("second");
                source.linkable.rawlink(() -> {
                    source.linkable.unlink(second);
                    trace.add("first");
                });
                source.linkable.rawlink(second);
                source.linkable.rawlink(() -> trace.add("third"));
                source.trigger.run();
                Jevent.sleep();
                Jevent.sleep();
                assertThat(trace).as("%s", source.linkable).containsExactly("first", "third");
            }
        });
    }

    @Test
    void rawlinkReturnsAHandleThatRemovesOneOfSeveralLinksOfACallback() throws Exception {
        HubTesting.run(() -> {
            for (Source source : Source.each()) {
                trace.clear();
                Runnable twice = () -> trace.add("twice");
                Link first = source.linkable.rawlink(twice);
                Link second = source.linkable.rawlink(twice);
                Link third = source.linkable.rawlink(() -> trace.add("third"));
                assertThat(second.unlink()).isTrue();
                assertThat(second.unlink()).isFalse();
                assertThat(third.unlink()).isTrue();
                source.trigger.run();
                Jevent.sleep();
                Jevent.sleep();
                assertThat(trace).as("%s", source.linkable).containsExactly("twice");
                assertThat(first.unlink()).isFalse();
            }
        });
    }

    @Test
    void unlinkTakesEffectAfterTheNotificationAndOnWhatIsReady() throws Exception {
        HubTesting.run(() -> {
            for (Source source : Source.each()) {
                Runnable notified = () -> trace.add("notified");
                source.linkable.rawlink(notified);
                source.trigger.run();
                source.linkable.unlink(notified);
                Runnable late = () -> trace.add("late");
                source.linkable.rawlink(late);
                source.linkable.unlink(late);
                Jevent.sleep();
                Jevent.sleep();
            }
            assertThat(trace).doesNotContain("late");
            assertThat(trace.size()).isLessThanOrEqualTo(1); // the greenlet's trigger yields
        });
    }

    @Test
    void linksWithTheGreenletAreRemovedByHandleAndByCallback() throws Exception {
        HubTesting.run(() -> {
            var greenlet = Jevent.spawn(() -> 1);
            Consumer<Greenlet<Integer>> callback = g -> trace.add("by callback");
            greenlet.link(callback);
            greenlet.unlink(callback);
            Link link = greenlet.linkValue(g -> trace.add("by handle"));
            assertThat(link.unlink()).isTrue();
            assertThat(link.unlink()).isFalse();
            Link notified = greenlet.link(g -> trace.add("notified"));
            greenlet.rawlink(() -> trace.add("kept"));
            Jevent.spawnRaw(notified::unlink);
            greenlet.join();
            Jevent.sleep();
            assertThat(trace).containsExactly("kept");
        });
    }

    @Test
    void aCallbackThatWasLinkedTwiceIsUnlinkedOnceAtATime() throws Exception {
        HubTesting.run(() -> {
            var event = new Event();
            Runnable callback = () -> trace.add("called");
            event.rawlink(callback);
            event.rawlink(callback);
            event.rawlink(callback);
            event.unlink(callback);
            event.set();
            Jevent.sleep();
            assertThat(trace).containsExactly("called", "called");
        });
    }

    @Test
    void anIteratorThatIsAbandonedWithdrawsWithItsGreenlet() throws Exception {
        HubTesting.run(() -> {
            var first = new Event();
            var never = new Semaphore(0);
            first.set();
            Jevent.spawn(() -> Jevent.iwait(List.of(first, never)).next()).join();
            var event = new Event();
            Jevent.spawn(() -> {
                        for (var iterator = Jevent.iwait(List.of(first, event)); iterator.hasNext(); ) {
                            iterator.next();
                            break;
                        }
                    })
                    .join();
            Jevent.sleep();
            assertThat(waiting(never)).isZero();
            assertThat(waiting(event)).isZero();
        });
    }

    /** How many waiters and links stand in the lists of {@code linkable}. */
    private static int waiting(Linkable linkable) throws ReflectiveOperationException {
        int sum = 0;
        for (Field field : linkable.getClass().getDeclaredFields()) {
            if (field.getType() == WaitList.class) {
                field.setAccessible(true);
                sum += ((WaitList) field.get(linkable)).size();
            }
        }
        return sum;
    }
}
