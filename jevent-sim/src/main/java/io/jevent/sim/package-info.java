// SPDX-License-Identifier: Apache-2.0
/**
 * Deterministic simulation. A {@link io.jevent.sim.Simulation} runs a test in thousands of schedules, each in virtual
 * time in a closed world. It stops at the first that fails, makes it smaller, and reports the few decisions that
 * matter; a file replays them.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>To explore: {@link io.jevent.sim.Simulation}, {@link io.jevent.sim.Strategy}, {@link io.jevent.sim.Progress},
 *       {@link io.jevent.sim.Exploration}, {@link io.jevent.sim.SimulationFailure}. In the test:
 *       {@link io.jevent.sim.Sim} with its choices, its clock and its properties. In JUnit:
 *       {@link io.jevent.sim.junit.SimTest}.
 *   <li>One run: a {@code Runner} runs the body, a {@code Conductor} carries out a plan and records a {@code Schedule};
 *       a {@code Run} is the result, {@code Properties} and {@code Limits} are checked meanwhile, a
 *       {@code StepsExceededError} ends a run without an end.
 *   <li>The plans: {@code RandomPlan}, {@code PosPlan}, {@code PctPlan}, {@code Systematic}; {@code FixedPlan} and
 *       {@code ReplayPlan} repeat; {@code Seeded} and {@code Portfolio} are strategies.
 *   <li>One exploration: an {@code Explorer} with a {@code Stopwatch} and a {@code Tally}.
 *   <li>After a failure: {@code Signature} recognizes it, {@code Determinism} runs it twice, {@code Shrinker} makes it
 *       smaller, {@code Explanation} and {@code Report} (with {@code Lines} of source) tell the reason,
 *       {@code ReplayFile} keeps it as {@code Json}.
 * </ul>
 */
@NullMarked
package io.jevent.sim;

import org.jspecify.annotations.NullMarked;
