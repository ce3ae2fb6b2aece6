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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TracerTest {

    private static final class Recorder implements Tracer {
        final List<String> events = new ArrayList<>();

        @Override
        public void spawned(RawGreenlet greenlet, @Nullable RawGreenlet by) {
            events.add(by + " spawned " + greenlet);
        }

        @Override
        public void switchedIn(RawGreenlet greenlet) {
            events.add(greenlet + " in");
        }

        @Override
        public void switchedOut(RawGreenlet greenlet, @Nullable Object on) {
            events.add(greenlet + " out"
                    + (on == null ? "" : ", waits for " + on.getClass().getSimpleName()));
        }

        @Override
        public void woken(RawGreenlet greenlet, @Nullable Object by) {
            events.add(greenlet + " woken by " + (by instanceof Timer ? "a timer" : by));
        }

        @Override
        public void interrupted(RawGreenlet greenlet, Throwable signal, @Nullable RawGreenlet by) {
            events.add(by + " interrupted " + greenlet);
        }

        @Override
        public void ended(RawGreenlet greenlet) {
            events.add(greenlet + " ended");
        }
    }

    @Test
    void isToldOfEverythingInTheOrderInWhichItHappens() throws Exception {
        HubTesting.run(() -> {
            var recorder = new Recorder();
            var event = new Event();
            Hub.current().tracer(recorder);
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
            Hub.current().tracer(null);
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
}
