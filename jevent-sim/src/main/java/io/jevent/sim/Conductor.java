// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.ReadyOrder;
import io.jevent.hub.Tracer;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.testing.RecordedChoices;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries out a plan on a hub: decides who runs and what happens, and records it. */
final class Conductor extends RecordedChoices implements ReadyOrder, Tracer {

    /** Is told of each step before it. */
    interface Observer {

        /**
         * One of those that are ready will run.
         *
         * @param ready those that are ready
         * @param chosen the one that will run
         * @param choice the number of the choice; -1 if there was none
         */
        void step(Ready ready, int chosen, int choice);

        /**
         * The test has made a choice; called in the greenlet.
         *
         * @param label what was decided
         * @param chosen what was chosen
         * @param plain the first alternative
         * @param choice the number of the choice
         */
        default void value(String label, String chosen, String plain, int choice) {}

        /**
         * The program marks a moment, such as a fault; called in the greenlet.
         *
         * @param text what happens
         */
        default void mark(String text) {}

        /**
         * The program attaches a text to the report of the run.
         *
         * @param title its title
         * @param text makes the text, after the run
         */
        default void attach(String title, Supplier<String> text) {}
    }

    private static final int CALL = -2;

    /** How likely a turn takes time, if any does. */
    private static final double SLOW_TURNS = 0.02;

    private static final int TURN_COSTS = 8;

    private final Hub hub;
    private final Strategy.Plan plan;
    private final Limits limits;
    private final Properties properties;
    private final @Nullable Observer observer;
    private final Schedule schedule = new Schedule();
    private Edges edges = new Edges(new Coverage());

    private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();

    private long steps;
    private long hash;
    private boolean stopped;

    Conductor(Hub hub, Strategy.Plan plan, Limits limits, Properties properties, @Nullable Observer observer) {
        this.hub = hub;
        this.plan = plan;
        this.limits = limits;
        this.properties = properties;
        this.observer = observer;
    }

    @Override
    public int next(int ready) {
        throw new IllegalStateException("a hub asks with the knowledge who is ready");
    }

    @Override
    public int next(Ready ready) {
        if (++steps > limits.maxSteps() && !stopped) {
            stopped = true;
            hub.interruptProgram(new StepsExceededError(limits.maxSteps(), hub.now(), hub.report()));
        }
        properties.check();
        int chosen = ready.size() == 1 ? 0 : choose(ready);
        int number = numberOf(ready.at(chosen));
        hash = hash * 1_000_003 + number;
        edges.ran(number, ready.operation(chosen));
        if (observer != null) {
            observer.step(ready, chosen, ready.size() == 1 ? -1 : schedule.size() - 1);
        }
        return chosen;
    }

    private int choose(Ready ready) {
        numberThreads(ready);
        int chosen = isFair() ? 0 : plan.next(ready);
        if (chosen == 0) {
            schedule.addOrder(ready.size());
        } else {
            schedule.addOrder(ready.size(), chosen, numberOf(ready.at(chosen)), numberOf(ready.at(0)));
        }
        return chosen;
    }

    /** After many steps the rest runs first in, first out: a plan may let a loop wait for one that never runs. */
    private boolean isFair() {
        return steps > limits.planSteps();
    }

    @Override
    public void spawned(RawGreenlet greenlet, @Nullable RawGreenlet by) {
        numbers.put(greenlet, numbers.size());
        var _ = greenlet.name(); // greenlets without a name are numbered in this order in all texts
    }

    @Override
    public void switchedIn(RawGreenlet greenlet) {
        properties.ran(greenlet);
        if (limits.turnCost().isPositive() && chance("a turn takes time", SLOW_TURNS)) {
            long longest = limits.turnCost().toNanos();
            long nanos = longest * (1 + choose("how much time", TURN_COSTS)) / TURN_COSTS;
            ((VirtualTimeLoop) hub.loop()).advance(Duration.ofNanos(nanos));
        }
    }

    @Override
    public void switchedOut(RawGreenlet greenlet, @Nullable Object on) {
        properties.check();
    }

    /** Numbers the virtual threads that are no greenlets in the order in which they become ready first. */
    private void numberThreads(Ready ready) {
        for (int i = 0; i < ready.size(); i++) {
            if (ready.at(i) instanceof Thread thread) {
                numberOf(thread);
            }
        }
    }

    /**
     * Tells participants apart, in the same way in each run: greenlets by the order of their spawns, whatever the order
     * of their steps; calls of the hub, of which only one can be chosen at a time, all have one number.
     */
    int numberOf(Object participant) {
        if (!(participant instanceof RawGreenlet || participant instanceof Thread)) {
            return CALL;
        }
        Integer known = numbers.get(participant);
        if (known == null) {
            known = numbers.size();
            numbers.put(participant, known);
        }
        return known;
    }

    @Override
    protected long pick(String label, long alternatives, long first) {
        long chosen = isFair() ? 0 : plan.value(label, alternatives);
        schedule.addValue(label, alternatives, chosen);
        if (observer != null) {
            observer.value(label, String.valueOf(first + chosen), String.valueOf(first), schedule.size() - 1);
        }
        return chosen;
    }

    /** A decision of the world, which is recorded as those of the test are, but is not among its choices. */
    long decide(String label, long alternatives) {
        return pick(label, alternatives, 0);
    }

    @Override
    protected boolean happens(String label, double probability) {
        boolean happens = !isFair() && plan.happens(label, probability);
        schedule.addValue(label, 2, happens ? 1 : 0);
        if (observer != null) {
            observer.value(label, String.valueOf(happens), "false", schedule.size() - 1);
        }
        return happens;
    }

    void mark(String text) {
        if (observer != null) {
            observer.mark(text);
        }
    }

    void attach(String title, Supplier<String> text) {
        if (observer != null) {
            observer.attach(title, text);
        }
    }

    Schedule schedule() {
        return schedule;
    }

    long steps() {
        return steps;
    }

    /** Equal for runs in which the same ones ran in the same order. */
    long hash() {
        return hash;
    }

    /** Notes the edges of this run among those of others. */
    void cover(Coverage coverage) {
        edges = new Edges(coverage);
    }

    /** How many edges no run before had. */
    int discovered() {
        return edges.discovered();
    }

    /** Whether the end of the run was not the plan's. */
    boolean hasFairTail() {
        return isFair();
    }
}
