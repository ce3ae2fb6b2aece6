// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.BlockingMonitor;
import io.jevent.hub.BlockingReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A ticker, and the monitor that says for how long it could not tick. */
final class Beats implements AutoCloseable {

    /**
     * On a machine that does other things as well; what blocks in these tests does so for seconds. Loading a class
     * counts not.
     */
    private static final Duration LONGEST = Duration.ofMillis(250);

    private final List<BlockingReport> stalls = new CopyOnWriteArrayList<>();
    private final BlockingMonitor monitor = BlockingMonitor.start(LONGEST, stalls::add);
    private int beats;
    private final Greenlet<Void> ticker = Jevent.spawn(() -> {
        while (true) {
            beats++;
            Jevent.sleep(Duration.ofMillis(1));
        }
    });

    private Beats() {}

    static Beats watch() {
        return new Beats();
    }

    void mustHaveGoneOn() {
        assertThat(stalls)
                .as("stalls of more than " + LONGEST)
                .filteredOn(stall -> stall.stack().stream()
                        .noneMatch(frame -> frame.getClassName().equals("java.lang.ClassLoader")))
                .isEmpty();
        assertThat(beats).isGreaterThan(10);
    }

    @Override
    public void close() {
        monitor.close();
        ticker.kill();
    }
}
