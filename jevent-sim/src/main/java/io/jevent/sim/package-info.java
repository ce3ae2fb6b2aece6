// SPDX-License-Identifier: Apache-2.0
/**
 * Deterministic simulation. A {@link io.jevent.sim.Simulation} runs a test in thousands of schedules, each in virtual
 * time in a closed world. It stops at the first that fails, makes it smaller, and reports the few decisions that
 * matter; a file replays them.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>To explore: {@link io.jevent.sim.Simulation} describes an exploration and {@code Explorer} makes it, in real
 *       time by a {@code Stopwatch}; {@link io.jevent.sim.Progress} and {@link io.jevent.sim.Exploration} are its
 *       results. {@link io.jevent.sim.SimulationFailure} has the {@code Report} of a schedule that failed.
 *   <li>In the test: {@link io.jevent.sim.Sim}, with {@code Properties} of one run and a {@code Tally} over all. In the
 *       program: {@link io.jevent.sim.Buggify}.
 *   <li>Machines: a {@link io.jevent.sim.Node} runs a program, a {@code NodeProgram} loaded by a {@code NodeLoader}, by
 *       a {@code NodeClock}; {@link io.jevent.sim.Net} connects nodes by {@link io.jevent.sim.NetLink}s.
 *       {@link io.jevent.sim.Faults} names kinds of faults, which the {@code Weather} lets happen; {@code Machines} has
 *       all of these of one run.
 *   <li>Where threads are interrupted: {@link io.jevent.sim.Preempt}.
 *   <li>How schedules are chosen: {@link io.jevent.sim.Strategy}, which is {@code Seeded} ({@code RandomPlan},
 *       {@code PctPlan}, {@code PosPlan}), {@code Systematic}, {@code Guided} ({@code GuidedPlan}, by the {@code Edges}
 *       of a run and the {@code Coverage} of all), or a {@code Portfolio} of others.
 *   <li>One run: {@code SimulatedJvm} changes the JDK once, {@code Runner} makes a hub, {@code Conductor} carries out a
 *       plan on it and records the {@code Schedule}, within {@code Limits}, whose excess is a
 *       {@code StepsExceededError}; the result is a {@code Run}. {@code Determinism} compares two of them.
 *   <li>After a failure: {@code Signature} tells failures apart, {@code Shrinker} makes the schedule smaller with
 *       {@code FixedPlan}, {@code Explanation} looks at its places in the source, which {@code Lines} quotes, for a
 *       {@code Drawing}.
 *   <li>Replay: {@code ReplayFile} in lines of {@code JsonLine}, with the {@code Circumstances} of the run;
 *       {@code ReplayPlan}.
 * </ul>
 */
@NullMarked
package io.jevent.sim;

import org.jspecify.annotations.NullMarked;
