// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TracerTest {

    private static final class Recorder implements Tracer {
        final List<String> events = new ArrayList<>();

        @Override
        public void spawned(RawGreenlet greenlet, @Nullable RawGreenlet by) {
            events.add(by + " spawned " + greenlet.name());
        }

        @Override
        public void switchedIn(RawGreenlet greenlet) {
            events.add(greenlet.name() + " in");
        }

        @Override
        public void switchedOut(RawGreenlet greenlet, @Nullable Object on) {
            events.add(greenlet.name() + " out"
                    + (on == null ? "" : ", waits for " + on.getClass().getSimpleName()));
        }

        @Override
        public void woken(RawGreenlet greenlet, @Nullable Object by) {
            events.add(greenlet.name() + " woken by " + (by instanceof Timer ? "a timer" : by));
        }

        @Override
        public void interrupted(RawGreenlet greenlet, Throwable signal, @Nullable RawGreenlet by) {
            events.add(by + " interrupted " + greenlet.name());
        }

        @Override
        public void ended(RawGreenlet greenlet) {
            events.add(greenlet.name() + " ended");
        }
    }

    @Test
    void isToldOfEverythingInTheOrderInWhichItHappens() throws Exception {
        HubTesting.run(() -> {
            var recorder = new Recorder();
            var event = new Event();
            Hub.current().setTracer(recorder);
            var greenlet = Jevent.spawn(() -> {
                event.await();
                Jevent.sleep(Duration.ofSeconds(1));
                new Event().await();
            });
            Jevent.sleep();
            event.set();
            Jevent.sleep(Duration.ofSeconds(2));
            greenlet.interrupt(new GreenletExit());
            greenlet.join();
            Hub.current().setTracer(null);
            Jevent.sleep();

            assertThat(recorder.events)
                    .containsExactly(
                            "root spawned Greenlet-0",
                            "Greenlet-0 in",
                            "Greenlet-0 out, waits for Event",
                            "root in",
                            "Greenlet-0 woken by root",
                            "root out, waits for Sleep",
                            "Greenlet-0 in",
                            "Greenlet-0 out, waits for Sleep",
                            "Greenlet-0 woken by a timer",
                            "Greenlet-0 in",
                            "Greenlet-0 out, waits for Event",
                            "root woken by a timer",
                            "root in",
                            "root interrupted Greenlet-0",
                            "Greenlet-0 woken by root",
                            "root out, waits for Greenlet",
                            "Greenlet-0 in",
                            "Greenlet-0 out",
                            "Greenlet-0 ended",
                            "root woken by null",
                            "root in",
                            "root out");
        });
    }

    @Test
    void isToldOfWaitsOutsideOfJeventAndWhoEndedThem() throws Exception {
        HubTesting.run(() -> {
            var recorder = new Recorder();
            var queue = new LinkedBlockingQueue<String>();
            var taker = Jevent.spawn(queue::take);
            Hub.current().setTracer(recorder);
            Jevent.sleep();
            queue.add("item");
            Jevent.sleep();
            Hub.current().setTracer(null);

            assertThat(taker.isDead()).isTrue();
            assertThat(recorder.events)
                    .containsSubsequence(
                            "Greenlet-0 in",
                            "Greenlet-0 out, waits for OutsideWait",
                            "Greenlet-0 woken by root",
                            "Greenlet-0 in",
                            "Greenlet-0 out",
                            "Greenlet-0 ended");
        });
    }

    @Test
    void isToldWhoWokeAGreenletFromAnotherThread() throws Exception {
        HubTesting.run(() -> {
            var recorder = new Recorder();
            var event = new Event();
            Hub hub = Hub.current();
            hub.setTracer(recorder);
            hub.retain();
            var greenlet = Jevent.spawn(() -> event.await());
            Jevent.sleep();
            Thread thread = Thread.ofPlatform().name("setter").start(event::set);
            greenlet.join();
            hub.release();
            hub.setTracer(null);
            thread.join();

            assertThat(recorder.events)
                    .filteredOn(line -> line.startsWith("Greenlet-0 woken"))
                    .singleElement()
                    .asString()
                    .contains("setter");
        });
    }

    @Test
    void isToldWhenTheTimeOfAGreenletThatStartsLaterHasCome() throws Exception {
        HubTesting.run(() -> {
            var recorder = new Recorder();
            Hub.current().setTracer(recorder);
            Jevent.spawnLater(Duration.ofSeconds(1), () -> {}).join();
            Hub.current().setTracer(null);

            assertThat(recorder.events)
                    .containsSubsequence("root spawned Greenlet-0", "Greenlet-0 woken by a timer", "Greenlet-0 in");
        });
    }

    @Test
    void isToldOfTheWaitsOfTheMainGreenlet() {
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            var recorder = new Recorder();
            hub.setTracer(recorder);
            Jevent.sleep(Duration.ofSeconds(1));
            hub.setTracer(null);

            String main = hub.main().name();
            assertThat(recorder.events)
                    .containsExactly(main + " out, waits for Sleep", main + " woken by a timer", main + " in");
        }
    }

    @Test
    void aNameCanBeLookedUpWithoutGivingANumber() throws Exception {
        HubTesting.run(() -> {
            var first = Jevent.spawn(() -> {});
            var second = Jevent.spawn(() -> {});
            assertThat(first.knownName()).isNull();
            assertThat(second.name()).isEqualTo("Greenlet-0");
            assertThat(second.knownName()).isEqualTo("Greenlet-0");
            Jevent.joinAll(first, second);
            assertThat(second.knownName()).isEqualTo("Greenlet-0");
        });
    }
}
