// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadyOrderTest {

    private final List<Object> trace = new ArrayList<>();

    private Runnable mark(Object label) {
        return () -> trace.add(label);
    }

    @Test
    void choosesWhoRunsNext() throws Exception {
        HubTesting.run(() -> {
            var greenlets =
                    IntStream.range(0, 4).mapToObj(i -> Jevent.spawn(mark(i))).toList();
            Hub.current().setOrder(ready -> ready - 1); // the latest comer first
            Jevent.joinAll(greenlets);
            Hub.current().setOrder(null);
            assertThat(trace).containsExactly(3, 2, 1, 0);
        });
    }

    @Test
    void leavesCallbacksInTheOrderInWhichTheyWereSent() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            hub.runCallback(mark("callback 1"));
            var _ = Jevent.spawn(mark("greenlet 1"));
            hub.runCallback(mark("callback 2"));
            var _ = Jevent.spawn(mark("greenlet 2"));
            hub.runCallback(mark("callback 3"));
            hub.setOrder(ready -> ready - 1);
            hub.runCallback(() -> hub.setOrder(null));
            Jevent.idle();
            assertThat(trace).containsExactly("greenlet 2", "greenlet 1", "callback 1", "callback 2", "callback 3");
        });
    }

    @Test
    void mustChooseOneThatIsReady() {
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            var first = Jevent.spawn(mark(1));
            var _ = Jevent.spawn(mark(2));
            hub.setOrder(ready -> ready);
            assertThatThrownBy(first::join)
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("the order chose 2 of 2 that are ready");
            hub.setOrder(null);
        }
    }

    @Test
    void ordersGreenletsThatTheJdkWakes() throws Exception {
        HubTesting.run(() -> {
            var opened = new CompletableFuture<Integer>();
            var greenlets = IntStream.range(0, 4)
                    .mapToObj(i -> Jevent.spawn(() -> {
                        assertThat(opened.join()).isEqualTo(1);
                        trace.add(i);
                    }))
                    .toList();
            Jevent.idle();
            Hub.current().setOrder(ready -> ready - 1);
            opened.complete(1);
            Jevent.joinAll(greenlets);
            Hub.current().setOrder(null);
            assertThat(trace)
                    .as("the future wakes the latest first; the order turns that round")
                    .containsExactly(0, 1, 2, 3);
        });
    }

    @Test
    void ordersForeignVirtualThreads() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            hub.setOrder(ready -> ready - 1);
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                IntStream.range(0, 4).forEach(i -> executor.execute(mark(i)));
            }
            hub.setOrder(null);
            assertThat(trace).containsExactly(3, 2, 1, 0);
        });
    }

    @Test
    void seesEachStepAndWhoIsReadyForWhat() throws Exception {
        HubTesting.run(() -> {
            var gate = new Event();
            var waiter = Jevent.spawn(() -> gate.await());
            var yielder = Jevent.spawn(() -> Jevent.sleep());
            Jevent.sleep();
            gate.set();
            Hub.current().setOrder(new ReadyOrder() {
                @Override
                public int next(int ready) {
                    throw new AssertionError("the other method was to be called");
                }

                @Override
                public int next(Ready ready) {
                    for (int i = 0; i < ready.size(); i++) {
                        String line = ready.stack(i).isEmpty()
                                ? "no line"
                                : ready.stack(i).getFirst().getFileName();
                        trace.add((ready.at(i) == waiter ? "waiter" : ready.at(i) == yielder ? "yielder" : "root")
                                + (ready.operation(i) == gate ? " on the gate" : "") + " in " + line);
                    }
                    trace.add("-");
                    return 0;
                }
            });
            Jevent.joinAll(List.of(waiter, yielder));
            Hub.current().setOrder(null);
            String file = "ReadyOrderTest.java";
            assertThat(trace)
                    .containsExactly(
                            "yielder in " + file,
                            "waiter on the gate in " + file,
                            "-",
                            "waiter on the gate in " + file,
                            "-",
                            "root in " + file,
                            "-");
        });
    }
}
