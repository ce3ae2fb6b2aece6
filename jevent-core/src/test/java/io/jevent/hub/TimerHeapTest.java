// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When timers of a real clock fire, which goes on between their starts. */
class TimerHeapTest {

    private static final long MILLI = 1_000_000;

    private final TimerHeap heap = new TimerHeap(() -> 0);

    private List<Object> due(long now) {
        heap.nextDeadline();
        var targets = new ArrayList<Object>();
        Timer timer;
        while ((timer = heap.pollDue(now)) != null) {
            assertThat(timer.isPending()).isFalse();
            targets.add(timer.target);
        }
        return targets;
    }

    @Test
    void equalLimitsOfATurnAreEqualAndSleepsComeFirst() {
        heap.start(0, 10 * MILLI, true, "outer timeout");
        heap.start(MILLI, 10 * MILLI, true, "limit of a wait");
        heap.start(2 * MILLI, 10 * MILLI, false, "sleep");
        assertThat(heap.nextDeadline()).isEqualTo(12 * MILLI);
        assertThat(due(12 * MILLI - 1)).isEmpty();
        assertThat(due(12 * MILLI)).containsExactly("sleep", "outer timeout", "limit of a wait");
    }

    @Test
    void limitsOfDifferentTurnsCountFromTheirOwnStarts() {
        heap.start(0, 10 * MILLI, true, "first turn");
        assertThat(heap.nextDeadline()).isEqualTo(10 * MILLI);
        heap.start(MILLI, 10 * MILLI, false, "second turn");
        assertThat(due(10 * MILLI)).containsExactly("first turn");
        assertThat(due(11 * MILLI)).containsExactly("second turn");
    }

    @Test
    void aLimitThatWasOverBeforeTheGreenletCameToWaitIsNotPutOff() {
        heap.start(0, 10 * MILLI, true, "timeout");
        heap.start(11 * MILLI, 5 * MILLI, false, "sleep after a computation");
        assertThat(heap.nextDeadline()).isEqualTo(10 * MILLI);
        assertThat(due(16 * MILLI)).containsExactly("timeout", "sleep after a computation");
    }

    @Test
    void aLongLimitIsPutOffByNoMoreThanFiftyMilliseconds() {
        heap.start(0, 1_000 * MILLI, true, "timeout");
        heap.start(51 * MILLI, 960 * MILLI, false, "sleep");
        assertThat(due(1_011 * MILLI)).containsExactly("timeout", "sleep");
    }

    @Test
    void aSleepIsNeverTooShort() {
        heap.start(0, 10 * MILLI, false, "early");
        heap.start(9 * MILLI, 10 * MILLI, false, "late");
        assertThat(heap.nextDeadline()).isEqualTo(19 * MILLI);
    }

    @Test
    void aTimerThatOnlyTellsItsDeadlineIsNoTimerToWaitFor() {
        heap.start(0, 10 * MILLI, true, null);
        assertThat(heap.isEmpty()).as("before the heap was looked at").isTrue();

        Timer cancelled = heap.start(0, 10 * MILLI, true, null);
        heap.start(0, 20 * MILLI, false, "sleep");
        assertThat(cancelled.cancel()).isTrue();
        assertThat(heap.size()).isEqualTo(1);

        assertThat(heap.nextDeadline()).isEqualTo(20 * MILLI);
        assertThat(heap.size()).isEqualTo(1);
    }

    @Test
    void aTimerThatIsCancelledInItsTurnLeavesNothing() {
        var timers = new ArrayList<Timer>();
        for (int i = 0; i < 100; i++) {
            timers.add(heap.start(0, (100 - i) * MILLI, false, i));
        }
        for (int i = 0; i < 100; i += 2) {
            assertThat(timers.get(i).isPending()).isTrue();
            assertThat(timers.get(i).cancel()).isTrue();
            assertThat(timers.get(i).cancel()).isFalse();
            assertThat(timers.get(i).isPending()).isFalse();
        }
        assertThat(heap.size()).isEqualTo(50);
        assertThat(due(Long.MAX_VALUE)).hasSize(50).startsWith(99, 97).endsWith(3, 1);
        assertThat(heap.isEmpty()).isTrue();
        assertThat(heap.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aTimerForEverHasNoDeadline() {
        heap.start(MILLI, Long.MAX_VALUE, false, "for ever");
        assertThat(heap.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aMarkTellsItsTimeAndNeverFires() {
        Timer mark = heap.start(0, 10 * MILLI, true, null);
        assertThat(mark.left(2 * MILLI)).isEqualTo(10 * MILLI);
        assertThat(mark.left(11 * MILLI)).isZero();
        heap.start(3 * MILLI, 10 * MILLI, true, "limit");
        assertThat(due(13 * MILLI)).containsExactly("limit");
        assertThat(mark.left(5 * MILLI)).isEqualTo(8 * MILLI);
        assertThat(heap.isEmpty()).isTrue();
    }
}
