// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import java.util.ArrayList;
import java.util.List;
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
            assertThat(trace.subList(0, 3)).containsExactly("callback 1", "callback 2", "callback 3");
            assertThat(trace).contains("greenlet 1", "greenlet 2");
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
}
