// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A greenlet of the model. */
final class Task {
    /** The result of a wait whose limit has expired. */
    static final Object TIME_UP = "time up";

    final int number;

    /** The tasks that wait for its end. */
    final List<Task> joiners = new ArrayList<>();

    /** The item of a waiting putter. */
    @Nullable
    Object offer;

    private enum State {
        WAITS_FOR_START,
        READY_TO_START,
        READY,
        RUNS,
        WAITS,
        DEAD
    }

    /** Something thrown: a timeout, or a kill if {@code timeout} is null. */
    private record Signal(@Nullable Around timeout, int depth) {}

    /** A block around the current step: a timeout with its time, or a shield if that is null. */
    private static final class Around {
        final boolean shield;

        @Nullable
        Signal fired;

        Model.@Nullable ModelTimer timer;

        Around(boolean shield) {
            this.shield = shield;
        }
    }

    /** Ends a step. */
    private static final class Raised extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final transient Signal signal;

        Raised(Signal signal) {
            super(null, null, false, false);
            this.signal = signal;
        }
    }

    private final Model model;
    private final ModelThings things;
    private final Scenario.Program program;
    private final List<Signal> pending = new ArrayList<>();
    private final List<Around> arounds = new ArrayList<>();
    private State state = State.READY_TO_START;
    private int next;
    private int shields;

    private @Nullable List<Task> list;
    private Model.@Nullable ModelTimer timer;
    private @Nullable Function<Object, String> then;
    private @Nullable Object woken;

    Task(Model model, ModelThings things, int number, Scenario.Program program) {
        this.model = model;
        this.things = things;
        this.number = number;
        this.program = program;
    }

    boolean isDead() {
        return state == State.DEAD;
    }

    boolean runs() {
        return state == State.RUNS;
    }

    void start() {
        if (program.delay() == 0) {
            model.addReady(this);
        } else {
            state = State.WAITS_FOR_START;
            timer = model.startTimer(program.delay(), false, () -> {
                state = State.READY_TO_START;
                model.addReady(this);
            });
        }
    }

    /** Its turn has come. */
    void resume() {
        if (state == State.DEAD) {
            return;
        }
        boolean goesOn = state == State.READY;
        state = State.RUNS;
        Function<Object, String> rest = then;
        while (goesOn ? end(rest) : next < program.steps().size() && begin()) {
            goesOn = false;
        }
        if (state == State.RUNS) {
            die();
        }
    }

    /** Begins the next step; false if the task has to wait or is over. */
    private boolean begin() {
        Step step = program.steps().get(next);
        String outcome;
        try {
            for (int wrap : step.wraps()) {
                enter(wrap);
            }
            outcome = things.act(this, step, number + "." + next);
        } catch (Raised raised) {
            return finish(null, raised.signal);
        }
        return outcome != null && finish(outcome, null);
    }

    /** Ends the step that had to wait. */
    private boolean end(@Nullable Function<Object, String> rest) {
        model.cancel(timer);
        Object result = woken;
        woken = null;
        if (result instanceof Signal signal) {
            return finish(null, signal);
        }
        return finish(rest == null ? "done" : rest.apply(result == null ? "" : result), null);
    }

    private void enter(int wrap) {
        var around = new Around(wrap == Step.SHIELD);
        arounds.add(around);
        if (around.shield) {
            shields++;
        } else {
            int depth = shields;
            around.timer = model.startTimer(wrap, true, () -> {
                around.fired = new Signal(around, depth);
                deliver(around.fired);
            });
        }
    }

    /** Leaves what is around the step, from the inside out; false if that was the last step. */
    private boolean finish(@Nullable String result, @Nullable Signal thrown) {
        String outcome = result;
        Signal signal = thrown;
        while (!arounds.isEmpty()) {
            Around around = arounds.removeLast();
            if (around.shield) {
                shields--;
            } else {
                model.cancel(around.timer);
                pending.remove(around.fired);
                if (signal != null && signal.timeout == around) {
                    signal = null;
                    outcome = "timeout " + arounds.size();
                }
            }
        }
        model.tell(number, program.steps().get(next), signal != null ? "killed" : String.valueOf(outcome));
        next++;
        return signal == null || program.stubborn() || over();
    }

    /** A kill ends the program. */
    private boolean over() {
        next = program.steps().size();
        return false;
    }

    private void die() {
        state = State.DEAD;
        while (!joiners.isEmpty()) {
            joiners.getFirst().wake("");
        }
    }

    /** Throws what is kept for it, if the shields let it: it is about to wait. */
    void checkpoint() {
        for (int i = 0; i < pending.size(); i++) {
            if (pending.get(i).depth >= shields) {
                throw new Raised(pending.remove(i));
            }
        }
    }

    /**
     * Waits in {@code newList}, at most {@code millis}, or for ever if that is less than 0; then goes on with
     * {@code rest}.
     */
    @Nullable
    String await(@Nullable List<Task> newList, int millis, Function<Object, String> rest) {
        if (millis == 0) {
            return rest.apply(TIME_UP);
        }
        checkpoint();
        then = rest;
        state = State.WAITS;
        list = newList;
        if (newList != null) {
            newList.add(this);
        }
        timer = millis < 0 ? null : model.startTimer(millis, newList != null, () -> wake(TIME_UP));
        return null;
    }

    /** Lets the others that are ready go first. */
    @Nullable
    String giveWay() {
        checkpoint();
        then = null;
        state = State.READY;
        model.addReady(this);
        return null;
    }

    /** Ends its wait. */
    void wake(Object with) {
        if (state == State.WAITS) {
            if (list != null) {
                list.remove(this);
            }
            state = State.READY;
            woken = with;
            model.addReady(this);
        }
    }

    /** Somebody kills it. */
    void kill() {
        deliver(new Signal(null, 0));
    }

    private void deliver(Signal signal) {
        switch (state) {
            case DEAD -> {}
            case WAITS_FOR_START, READY_TO_START -> {
                model.cancel(timer);
                die();
            }
            case READY, RUNS -> pending.add(signal);
            case WAITS -> {
                if (signal.depth >= shields) {
                    wake(signal);
                } else {
                    pending.add(signal);
                }
            }
        }
    }
}
