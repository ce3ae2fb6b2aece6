// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.Tracer;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.examples.Example;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Synchronous and asynchronous execution. */
class SwitchingClaimsTest {

    @Test
    @DisplayName("S1, S3: subtasks are scheduled together; sleep() switches from one to the other")
    void twoGreenletsYieldToEachOther() {
        assertThat(Example.named("switch").program().run().out().lines())
                .containsExactly(
                        "Running in foo",
                        "Explicit context to bar",
                        "Explicit context switch to foo again",
                        "Implicit context switch back to bar");
    }

    @Test
    @DisplayName("S2: subtasks do not depend on the other tasks")
    void theFailureOfOneDoesNotTouchTheOthers() throws Exception {
        VirtualTime.run(_ -> {
            Greenlet<String> bad = Jevent.spawn(() -> {
                throw new IllegalStateException("one of many");
            });
            Greenlet<String> good = Jevent.spawn(() -> "fine");
            Jevent.joinAll(bad, good);
            assertThat(good.result()).isEqualTo("fine");
            assertThat(bad.exception()).hasMessage("one of many");
        });
    }

    @Test
    @DisplayName("S4: the context switches can be seen as they occur")
    void aTracerSeesEachSwitch() throws Exception {
        VirtualTime.run(_ -> {
            var seen = new ArrayList<String>();
            Hub.current().setTracer(new Tracer() {
                @Override
                public void switchedIn(RawGreenlet greenlet) {
                    seen.add("in " + greenlet.name());
                }

                @Override
                public void switchedOut(RawGreenlet greenlet, @Nullable Object on) {
                    seen.add("out " + greenlet.name());
                }
            });
            for (String name : List.of("foo", "bar")) {
                var greenlet = new Greenlet<>(() -> {
                    Jevent.sleep();
                    return name;
                });
                greenlet.setName(name);
                greenlet.start();
            }
            Jevent.idle();
            Hub.current().setTracer(null);
            assertThat(seen)
                    .containsSubsequence(
                            "in foo", "out foo", "in bar", "out bar", "in foo", "out foo", "in bar", "out bar");
        });
    }

