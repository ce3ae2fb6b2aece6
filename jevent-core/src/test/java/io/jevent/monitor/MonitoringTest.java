// SPDX-License-Identifier: Apache-2.0
package io.jevent.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitoringTest {

    @Test
    void jmxShowsTheHubs() throws Exception {
        Monitoring.register();
        Monitoring.register();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        var name = new ObjectName("io.jevent:type=Hubs");
        HubTesting.run(() -> {
            var waits = Jevent.spawn(() -> {
                CurrentGreenlet.get().setName("seen by JMX");
                new Event().await();
            });
            Jevent.sleep(java.time.Duration.ZERO);
            assertThat((int) server.getAttribute(name, "HubCount"))
                    .isEqualTo(Hub.all().size());
            assertThat((long) server.getAttribute(name, "GreenletCount")).isGreaterThanOrEqualTo(2);
            assertThat((long) server.getAttribute(name, "Switches")).isGreaterThanOrEqualTo(3);
            assertThat((String) server.invoke(name, "report", null, null))
                    .contains("seen by JMX: waiting on Event@")
                    .contains(Hub.current().name());
            waits.kill();
        });
    }

    private static List<RecordedEvent> record(Path file, List<String> enabled, HubTesting.Body body) throws Exception {
        Monitoring.jfr();
        try (var recording = new Recording()) {
            enabled.forEach(event -> recording.enable(event).withoutThreshold());
            recording.start();
            body.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("jevent."))
                .toList();
    }

    private static List<String> strings(List<RecordedEvent> events, String type, String field) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(type))
                .filter(event -> String.valueOf(event.getString("greenlet")).equals("recorded"))
                .map(event -> event.getString(field))
                .toList();
    }

    private static void killAWaiter() {
        var gate = new Event();
        var waiter = Jevent.spawn(() -> {
            CurrentGreenlet.get().setName("recorded");
            gate.await();
        });
        waiter.setName("recorded");
        Jevent.sleep(java.time.Duration.ZERO);
        waiter.kill(new GreenletExit("enough"));
    }

    @Test
    void theFlightRecorderRecordsWhatARecordingEnables(@TempDir Path folder) throws Exception {
        List<RecordedEvent> events =
                record(folder.resolve("a.jfr"), List.of("jevent.Run", "jevent.Kill", "jevent.Spawn"), () -> {
                    HubTesting.run(MonitoringTest::killAWaiter);
                });
        List<String> waits = strings(events, "jevent.Run", "waitsOn");
        assertThat(waits).hasSize(2);
        assertThat(waits.getFirst()).startsWith("Event@");
        assertThat(waits.getLast()).isNull();
        assertThat(strings(events, "jevent.Kill", "thrown"))
                .singleElement()
                .asString()
                .endsWith("GreenletExit: enough");
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("jevent.Spawn"))
                .extracting(event -> event.getString("at"))
                .anyMatch(at -> at.contains("MonitoringTest.killAWaiter"));
    }

    @Test
    void hubsHaveNoTracerWhileNoRecordingAsksForEvents(@TempDir Path folder) throws Exception {
        HubTesting.run(() -> {
            List<RecordedEvent> events = record(folder.resolve("b.jfr"), List.of(), () -> {
                assertThat(Hub.current().tracer()).isNull();
                killAWaiter();
            });
            assertThat(events).isEmpty();
            record(folder.resolve("c.jfr"), List.of("jevent.Run"), () -> {
                assertThat(Hub.current().tracer()).isInstanceOf(JfrTracer.class);
            });
            assertThat(Hub.current().tracer()).isNull();
        });
    }
}
