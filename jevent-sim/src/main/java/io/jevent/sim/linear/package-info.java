// SPDX-License-Identifier: Apache-2.0
/**
 * Linearizability: whether what concurrent clients saw could have been seen if their operations had happened one after
 * the other, each at a moment between its beginning and its end.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>{@link io.jevent.sim.linear.History} records operations, each a {@link io.jevent.sim.linear.Call} for the
 *       models of this package, with an {@link io.jevent.sim.linear.Observation}.
 *   <li>{@link io.jevent.sim.linear.Model} tells what is right if one operation follows the other;
 *       {@link io.jevent.sim.linear.Models} has those of common objects, which are {@code Sequential}.
 *   <li>{@link io.jevent.sim.linear.Linear} decides, in the bounds of {@link io.jevent.sim.linear.Effort}, by a
 *       {@code Search}; a {@link io.jevent.sim.linear.Verdict} tells the result with a {@code Picture}, which an
 *       {@code Explainer} makes.
 *   <li>{@link io.jevent.sim.linear.Scenario} generates concurrent calls of the methods of a class that are marked with
 *       {@link io.jevent.sim.linear.Operation}, and compares them with sequential ones of {@code ScenarioModel};
 *       {@code ScenarioMethods} calls the methods.
 * </ul>
 */
@NullMarked
package io.jevent.sim.linear;

import org.jspecify.annotations.NullMarked;
