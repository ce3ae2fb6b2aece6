// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.sim.Sim;
import io.jevent.sim.linear.History.Invocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Calls the methods of a class from several greenlets, and requires that the results could come from calls one after
 * the other. Which methods are called, with which arguments, is chosen anew in each schedule: so a class is tested
 * without a test case.
 *
 * <pre>{@code
 * public static class BoundedQueue {
 *     private final Queue<Integer> queue = new Queue<>(2);
 *
 *     @Operation public void put(int item) { queue.put(item); }
 *     @Operation public int take() { return queue.get(); }
 * }
 *
 * @SimTest
 * void isLinearizable(Sim sim) {
 *     Scenario.of(BoundedQueue.class).check(sim);
 * }
 * }</pre>
 *
 * <p>A call may wait. One that still waits when all others have ended must be one that waits in the sequential run too:
 * so a lost wake-up is found.
 *
 * <p><b>Confinement:</b> not shared.
 *
 * @since 0.1
 */
public final class Scenario {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final ScenarioMethods methods;
    private int clients = 3;
    private int calls = 3;
    private int values = 3;
    private Duration longest = LONGEST;
    private Effort effort = Effort.DEFAULT;

    private Scenario(ScenarioMethods methods) {
        this.methods = methods;
    }

    /**
     * Describes scenarios of 3 clients with 3 calls each.
     *
     * @param type a class with a constructor without parameters and methods that are marked with {@link Operation}
     * @return the description, to be changed and checked
     * @throws IllegalArgumentException if the class has no such method or constructor
     */
    public static Scenario of(Class<?> type) {
        return new Scenario(new ScenarioMethods(Objects.requireNonNull(type, "type")));
    }

    private static int positive(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " must be at least 1: " + number);
        }
        return number;
    }

    /**
     * Sets the number of clients.
     *
     * @param number how many greenlets call, at least 1
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Scenario clients(int number) {
        clients = positive("clients", number);
        return this;
    }

    /**
     * Sets the number of calls of each client.
     *
     * @param number how many, at least 1
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Scenario calls(int number) {
        calls = positive("calls", number);
        return this;
    }

    /**
     * Sets the number of different values of an argument.
     *
     * @param number how many, at least 1
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Scenario values(int number) {
        values = positive("values", number);
        return this;
    }

    /**
     * Sets the virtual time after which a call counts as one that waits for ever: one minute unless set.
     *
     * @param time longer than any timeout in the class
     * @return this
     */
    public Scenario longest(Duration time) {
        longest = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Bounds the work of a check.
     *
     * @param most how much work a check may take
     * @return this
     */
    public Scenario effort(Effort most) {
        effort = Objects.requireNonNull(most, "most");
        return this;
    }

    /**
     * Runs one scenario and requires that its results are right.
     *
     * @param sim the run of the simulation
     * @throws AssertionError if no order of the calls one after the other has the same results, or a call waits that
     *     need not; with a picture of the calls
     * @switches until all calls have ended or wait for ever
     */
    public void check(Sim sim) {
        var history = new History<Call, Object>();
        Object instance = methods.newInstance();
        List<Greenlet<?>> greenlets = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            String name = String.valueOf((char) ('A' + client));
            List<Call> own = new ArrayList<>();
            for (int call = 0; call < calls; call++) {
                own.add(methods.choose(sim.choices(), name, values));
            }
            Greenlet<?> greenlet = Jevent.spawn(() -> run(history, name, instance, own));
            greenlet.setName(name);
            greenlets.add(greenlet);
        }
        Jevent.joinAll(greenlets, longest);
        history.blockPending();
        Jevent.killAll(greenlets);
        Verdict verdict = Linear.verdict(history.entries(), new ScenarioModel(methods, longest), effort);
        if (!verdict.isLinearizable()) {
            throw new AssertionError(verdict.text());
        }
    }

    private void run(History<Call, Object> history, String client, Object instance, List<Call> own) {
        for (Call call : own) {
            Invocation<Call, Object> invocation = history.invoke(client, call);
            @Nullable Object result = methods.call(instance, call);
            history.ok(invocation, result);
        }
    }
}
