// SPDX-License-Identifier: Apache-2.0
/**
 * Simulation in JUnit Jupiter: one annotation.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>{@link io.jevent.sim.junit.SimTest} marks a test, {@link io.jevent.sim.junit.Search} names its strategies.
 *   <li>{@link io.jevent.sim.junit.SimTestExtension} gives the test its one {@code SimTestRun}, which calls its
 *       {@code TestMethods} in each schedule.
 * </ul>
 */
@NullMarked
package io.jevent.sim.junit;

import org.jspecify.annotations.NullMarked;
