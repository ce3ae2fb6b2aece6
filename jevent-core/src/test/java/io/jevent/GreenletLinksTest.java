// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.queue.Queue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Links of a greenlet: when they are called, and how often. */
class GreenletLinksTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Object> trace = new ArrayList<>();

    private Runnable mark(Object label) {
        return () -> trace.add(label);
    }

    @Test
    void linksRunInTheOrderOfTheirRegistrationInTheHub() throws Exception {
        HubTesting.run(() -> {
            var greenlet = Jevent.spawn(mark("body"));
            for (int i = 0; i < 3; i++) {
                int number = i;
                greenlet.rawlink(() -> trace.add(number + " in " + Hub.current().running()));
            }
            Jevent.idle();
            assertThat(trace).containsExactly("body", "0 in null", "1 in null", "2 in null");
        });
    }

    @Test
    void aLinkToOneThatHasEndedIsCalledLater() throws Exception {
        HubTesting.run(() -> {
            var ended = Jevent.spawn(() -> 1);
            ended.join();
            ended.rawlink(mark("link"));
            ended.link(g -> trace.add("link of " + g.name()));
            trace.add("linker");
            Jevent.idle();
            assertThat(trace).containsExactly("linker", "link", "link of Greenlet-0");
        });
    }

    @Test
    void linksWithTheGreenletRunInGreenletsOfTheirOwnAndMayWait() throws Exception {
        HubTesting.run(() -> {
            var greenlet = Jevent.spawn(() -> 7);
            greenlet.link(g -> {
                Jevent.sleep(SECOND);
                trace.add(g.value() + " at " + Hub.current().now());
            });
            Jevent.sleep(Duration.ofSeconds(2));
            assertThat(trace).containsExactly("7 at 1000000000");
        });
    }

    @Test
    void linksForValuesAndForFailuresRunOnlyForThose() throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((_, _) -> {});
            var fine = Jevent.spawn(() -> 1);
            var failed = Jevent.spawn(() -> {
                throw new IOException("disk");
            });
            var killed = Jevent.spawn(() -> Jevent.sleep(SECOND));
            for (var greenlet : List.of(fine, failed, killed)) {
                greenlet.setName(greenlet == fine ? "fine" : greenlet == failed ? "failed" : "killed");
                greenlet.linkValue(g -> trace.add("value of " + g));
                greenlet.linkException(g -> trace.add("failure of " + g));
            }
            Jevent.sleep();
            killed.interrupt(new GreenletExit());
            Jevent.idle();
            assertThat(trace).containsExactlyInAnyOrder("value of fine", "failure of failed", "value of killed");
            assertThat(failed.isFailureSeen()).isTrue();
        });
    }

    @Test
    void aLinkThatWasTakenBackIsNotCalled() throws Exception {
        HubTesting.run(() -> {
            var greenlet = Jevent.spawn(() -> 1);
            Runnable gone = mark("gone");
            greenlet.unlink(gone);
            greenlet.rawlink(gone);
            greenlet.rawlink(mark("kept"));
            greenlet.unlink(gone);
            greenlet.join();
            greenlet.unlink(gone);
            Jevent.sleep();
            assertThat(trace).containsExactly("kept");
        });
    }

    @Test
    void aLinkMayAddAnother() throws Exception {
        HubTesting.run(() -> {
            var greenlet = Jevent.spawn(() -> 1);
            greenlet.rawlink(() -> greenlet.rawlink(mark("second")));
            Jevent.idle();
            assertThat(trace).containsExactly("second");
        });
    }

    @Test
    void aResultOrAQueueCanBeLinkedTo() throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((_, _) -> {});
            var failure = new IOException("disk");
            var value = new AsyncResult<Integer>();
            var failed = new AsyncResult<Integer>();
            var exited = new AsyncResult<Integer>();
            var queue = new Queue<Greenlet<?>>();
            Greenlet<Integer> fine = Jevent.spawn(() -> 7);
            Greenlet<Integer> broken = Jevent.spawn(() -> {
                throw failure;
            });
            Greenlet<Integer> killed = new Greenlet<>(() -> 1);
            fine.rawlink(() -> value.setFrom(fine));
            broken.rawlink(() -> failed.setFrom(broken));
            killed.rawlink(() -> exited.setFrom(killed));
            fine.rawlink(() -> queue.put(fine));
            killed.kill();

            assertThat(value.result()).isEqualTo(7);
            assertThatThrownBy(failed::result).is(Copies.of(failure));
            exited.join();
            assertThat(exited.exit()).isSameAs(killed.exit());
            assertThat(queue.get()).isSameAs(fine);
        });
    }

    @Test
    void theResultIsThereAndTheFailureReportedBeforeLinksRunAndJoinersResume() throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((greenlet, failure) -> trace.add("reported " + failure.getMessage()));
            var greenlet = Jevent.spawn(() -> {
                Jevent.sleep(SECOND);
                throw new IOException("disk");
            });
            greenlet.rawlink(() -> trace.add("first link: " + greenlet.isReady()));
            var joiner = Jevent.spawn(() -> {
                greenlet.join();
                trace.add("joiner");
            });
            Jevent.spawnRaw(() -> greenlet.rawlink(mark("second link")));
            joiner.join();
            Jevent.idle();
            assertThat(trace).containsExactly("reported disk", "first link: true", "joiner", "second link");
        });
    }

    @Test
    void wakesThoseWhoWaitEvenIfItsFailureCannotBePrinted() throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorStream(null);
            class Unspeakable extends RuntimeException {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new IllegalStateException("not even that");
                }
            }
            var greenlet = Jevent.spawn(() -> {
                throw new Unspeakable();
            });
            assertThat(greenlet.join(SECOND)).isTrue();
        });
    }

    @Test
    void wakesThoseWhoWaitWhateverASubclassDoesWithTheFailure() throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((_, failure) -> trace.add(failure.getMessage()));
            var greenlet = new Greenlet<Integer>() {
                @Override
                protected Integer run() throws IOException {
                    throw new IOException("disk");
                }

                @Override
                protected void reportFailure(Throwable thrown) {
                    throw new IllegalStateException("cannot report " + thrown.getMessage());
                }
            };
            greenlet.start();
            assertThat(greenlet.join(SECOND)).isTrue();
            assertThat(trace).containsExactly("cannot report disk");
        });
    }

    @Test
    void aLinkOfAClosedHubKeepsNobodyElseFromBeingWoken() throws Exception {
        var event = new Event();
        var before = new ArrayList<Object>();
        HubTesting.run(() -> event.rawlink(() -> before.add("of a hub that is gone")));
        HubTesting.run(() -> {
            var waiter = Jevent.spawn(() -> event.await());
            Jevent.sleep();
            event.set();
            assertThat(waiter.join(SECOND)).isTrue();
        });
        assertThat(before).isEmpty();
    }
}
