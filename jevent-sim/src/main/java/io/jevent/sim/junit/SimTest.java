// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.junit;

import io.jevent.sim.Faults;
import io.jevent.sim.Preempt;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is simulated: it runs in many schedules, each in virtual time in a closed world, and fails with the
 * smallest failing schedule; see {@link io.jevent.sim.Simulation}.
 *
 * <pre>{@code
 * @SimTest(schedules = 2_000)
 * void electsOneLeader(Sim sim) {
 *     var cluster = new Cluster(3, sim.choices());
 *     sim.always("at most one leader", () -> cluster.leaders() <= 1);
 *     cluster.start();
 *     sim.eventually("a leader", Duration.ofSeconds(30), () -> cluster.leaders() == 1);
 * }
 * }</pre>
 *
 * <p>Each schedule runs on a new instance of the test class, with its {@code @BeforeEach} methods before and its
 * {@code @AfterEach} methods after the test, all in the root greenlet. These methods may have parameters of the types
 * {@link io.jevent.sim.Sim}, {@link io.jevent.testing.VirtualTime}, {@link io.jevent.testing.Choices},
 * {@link java.util.random.RandomGenerator} and {@link io.jevent.hub.Hub}. The constructor has no parameters.
 *
 * <p>A failing schedule is written to {@code target/sim} (or {@code build/sim}). The setting {@code jevent.sim.replay}
 * names such a file: the test that it belongs to then runs this schedule only.
 *
 * <p>The JVM that runs the tests needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}.
 *
 * @since 0.1
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SimTestExtension.class)
public @interface SimTest {

    /**
     * Sets the number of schedules.
     *
     * @return the number; the setting {@code jevent.sim.schedules} replaces it
     */
    int schedules() default 1000;

    /**
     * Ends the exploration after a real time.
     *
     * @return a time in seconds after which no other schedule begins, zero for no limit; the setting
     *     {@code jevent.sim.budget} replaces it
     */
    int budgetSeconds() default 0;

    /**
     * Sets the seed from which the schedules are derived.
     *
     * @return another number for other schedules; the setting {@code jevent.sim.seed} replaces it
     */
    long seed() default 1;

    /**
     * Sets how schedules are chosen.
     *
     * @return the strategies, which alternate
     */
    Search[] strategies() default {Search.BPOS, Search.PCT, Search.RANDOM};

    /**
     * Bounds the systematic strategies: how many ordering constraints {@link Search#PCT} looks for, how many delays
     * {@link Search#DELAYS} tries.
     *
     * @return the bound
     */
    int depth() default 3;

    /**
     * Sets the most steps of a run.
     *
     * @return the most steps; a run with more fails
     */
    long maxSteps() default 1_000_000;

    /**
     * Runs one schedule only.
     *
     * @return the file that an earlier failure has written; empty for none
     */
    String replay() default "";

    /**
     * Has the simulation inject faults.
     *
     * @return what may happen
     */
    Faults[] faults() default {};

    /**
     * Lets some turns of greenlets take time.
     *
     * @return the longest time of a turn in milliseconds; 0 if code takes no time
     */
    int turnCostMillis() default 0;

    /**
     * Lets greenlets and callbacks fail although the test does not read the failures.
     *
     * @return true to print their failures only
     */
    boolean allowFailures() default false;

    /**
     * Sets where threads may be interrupted.
     *
     * @return the places; the setting {@code jevent.sim.preempt} replaces them
     */
    Preempt preempt() default Preempt.WAITS;

    /**
     * Names the packages whose threads are interrupted.
     *
     * @return the packages, with those below them; none for the package of the test class
     */
    String[] preemptIn() default {};
}
