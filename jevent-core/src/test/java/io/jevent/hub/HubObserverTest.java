// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class HubObserverTest {

    private final List<String> log = new CopyOnWriteArrayList<>();

    private final HubObserver observer = new HubObserver() {
        @Override
        public void opened(Hub hub) {
            log.add(hub.name() + " opened, listed " + Hub.all().contains(hub) + ", current " + hub.isCurrent());
        }

        @Override
        public void closed(Hub hub) {
            log.add(hub.name() + " closed, listed " + Hub.all().contains(hub) + ", alive " + hub.greenletCount());
        }
    };

    private static void observedBy(HubObserver observer, Runnable body) {
        HubObserver.add(observer);
        try {
            body.run();
        } finally {
            HubObserver.remove(observer);
        }
    }

    @Test
    void isToldOfEachHubOnItsThread() {
        observedBy(observer, () -> {
            String name;
            try (Hub hub = Hub.open(new VirtualTimeLoop())) {
                name = hub.name();
                assertThat(log).containsExactly(name + " opened, listed true, current true");
                log.clear();
                var _ = Jevent.spawn(() -> Jevent.sleep());
            }
            assertThat(log).containsExactly(name + " closed, listed false, alive 0");
        });
        assertThat(log).as("closed once").hasSize(1);
    }

    @Test
    void isToldOfTheHubsOfOtherThreads() throws Exception {
        var thread = new Thread(() -> Hub.open(new VirtualTimeLoop()).close());
        observedBy(observer, () -> {
            thread.start();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(log).hasSize(2);
    }

    @Test
    void isNotToldAfterItsRemoval() {
        observedBy(observer, () -> {});
        Hub.open(new VirtualTimeLoop()).close();
        assertThat(log).isEmpty();
    }

    @Test
    void mayAddATracerBeforeTheHubRunsAnything() {
        var spawned = new ArrayList<String>();
        observedBy(
                hub -> hub.setTracer(new Tracer() {
                    @Override
                    public void spawned(RawGreenlet greenlet, RawGreenlet by) {
                        spawned.add(greenlet.name());
                    }
                }),
                () -> {
                    try (Hub hub = Hub.open(new VirtualTimeLoop())) {
                        Jevent.spawn(() -> hub.name()).join();
                    }
                });
        assertThat(spawned).hasSize(1);
    }

    @Test
    void aFailureNeitherKeepsAHubFromOpeningNorFromClosing() {
        var printed = new ByteArrayOutputStream();
        HubObserver failing = new HubObserver() {
            @Override
            public void opened(Hub hub) {
                hub.setErrorStream(new PrintStream(printed, true, StandardCharsets.UTF_8));
                throw new IllegalStateException("at its opening");
            }

            @Override
            public void closed(Hub hub) {
                throw new IllegalStateException("at its end");
            }
        };
        observedBy(
                failing,
                () -> observedBy(observer, () -> {
                    try (Hub hub = Hub.open(new VirtualTimeLoop())) {
                        assertThat(Jevent.spawn(() -> hub.name()).result()).isEqualTo(hub.name());
                    }
                }));
        assertThat(log).as("the other observer").hasSize(2);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("at its opening", "at its end");
    }
}
