// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A greenlet that is a class of its own, with state. */
final class Subclassing {

    private Subclassing() {}

    // @start region="program"
    static final class Greeter extends Greenlet<@Nullable Void> {

        private final String words;
        private final Duration pause;

        Greeter(String words, Duration pause) {
            this.words = words;
            this.pause = pause;
        }

        @Override
        protected @Nullable Void run() {
            IO.println(words);
            Jevent.sleep(pause);
            return null;
        }
    }

    static void main() {
        var greeter = new Greeter("Hi there!", Duration.ofSeconds(3));
        greeter.start();
        greeter.join();
    }
    // @end
}