    @Test
    @DisplayName("S5, S6: network calls of the JDK give way by themselves")
    void whileOneReadsAnotherWrites() throws Exception {
        VirtualTime.run(_ -> {
            var log = new ArrayList<String>();
            try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    var near = new Socket(listener.getInetAddress(), listener.getLocalPort());
                    var far = listener.accept()) {
                Greenlet<Integer> reader = Jevent.spawn(() -> {
                    log.add("the reader waits");
                    int got = near.getInputStream().read();
                    log.add("the reader got " + (char) got);
                    return got;
                });
                Greenlet<Integer> writer = Jevent.spawn(() -> {
                    log.add("the other runs meanwhile");
                    far.getOutputStream().write('x');
                    log.add("the other goes on");
                    return 1;
                });
                Jevent.joinAll(reader, writer);
                assertThat(log)
                        .containsExactly(
                                "the reader waits",
                                "the other runs meanwhile",
                                "the other goes on",
                                "the reader got x");
            }
        });
    }

    @Test
    @DisplayName("S7: several greenlets poll at once in select(), another goes on")
    void selectDoesNotHoldTheHub() throws Exception {
        VirtualTime.run(_ -> {
            var log = new ArrayList<String>();
            Pipe one = Pipe.open();
            Pipe other = Pipe.open();
            Greenlet<Integer> first = Jevent.spawn(() -> select(one, "one", log));
            Greenlet<Integer> second = Jevent.spawn(() -> select(other, "other", log));
            Greenlet<Integer> third = Jevent.spawn(() -> {
                log.add("work");
                return other.sink().write(ByteBuffer.wrap(new byte[1]));
            });
            Jevent.joinAll(second, third);
            assertThat(log).containsExactly("one polls", "other polls", "work", "other is ready");
            one.sink().write(ByteBuffer.wrap(new byte[1]));
            first.join();
            assertThat(log).endsWith("one is ready");
            close(one);
            close(other);
        });
    }

    private static int select(Pipe pipe, String name, List<String> log) throws Exception {
        try (Selector selector = Selector.open()) {
            pipe.source().configureBlocking(false);
            pipe.source().register(selector, SelectionKey.OP_READ);
            log.add(name + " polls");
            int ready = selector.select();
            log.add(name + " is ready");
            return ready;
        }
    }

    private static void close(Pipe pipe) throws Exception {
        pipe.source().close();
        pipe.sink().close();
    }

    @Test
    @DisplayName("S8: one after the other, in order, the program waits for each")
    void oneByOneTakesTheSumOfTheTimes() throws Exception {
        VirtualTime.run(time -> {
            var order = new ArrayList<Integer>();
            for (int i = 1; i <= 9; i++) {
                nap(i, order);
            }
            assertThat(order).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(time.now()).isEqualTo(Duration.ofMillis(900));
        });
    }

    private static int nap(int number, List<Integer> order) {
        Jevent.sleep(Duration.ofMillis(100));
        order.add(number);
        return number;
    }

    @Test
    @DisplayName("S9: spawn wraps a function into a greenlet")
    void spawnMakesAGreenletOfAFunction() throws Exception {
        VirtualTime.run(_ -> {
            Greenlet<Integer> greenlet = Jevent.spawn(() -> 6 * 7);
            assertThat(greenlet.isStarted()).isTrue();
            assertThat(greenlet.isReady()).as("it has not run yet").isFalse();
            assertThat(greenlet.result()).isEqualTo(42);
        });
    }

    @Test
    @DisplayName("S10, N2: joinAll goes on only when all have ended")
    void joinAllWaitsForTheLast() throws Exception {
        VirtualTime.run(time -> {
            List<Greenlet<Integer>> all = IntStream.of(3, 1, 2)
                    .mapToObj(seconds -> Jevent.spawn(() -> {
                        Jevent.sleep(Duration.ofSeconds(seconds));
                        return seconds;
                    }))
                    .toList();
            Jevent.joinAll(all);
            assertThat(time.now()).isEqualTo(Duration.ofSeconds(3));
            assertThat(all).allMatch(Greenlet::isReady);
        });
    }

    @Test
    @DisplayName("S11: the order of the asynchronous case is that of the random times; equal times keep their order")
    void theOrderFollowsTheTimes() throws Exception {
        int[] millis = {2, 0, 1, 0, 2, 1};
        VirtualTime.run(_ -> {
            var order = new ArrayList<Integer>();
            for (int i = 0; i < millis.length; i++) {
                int number = i;
                var _ = Jevent.spawn(() -> {
                    Jevent.sleep(Duration.ofMillis(millis[number]));
                    order.add(number);
                });
            }
            Jevent.sleep(Duration.ofSeconds(1));
            assertThat(order).containsExactly(1, 3, 2, 5, 0, 4);
        });
    }

    @Test
    @DisplayName("S12: all at once takes the time of one, for none blocks the others")
    void allAtOnceTakesTheLongestTime() throws Exception {
        VirtualTime.run(time -> {
            var order = new ArrayList<Integer>();
            Jevent.joinAll(IntStream.range(0, 10)
                    .mapToObj(i -> Jevent.spawn(() -> nap(i, order)))
                    .toList());
            assertThat(time.now()).isEqualTo(Duration.ofMillis(100));
        });
    }

    @Test
    @DisplayName("S13: fetching from a server: who is done when depends on the server, and nobody waits for the others")
    void fetchGetsAllPagesBothWays() {
        String out = Example.named("fetch").program("1").run().out();
        assertThat(out.lines().filter(line -> line.startsWith("Process ")).map(line -> line.substring(8, 9)))
                .hasSize(18)
                .startsWith("1", "2", "3", "4", "5", "6", "7", "8", "9")
                .allSatisfy(number -> assertThat(number).isBetween("1", "9"));
    }
}
