// SPDX-License-Identifier: Apache-2.0
package io.jevent.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.Tracer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CombinedTracerTest {

    private final List<String> told = new ArrayList<>();

    private final class Named implements Tracer {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public void spawned(RawGreenlet greenlet, @Nullable RawGreenlet by) {
            told.add(name);
        }
    }

    private static void spawnOne() {
        Jevent.joinAll(List.of(Jevent.spawn(() -> {})));
    }

    @Test
    void tellsEachTracerOnceInTheOrderInWhichTheyWereAdded() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            var a = new Named("a");
            var b = new Named("b");
            CombinedTracer.add(hub, a);
            CombinedTracer.add(hub, b);
            CombinedTracer.add(hub, a);
            spawnOne();
            assertThat(told).containsExactly("a", "b");
            CombinedTracer.remove(hub, a);
            assertThat(hub.tracer()).isSameAs(b);
            spawnOne();
            assertThat(told).containsExactly("a", "b", "b");
            CombinedTracer.remove(hub, b);
            CombinedTracer.remove(hub, b);
            assertThat(hub.tracer()).isNull();
        });
    }

    @Test
    void keepsTheTracerThatWasSetAlone() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            hub.setTracer(new Named("first"));
            CombinedTracer.add(hub, new Named("second"));
            spawnOne();
            assertThat(told).containsExactly("first", "second");
        });
    }

    @Test
    void everywhereMeansHubsThatAreOpenAndHubsThatWillBeOpened() throws Exception {
        var tracer = new Named("x");
        HubTesting.run(() -> {
            CombinedTracer.addEverywhere(tracer);
            spawnOne();
        });
        assertThat(told).containsExactly("x");
        HubTesting.run(CombinedTracerTest::spawnOne);
        assertThat(told).hasSizeGreaterThan(1);
        CombinedTracer.removeEverywhere(tracer);
        told.clear();
        HubTesting.run(CombinedTracerTest::spawnOne);
        assertThat(told).isEmpty();
    }
}
