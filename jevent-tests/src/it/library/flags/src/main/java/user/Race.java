// SPDX-License-Identifier: Apache-2.0
package user;

import io.jevent.Jevent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two greenlets, of which the one that sleeps less comes first. */
public final class Race {
    private Race() {}

    public static List<String> run() {
        List<String> order = new ArrayList<>();
        var slow = Jevent.spawn(() -> finish("slow", 20, order));
        var quick = Jevent.spawn(() -> finish("quick", 1, order));
        Jevent.joinAll(List.of(slow, quick));
        return order;
    }

    private static void finish(String name, int millis, List<String> order) {
        Jevent.sleep(Duration.ofMillis(millis));
        order.add(name);
    }
}
