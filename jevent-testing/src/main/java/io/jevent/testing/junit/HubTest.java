// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs as the root greenlet of a hub of its own, in virtual time.
 *
 * <pre>{@code
 * @HubTest
 * void pollsOnceAMinute(VirtualTime time) {
 *     var poller = Jevent.spawn(this::poll);
 *     time.advance(Duration.ofHours(1));
 *     assertThat(polls).isEqualTo(60);
 *     poller.kill();
 * }
 * }</pre>
 *
 * <p>The method, and the {@code @BeforeEach} and {@code @AfterEach} methods, may have parameters of the types
 * {@link io.jevent.testing.VirtualTime}, {@link io.jevent.testing.TestHub}, {@link io.jevent.hub.Hub},
 * {@link io.jevent.testing.Choices} and {@link java.util.random.RandomGenerator}; the last two are determined by the
 * seed of the run. Those methods run on the same hub, in its main greenlet. After them the test fails if a greenlet is
 * left or a failure was overlooked, see {@link io.jevent.testing.TestHub}.
 *
 * <p>The JVM that runs the tests needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}; with Maven, in surefire's
 * {@code argLine}.
 *
 * @since 0.1
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(HubTestExtension.class)
public @interface HubTest {

    /**
     * Runs the test with the real clock: for input and output.
     *
     * @return true for real time
     */
    boolean realTime() default false;

    /**
     * Runs the test in a closed world: a stuck test fails at once, whatever other threads do, and what is not simulated
     * fails by name, see {@link io.jevent.testing.TestHub#closedWorld}.
     *
     * @return true for a closed world
     */
    boolean closedWorld() default false;

    /**
     * Runs the test several times, each time in another order of the ready greenlets, the orders of the seeds 1, 2,
     * ...; the first failure ends the runs, and names its seed and the flags that repeat it alone. With the system
     * property {@code jevent.seed=N} only order N is run, in every test that has seeds.
     *
     * @return the number of orders; 0 runs the test once, first in, first out
     */
    int seeds() default 0;

    /**
     * Runs the test in the orders of these seeds only.
     *
     * @return the seeds, as a failure named them
     */
    long[] replay() default {};

    /**
     * Ends the test after this time in real seconds, with a report of all greenlets.
     *
     * @return the longest time; zero takes the setting {@code jevent.test.timeLimit}, 30 seconds if that is not set
     */
    int timeLimitSeconds() default 0;

    /**
     * Lets greenlets outlive the test.
     *
     * @return true to kill them silently
     */
    boolean allowLeaks() default false;

    /**
     * Lets greenlets and callbacks fail although the test does not read the failures.
     *
     * @return true to print their failures only
     */
    boolean allowFailures() default false;
}
