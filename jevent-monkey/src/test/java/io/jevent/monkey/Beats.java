// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.BlockingMonitor;
import io.jevent.hub.BlockingReport;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A ticker that measures its pauses, and a monitor that names who held it up. */
final class Beats implements AutoCloseable {

    /**
     * What blocks in these tests does so for a second or for ever; a machine that does other things as well may hold up
     * anybody for a while.
     */
    private static final Duration LONGEST = Duration.ofMillis(800);

    private final List<BlockingReport> stalls = new CopyOnWriteArrayList<>();
    private final BlockingMonitor monitor = BlockingMonitor.start(LONGEST, stalls::add);
    private final List<Duration> pauses = new ArrayList<>();
    private final Greenlet<Void> ticker = Jevent.spawn(() -> {
        while (true) {
            long before = Hub.current().now();
            Jevent.sleep(Duration.ofMillis(1));
            pauses.add(Duration.ofNanos(Hub.current().now() - before));
        }
    });

    private Beats() {}

    /** Begins; what asserts is loaded before, which may take as long as something that blocks. */
    static Beats watch() {
        assertThat(List.of("loaded")).as("strings and lists").hasSize(1).containsExactly("loaded");
        assertThat(Duration.ZERO).isLessThan(LONGEST).isBetween(Duration.ZERO, LONGEST);
        return new Beats();
    }

    void mustHaveGoneOn() {
        monitor.close();
        assertThat(pauses).hasSizeGreaterThan(10);
        assertThat(stalls)
                .as("stalls of more than " + LONGEST + "; the longest pause of the ticker: " + Collections.max(pauses))
                .isEmpty();
        assertThat(Collections.max(pauses)).isLessThan(LONGEST);
    }

    @Override
    public void close() {
        monitor.close();
        ticker.kill();
    }
}
