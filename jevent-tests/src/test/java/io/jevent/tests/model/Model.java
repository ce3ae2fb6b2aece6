// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/*
 * The rules, all of them:
 *   - Those that are ready run one after the other, first in first out unless shuffled; each until it waits or ends.
 *   - When nobody is ready, the timers of the earliest deadline fire: sleeps, then timeouts and limits of waits, each in
 *     the order of their start.
 *   - A woken waiter leaves its list and becomes ready; a wake-up, an expired limit and a signal are
 *     the three ends of a wait, and the first one counts.
 *   - A signal for a task that does not wait, or is inside of more shields than when the signal was set up, is pending and
 *     thrown at the next wait.
 */
/** A hub as plain as can be: lists and a clock. A task is not a thread but the step to continue with. */
final class Model {
    private final Scenario scenario;
    private final List<String> trace = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final List<Task> ready = new ArrayList<>();
    private final List<ModelTimer> timers = new ArrayList<>();
    private final Random order;
    private final ModelThings things;
    private int now;

    /** A deadline: {@code late} ones come after the others of the same moment. */
    static final class ModelTimer {
        final int deadline;
        final boolean late;
        final Runnable work;

        private ModelTimer(int deadline, boolean late, Runnable work) {
            this.deadline = deadline;
            this.late = late;
            this.work = work;
        }
    }

    private Model(Scenario scenario) {
        this.scenario = scenario;
        this.order = scenario.order();
        this.things = new ModelThings(this, scenario);
    }

    /** Returns the expected trace; see {@link JeventRun#trace}. */
    static List<String> trace(Scenario scenario) {
        return new Model(scenario).run();
    }

    private List<String> run() {
        for (int i = 0; i < scenario.programs().size(); i++) {
            tasks.add(new Task(this, things, i, scenario.programs().get(i)));
        }
        for (Task task : tasks) {
            task.start();
        }
        do {
            while (!ready.isEmpty()) {
                int chosen = scenario.shuffled() && ready.size() > 1 ? order.nextInt(ready.size()) : 0;
                ready.remove(chosen).resume();
            }
        } while (fireNext());
        List<Integer> stuck = tasks.stream()
                .filter(task -> !task.isDead())
                .map(task -> task.number)
                .toList();
        trace.add("stuck: " + stuck);
        return trace;
    }

    private boolean fireNext() {
        if (timers.isEmpty()) {
            return false;
        }
        int next = timers.stream().mapToInt(timer -> timer.deadline).min().orElseThrow();
        now = Math.max(now, next);
        for (boolean late : new boolean[] {false, true}) {
            for (ModelTimer timer : List.copyOf(timers)) {
                if (timer.deadline == next && timer.late == late && timers.remove(timer)) {
                    timer.work.run();
                }
            }
        }
        return true;
    }

    void addReady(Task task) {
        ready.add(task);
    }

    ModelTimer startTimer(int millis, boolean late, Runnable work) {
        var timer = new ModelTimer(now + millis, late, work);
        timers.add(timer);
        return timer;
    }

    void cancel(@Nullable ModelTimer timer) {
        timers.remove(timer);
    }

    Task task(int number) {
        return tasks.get(number);
    }

    void tell(int number, Step step, String outcome) {
        trace.add(now + " ms: " + number + " " + step + " -> " + outcome);
    }
}
