// SPDX-License-Identifier: Apache-2.0
package io.jevent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.monitor.CombinedTracer;
import io.jevent.trace.Recording.Row;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TraceRecorderTest {

    @Test
    void tellsWhoRanAndWhoWokeThem() throws Exception {
        Recording recording = Traces.of(Traces::twoThatGiveWay);
        assertThat(recording.rows()).extracting(Row::label).containsExactly("root", "foo", "bar");
        assertThat(recording.rows()).extracting(Row::spawner).containsExactly(Lane.NONE, 0, 0);
        assertThat(recording.rows().get(1).shortSite()).matches("TraceRecorderTest.java:\\d+");
        assertThat(Traces.lines(recording))
                .containsExactly(
                        "0 root SPAWN",
                        "0 root IN",
                        "0 foo SPAWN by root",
                        "0 bar SPAWN by root",
                        "0 root OUT_JOIN for the end of foo",
                        "0 foo IN",
                        "0 foo OUT gives way",
                        "0 bar IN",
                        "0 bar OUT gives way",
                        "0 foo IN",
                        "0 foo OUT ends",
                        "0 foo END",
                        "0 root WAKE by foo",
                        "0 bar IN",
                        "0 bar OUT ends",
                        "0 bar END",
                        "0 root IN",
                        "0 root OUT ends",
                        "0 root END");
    }

    @Test
    void tellsOfEventsTimersAndKillsByTheHubsClock() throws Exception {
        assertThat(Traces.lines(Traces.of(Traces::waker)))
                .containsSubsequence(
                        "0 waiter OUT for Event",
                        "2000 root WAKE by a timer",
                        "2000 waiter WAKE by root",
                        "2000 waiter IN",
                        "2000 waiter OUT for sleep 3600 s",
                        "3000 root WAKE by a timer",
                        "3000 waiter THROW io.jevent.exceptions.GreenletExit",
                        "3000 waiter WAKE by root",
                        "3000 waiter OUT ends");
    }

    @Test
    void namesGreenletsByTheirFunctionsAndThoseThatNeverRanByTheirPlace() throws Exception {
        Recording recording = Traces.of(() -> {
            Jevent.spawn(() -> {}).join();
            Jevent.spawn(() -> {}).kill();
        });
        assertThat(recording.rows())
                .extracting(Row::label)
                .map(label -> label.replaceAll(":\\d+", ""))
                .containsExactly(
                        "root",
                        "Greenlet-0 namesGreenletsByTheirFunctionsAndThoseThatNeverRanByTheirPlace(TraceRecorderTest.java)",
                        "#2");
    }

    @Test
    void keepsTheNewestEventsAndTheGreenletsThatTheyAreAbout() throws Exception {
        Recording recording = Traces.of(1, () -> {
            for (int i = 0; i < 20_000; i++) {
                var greenlet = Jevent.spawn(() -> {});
                greenlet.setName("g" + i);
                greenlet.join();
            }
        });
        assertThat(recording.dropped()).isPositive();
        assertThat(recording.rows()).hasSizeLessThan(8_000);
        assertThat(recording.rows().getFirst().label()).isEqualTo("root");
        assertThat(recording.rows().getLast().label()).isEqualTo("g19999");
        assertThat(Traces.lines(recording)).hasSizeGreaterThan(10_000).last().isEqualTo("0 root END");
    }

    @Test
    void tellsWhoWokeAGreenletOfAnotherHub() throws Exception {
        var recorder = new TraceRecorder(1000);
        var event = new Event();
        CombinedTracer.addEverywhere(recorder);
        var waiting = new CompletableFuture<Hub>();
        HubTesting.onThreads(List.of(
                () -> Jevent.run(() -> {
                    Hub.current().retain();
                    waiting.complete(Hub.current());
                    event.await();
                    Hub.current().release();
                }),
                () -> {
                    Hub other = waiting.get();
                    while (!other.report().contains("root: waiting on Event")) {
                        Thread.onSpinWait();
                    }
                    Jevent.run(() -> {
                        var setter = Jevent.spawn(event::set);
                        setter.setName("setter");
                        setter.join();
                    });
                }));
        CombinedTracer.removeEverywhere(recorder);
        Recording recording = recorder.stop();
        assertThat(recording.hubs()).hasSize(2);
        assertThat(recording.rows()).extracting(Row::hub).contains(0, 1);
        assertThat(Traces.lines(recording)).anyMatch(line -> line.endsWith("root WAKE by setter"));
    }

    @Test
    void aMainGreenletIsShownIfItDoesMoreThanToStartAProgram() throws Exception {
        var recorder = new TraceRecorder(1000);
        CombinedTracer.addEverywhere(recorder);
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            Jevent.joinAll(Jevent.spawn(() -> {}), Jevent.spawn(() -> {}));
            assertThat(hub.greenlets()).isEmpty();
        } finally {
            CombinedTracer.removeEverywhere(recorder);
        }
        Recording recording = recorder.stop();
        assertThat(recording.rows().getFirst().label()).startsWith("main greenlet of hub-");
        assertThat(Traces.lines(recording)).first().asString().contains(" SPAWN by main greenlet of hub-");
    }
}
