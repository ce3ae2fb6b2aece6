// SPDX-License-Identifier: Apache-2.0
/** Simulation in JUnit Jupiter: one annotation. */
@NullMarked
package io.jevent.sim.junit;

import org.jspecify.annotations.NullMarked;
