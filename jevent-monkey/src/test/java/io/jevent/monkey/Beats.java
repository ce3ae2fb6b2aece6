// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import java.util.function.BooleanSupplier;

/**
 * Counts the turns of a ticker. A call that blocks the hub gives the ticker no turn before it returns, however fast the
 * machine is.
 */
final class Beats implements AutoCloseable {

    private static final int ENOUGH = 20;

    private long turns;
    private final Greenlet<Void> ticker = Jevent.spawn(() -> {
        while (true) {
            Jevent.sleep();
            turns++;
        }
    });

    private Beats() {}

    static Beats watch() {
        return new Beats();
    }

    /** Lets the ticker have some turns, during all of which {@code waiting} must be true. */
    void mustGoOnWhile(BooleanSupplier waiting) {
        long end = turns + ENOUGH;
        while (turns < end) {
            assertThat(waiting.getAsBoolean())
                    .as("the calls wait while the ticker goes on")
                    .isTrue();
            Jevent.sleep();
        }
    }

    @Override
    public void close() {
        ticker.kill();
    }
}
