// SPDX-License-Identifier: Apache-2.0
package io.jevent.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.AsyncResult;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.queue.QueueShutDownException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActorTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static class Recorder extends Actor<String> {
        final List<String> received = new ArrayList<>();

        @Override
        protected void receive(String message) throws Exception {
            if (message.equals("fail")) {
                throw new IOException("told to");
            }
            received.add(message);
            Jevent.sleep();
        }
    }

    private record Question(int number, AsyncResult<Integer> answer) {}

    private static final class Doubler extends Actor<Question> {
        @Override
        protected void receive(Question question) {
            if (question.number() >= 0) {
                question.answer().set(question.number() * 2);
            } else {
                throw new IllegalArgumentException("negative: " + question.number());
            }
        }
    }

    @Test
    void messagesAreTakenInOrder() throws Exception {
        HubTesting.run(() -> {
            var actor = new Recorder();
            actor.start();
            actor.tell("a");
            actor.tell("b");
            actor.stop();
            actor.join();
            assertThat(actor.received).containsExactly("a", "b");
            assertThat(actor.isSuccessful()).isTrue();
        });
    }

    @Test
    void aStoppedActorTakesNothingMore() throws Exception {
        HubTesting.run(() -> {
            var actor = new Recorder();
            actor.start();
            actor.stop();
            assertThatThrownBy(() -> actor.tell("late")).isInstanceOf(QueueShutDownException.class);
            actor.join();
            var neverStarted = new Recorder();
            neverStarted.stop();
            neverStarted.start();
            neverStarted.join();
            assertThat(neverStarted.exit()).isNotNull();
        });
    }

    @Test
    void aFailureEndsTheActorAndDropsTheRest() throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((context, failure) -> {});
            var actor = new Recorder();
            actor.start();
            actor.tell("fail");
            actor.tell("never taken");
            actor.join();
            assertThat(actor.exception()).isInstanceOf(IOException.class).hasMessage("told to");
            assertThat(actor.received).isEmpty();
            assertThatThrownBy(() -> actor.tell("x")).isInstanceOf(QueueShutDownException.class);
        });
    }

    @Test
    void askReturnsTheAnswerOrSaysThatThereIsNone() throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((context, failure) -> {});
            var doubler = new Doubler();
            doubler.start();
            int answer = doubler.<Integer>ask(result -> new Question(21, result), SECOND);
            assertThat(answer).isEqualTo(42);
            assertThatThrownBy(() -> doubler.<Integer>ask(result -> new Question(-1, result), SECOND))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ended without an answer")
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void askOfAnActorThatIsKilledNamesTheKill() throws Exception {
        HubTesting.run(() -> {
            var silent = new Actor<AsyncResult<String>>() {
                @Override
                protected void receive(AsyncResult<String> message) {
                    // does not answer
                }
            };
            silent.start();
            var exit = new GreenletExit("enough");
            var _ = Jevent.spawn(() -> silent.interrupt(exit));
            assertThatThrownBy(() -> silent.<String>ask(result -> result, SECOND))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ended without an answer")
                    .hasCause(exit);
        });
    }

    @Test
    void askGivesUpWhenTheTimeIsOver() throws Exception {
        HubTesting.run(() -> {
            var silent = new Actor<AsyncResult<String>>() {
                @Override
                protected void receive(AsyncResult<String> message) {
                    // does not answer
                }
            };
            silent.start();
            assertThatThrownBy(() -> silent.<String>ask(result -> result, SECOND))
                    .isInstanceOf(Timeout.class)
                    .hasMessage("1 second");
            silent.kill();
            assertThat(silent.exit()).isNotNull();
        });
    }

    @Test
    void twoActorsPlayPingPong() throws Exception {
        HubTesting.run(() -> {
            var log = new ArrayList<String>();
            var players = new ArrayList<Actor<Integer>>();
            for (int i = 0; i < 2; i++) {
                int me = i;
                players.add(new Actor<>() {
                    @Override
                    protected void receive(Integer round) {
                        log.add((me == 0 ? "ping" : "pong") + round);
                        if (round < 3) {
                            players.get(1 - me).tell(round + 1);
                        } else {
                            players.forEach(Actor::stop);
                        }
                    }
                });
            }
            players.forEach(Actor::start);
            players.get(0).tell(0);
            Jevent.joinAll(players);
            assertThat(log).containsExactly("ping0", "pong1", "ping2", "pong3");
        });
    }

    @Test
    void anyThreadMaySend() throws Exception {
        HubTesting.run(() -> {
            var actor = new Recorder();
            actor.start();
            Thread other = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 100; i++) {
                    actor.tell("m" + i);
                }
                actor.stop();
            });
            actor.join();
            other.join();
            assertThat(actor.received).hasSize(100).startsWith("m0", "m1").endsWith("m98", "m99");
        });
    }

    @Test
    void aKillBeforeItsFirstTurnRefusesThoseWhoWaitToSend() throws Exception {
        HubTesting.run(() -> {
            var actor = new Actor<String>(1) {
                @Override
                protected void receive(String message) {
                    throw new AssertionError("it never runs");
                }
            };
            var sender = Jevent.spawn(() -> {
                actor.tell("fits");
                actor.tell("has to wait");
            });
            Hub.current().setErrorStream(null);
            Jevent.sleep();
            assertThat(sender.isReady()).isFalse();
            actor.kill();
            sender.join();
            assertThat(sender.exception()).isInstanceOf(QueueShutDownException.class);
            assertThatThrownBy(() -> actor.tell("too late")).isInstanceOf(QueueShutDownException.class);
        });
    }
}
