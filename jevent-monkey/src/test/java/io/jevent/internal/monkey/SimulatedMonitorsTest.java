// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A hub and the unblocker of the JVM, which puts a thread among the chosen ones before it clears the thread's field.
 */
class SimulatedMonitorsTest {

    private final Thread thread = new Thread(() -> {});

    @Test
    void aChoiceIsTakenWhenTheUnblockerHasDoneItsWork() {
        Set<Thread> chosen = new HashSet<>(Set.of(thread));
        Iterator<Boolean> listed = List.of(true, true, false).iterator();
        assertThat(SimulatedMonitors.takeChoice(chosen, thread, listed::next)).isTrue();
        assertThat(listed.hasNext()).as("the field is cleared").isFalse();
        assertThat(SimulatedMonitors.takeChoice(chosen, thread, () -> false)).isFalse();
    }

    @Test
    void aThreadThatTheUnblockerHasTakenMeanwhileIsChosen() {
        Set<Thread> chosen = new HashSet<>();
        assertThat(SimulatedMonitors.takeChoice(chosen, thread, () -> chosen.add(thread)))
                .isTrue();
    }
}
