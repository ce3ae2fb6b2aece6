// SPDX-License-Identifier: Apache-2.0

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.internal.monkey.Patcher;
import io.jevent.monkey.Monkey;
import io.jevent.monkey.patch.Patch;
import io.jevent.subprocess.Popen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Run once after each build, so that the AOT cache holds what ordinary programs need at first, patched or not. */
class Training {
    record Line(String name, int length) {}

    static void main(String[] args) throws Exception {
        Event ready = new Event();
        List<Greenlet<Line>> workers = new ArrayList<>();
        for (String name : List.of("one", "two", "three", "four")) {
            workers.add(Jevent.spawn(() -> {
                ready.await();
                Jevent.sleep(Duration.ofMillis(name.length()));
                return new Line(name, name.length());
            }));
        }
        Jevent.spawn(() -> ready.set());
        Jevent.joinAll(workers);
        Map<Integer, List<String>> byLength = new TreeMap<>();
        for (Greenlet<Line> worker : workers) {
            Line line = worker.get();
            byLength.computeIfAbsent(line.length(), length -> new ArrayList<>()).add(line.name());
        }
        byLength.forEach((length, names) -> System.out.println(length + ": " + String.join(", ", names)));
        try (Timeout timeout = Timeout.startNew(Duration.ofMillis(1))) {
            Jevent.sleep(Duration.ofSeconds(1));
        } catch (Timeout expired) {
            System.out.printf("%d lines, %s%n", workers.size(), expired.getMessage());
        }
        System.out.print(Popen.command("sh", "-c", "echo a process").checkOutput());
        boolean _ = Monkey.isPatched(Patch.THREAD);
        Patcher.rehearse();
    }
}
