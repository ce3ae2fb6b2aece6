// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.pool.Pool;
import io.jevent.queue.Queue;
import io.jevent.testing.Trace;
import io.jevent.testing.VirtualTime;
import io.jevent.testing.junit.HubTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The tests that the tutorial shows, and what they test. */
@SuppressWarnings("FutureReturnValueIgnored")
class ReminderTest {

    // @start region="subject"
    /** Says once an hour that it is time for a walk. */
    static final class Reminder implements Runnable {

        private final Queue<String> messages;

        Reminder(Queue<String> messages) {
            this.messages = messages;
        }

        @Override
        public void run() {
            while (true) {
                Jevent.sleep(Duration.ofHours(1));
                messages.put("time for a walk");
            }
        }
    }
    // @end

    // @start region="test"
    @HubTest
    void remindsOnceAnHour(VirtualTime time) {
        var messages = new Queue<String>();
        var reminder = Jevent.spawn(new Reminder(messages));

        time.advance(Duration.ofMinutes(59));
        assertThat(messages.size()).isZero();
        time.advance(Duration.ofMinutes(1));
        assertThat(messages.size()).isEqualTo(1);
        time.advance(Duration.ofHours(9));
        assertThat(messages.size()).isEqualTo(10);

        reminder.kill();
    }
    // @end

    // @start region="order"
    @HubTest
    void everyoneHasATurn() {
        var trace = new Trace();
        for (String name : List.of("a", "b")) {
            Jevent.spawn(() -> {
                trace.add(name + " begins");
                Jevent.sleep();
                trace.add(name + " ends");
            });
        }
        Jevent.idle();
        trace.assertIs("a begins", "b begins", "a ends", "b ends");
    }
    // @end

    // @start region="seeds"
    @HubTest(seeds = 100)
    void nothingIsLostInAnyOrder() {
        var queue = new Queue<Integer>(2);
        var pool = new Pool(3);
        for (int i = 0; i < 10; i++) {
            int item = i;
            pool.spawn(() -> queue.put(item));
            if (i % 2 == 1) {
                queue.get();
                queue.get();
            }
        }
        pool.join();
        assertThat(queue.tryGet()).isEqualTo(Optional.empty());
    }
    // @end
}
