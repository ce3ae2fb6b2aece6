// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.exceptions.ConcurrentObjectUseException;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.select.Poll;
import io.jevent.select.Readiness;
import io.jevent.select.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tests kills, timeouts and closes while a greenlet waits for a socket. */
class WaitsTest {

    private static final Duration LONG = Duration.ofHours(1);

    /** A connected pair of a PUSH and a PULL socket. */
    private record Pipe(ZmqSocket in, ZmqSocket out) {
        static Pipe of(ZmqContext context) {
            var in = context.socket(ZmqType.PUSH);
            var out = context.socket(ZmqType.PULL);
            in.connect(out.bind("tcp://127.0.0.1:*"));
            return new Pipe(in, out);
        }
    }

    @Test
    void aReceiveEndsWhenItsTimeHasPassed() throws Exception {
        OnHub.run(new VirtualTimeLoop(), context -> {
            var socket = context.socket(ZmqType.PULL);
            long begin = Hub.current().now();
            assertThat(socket.recv(LONG)).isEmpty();
            assertThat(socket.recvMultipart(LONG)).isEmpty();
            assertThat(Hub.current().now() - begin).isEqualTo(2 * LONG.toNanos());
            assertThat(socket.recv(Duration.ZERO)).isEmpty();
            assertThatThrownBy(() -> socket.recv(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void aSendWithoutAPeerEndsWhenItsTimeHasPassedAndSendsNothing() throws Exception {
        OnHub.run(new VirtualTimeLoop(), context -> {
            var out = context.socket(ZmqType.PUSH);
            String at = out.bind("tcp://127.0.0.1:*");
            assertThat(out.send("one".getBytes(UTF_8), LONG)).isFalse();
            assertThat(out.sendMultipart(List.of("two".getBytes(UTF_8), new byte[1]), LONG))
                    .isFalse();
            assertThatThrownBy(() -> Jevent.withTimeout(
                            LONG, () -> out.sendMultipart(List.of(new byte[3]), LONG.multipliedBy(2))))
                    .isInstanceOf(Timeout.class);
            var in = context.socket(ZmqType.PULL);
            in.connect(at);
            out.send("four");
            assertThat(in.recvString()).isEqualTo("four");
        });
    }

    @Test
    void aKilledReceiverTakesNoMessageAway() throws Exception {
        OnHub.run(context -> {
            var pipe = Pipe.of(context);
            int received = 0;
            int rounds = 300;
            for (int i = 0; i < rounds; i++) {
                var receiver = Jevent.spawn(() -> pipe.out().recv());
                pipe.in().send("message " + i);
                for (int turn = 0; turn < i % 40; turn++) {
                    Jevent.sleep();
                }
                receiver.kill();
                received += receiver.value() == null ? 0 : 1;
            }
            while (received < rounds) {
                pipe.out().recv();
                received++;
            }
            assertThat(pipe.out().recv(Duration.ofMillis(1)))
                    .as("a message more than was sent")
                    .isEmpty();
        });
    }

    @Test
    void aKilledSenderHasSentNothing() throws Exception {
        OnHub.run(context -> {
            var out = context.socket(ZmqType.PUSH);
            String at = out.bind("tcp://127.0.0.1:*");
            var sender = Jevent.spawn(() -> out.send("never"));
            Jevent.sleep();
            sender.kill();
            var in = context.socket(ZmqType.PULL);
            in.connect(at);
            out.send("this");
            assertThat(in.recvString()).isEqualTo("this");
        });
    }

    @Test
    void aSenderWaitsForRoom() throws Exception {
        OnHub.run(context -> {
            var out = context.socket(ZmqType.PUSH);
            var in = context.socket(ZmqType.PULL);
            out.options().sendLimit(5);
            in.options().receiveLimit(5);
            out.connect(in.bind("inproc://narrow"));
            var sent = new ArrayList<Integer>();
            var sender = Jevent.spawn(() -> {
                for (int i = 0; i < 100; i++) {
                    out.send(Integer.toString(i));
                    sent.add(i);
                }
            });
            Jevent.sleep();
            assertThat(sent).hasSize(10);
            for (int i = 0; i < 100; i++) {
                assertThat(in.recvString()).isEqualTo(Integer.toString(i));
            }
            sender.join();
            assertThat(sent).hasSize(100);
        });
    }

    @Test
    void aSecondReceiverIsRefusedAndBothAreNamed() throws Exception {
        OnHub.run(context -> {
            var pipe = Pipe.of(context);
            var first = Jevent.spawn(() -> pipe.out().recvString());
            first.setName("first");
            Jevent.sleep();
            var second = Jevent.spawn(() -> pipe.out().recvString());
            second.setName("second");
            Hub.current().setErrorStream(null);
            assertThatThrownBy(second::result)
                    .isInstanceOf(ConcurrentObjectUseException.class)
                    .hasMessageContainingAll("first", "second", "already waits to receive from PULL socket");
            pipe.in().send("for the first");
            assertThat(first.result()).isEqualTo("for the first");
        });
    }

    @Test
    void otherThreadsAndHubsAreRefused() throws Exception {
        OnHub.run(context -> {
            var pipe = Pipe.of(context);
            for (Runnable use : List.<Runnable>of(
                    () -> pipe.in().send("x"),
                    () -> pipe.out().recv(),
                    () -> pipe.out().bind("inproc://x"),
                    pipe.out()::hasMore,
                    pipe.out()::close,
                    () -> pipe.out().readable().isReady(),
                    () -> context.socket(ZmqType.REQ),
                    context::close)) {
                CompletableFuture<Throwable> refusal = new CompletableFuture<>();
                Thread.ofPlatform().start(() -> {
                    try {
                        use.run();
                        refusal.complete(new AssertionError("was not refused"));
                    } catch (RuntimeException e) {
                        refusal.complete(e);
                    }
                });
                assertThat(Jevent.await(refusal))
                        .isInstanceOf(InvalidThreadUseException.class)
                        .hasMessageContaining("belongs to " + Hub.current());
            }
        });
    }

    @Test
    void closingASocketEndsTheWaitsForIt() throws Exception {
        OnHub.run(context -> {
            var pipe = Pipe.of(context);
            var receiver = Jevent.spawn(() -> pipe.out().recv());
            var watcher = Jevent.spawn(() -> Select.awaitReadable(pipe.out()));
            Jevent.sleep();
            Hub.current().setErrorStream(null);
            pipe.out().close();
            pipe.out().close();
            assertThatThrownBy(receiver::result)
                    .isInstanceOf(ZmqException.class)
                    .hasMessageContaining("was closed by");
            watcher.get();
            assertThat(pipe.out().isOpen()).isFalse();
            assertThat(pipe.out()).hasToString(pipe.out().toString()).asString().endsWith("(closed)");
            assertThatThrownBy(() -> pipe.out().recv()).isInstanceOf(ZmqException.class);
            assertThatThrownBy(pipe.out()::lastEndpoint).isInstanceOf(ZmqException.class);
        });
    }

    @Test
    void severalSocketsAreWaitedForAtOnce() throws Exception {
        OnHub.run(context -> {
            var pipes = new ArrayList<Pipe>();
            for (int i = 0; i < 5; i++) {
                pipes.add(Pipe.of(context));
            }
            var poll = new Poll<ZmqSocket>();
            pipes.forEach(pipe -> poll.register(pipe.out(), Readiness.READABLE));
            assertThat(poll.poll(Duration.ZERO)).isEmpty();
            for (int i : new int[] {3, 1, 4, 1, 0, 2}) {
                Greenlet<Set<ZmqSocket>> polling =
                        Jevent.spawn(() -> poll.poll().keySet());
                Jevent.sleep();
                assertThat(polling.isReady()).isFalse();
                pipes.get(i).in().send("to " + i);
                assertThat(polling.result()).containsExactly(pipes.get(i).out());
                assertThat(pipes.get(i).out().recvString()).isEqualTo("to " + i);
            }
        });
    }

    @Test
    void whatIsReceivedMakesItTheTurnToSend() throws Exception {
        OnHub.run(context -> {
            var rep = context.socket(ZmqType.REP);
            var req = context.socket(ZmqType.REQ);
            req.connect(rep.bind("inproc://turns"));
            assertThat(Select.awaitWritable(rep, Duration.ZERO)).isFalse();
            assertThatThrownBy(() -> rep.send("answer"))
                    .isInstanceOf(ZmqException.class)
                    .hasMessageContaining("turn");
            var writable = Jevent.spawn(() -> Select.awaitWritable(rep));
            Jevent.sleep();
            req.send("question");
            assertThat(Select.awaitReadable(rep, LONG)).isTrue();
            assertThat(writable.isReady()).isFalse();
            assertThat(rep.recvString()).isEqualTo("question");
            writable.get();
            assertThatThrownBy(() -> rep.recv(Duration.ZERO))
                    .isInstanceOf(ZmqException.class)
                    .hasMessageContaining("turn");
            rep.sendMultipart(List.of("answer".getBytes(UTF_8)));
            assertThat(req.recvString()).isEqualTo("answer");
        });
    }

    @Test
    void aBusySocketKeepsNobodyOff() throws Exception {
        OnHub.run(context -> {
            var pipe = Pipe.of(context);
            pipe.in().options().sendLimit(0);
            var turns = new ArrayList<Integer>();
            var other = Jevent.spawn(() -> {
                for (int i = 0; i < 5; i++) {
                    turns.add(i);
                    Jevent.sleep();
                }
            });
            for (int i = 0; i < 900 && !other.isReady(); i++) {
                pipe.in().send("much");
            }
            assertThat(turns).hasSize(5);
        });
    }
}
