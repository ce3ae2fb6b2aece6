// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.guides;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import java.time.Duration;

/** A kill, an interrupt and a timeout, and what each leaves. */
final class Endings {

    private Endings() {}

    // @start region="program"
    static void main() {
        var killed = worker("killed");
        killed.kill();

        var told = worker("told");
        told.interrupt(new IllegalStateException("the tape is full"));
        told.join();

        var late = Jevent.spawn(() -> {
            try (var _ = Timeout.startNew(Duration.ofMillis(10))) {
                work("late");
            } catch (Timeout expired) {
                IO.println("late: gave up after " + expired.getMessage());
            }
        });
        late.join();

        for (Greenlet<?> each : new Greenlet<?>[] {killed, told, late}) {
            IO.println(each.name() + ": successful " + each.isSuccessful() + ", killed " + each.isCancelled()
                    + ", failure " + each.exception());
        }
    }

    private static Greenlet<?> worker(String name) {
        var greenlet = Jevent.spawn(() -> work(name));
        greenlet.setName(name);
        Jevent.sleep(); // let it begin
        return greenlet;
    }

    private static void work(String name) {
        try {
            Jevent.sleep(Duration.ofHours(1));
        } catch (IllegalStateException e) {
            IO.println(name + ": caught " + e.getMessage());
        } catch (RuntimeException e) {
            IO.println("never printed: kills and timeouts are no exceptions");
        } finally {
            IO.println(name + ": clean-up");
        }
    }
    // @end
}
