// SPDX-License-Identifier: Apache-2.0
/**
 * Deterministic simulation. A {@link io.jevent.sim.Simulation} runs a test in thousands of schedules, each in virtual
 * time in a closed world. It stops at the first that fails, makes it smaller, and reports the few decisions that
 * matter; a file replays them.
 *
 * <ul>
 *   <li>To explore: {@link io.jevent.sim.Simulation}, {@link io.jevent.sim.Strategy}, {@link io.jevent.sim.Progress},
 *       {@link io.jevent.sim.Exploration}, {@link io.jevent.sim.SimulationFailure}.
 *   <li>In the test: {@link io.jevent.sim.Sim} with its choices, its clock and its properties.
 *   <li>In JUnit: {@link io.jevent.sim.junit.SimTest}.
 * </ul>
 */
@NullMarked
package io.jevent.sim;

import org.jspecify.annotations.NullMarked;
