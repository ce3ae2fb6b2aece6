// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A result that is set without a value: it only wakes the waiters. */
final class ResultAsSignal {

    private ResultAsSignal() {}

    // @start region="program"
    static void main() {
        var ready = new AsyncResult<@Nullable Void>();
        var waiter = Jevent.spawn(() -> {
            ready.result();
            IO.println("I live!");
        });
        var setter = Jevent.spawn(() -> {
            Jevent.sleep(Duration.ofSeconds(3));
            ready.set();
        });
        Jevent.joinAll(setter, waiter);
    }
    // @end
}
