// SPDX-License-Identifier: Apache-2.0
/**
 * A network of simulated machines: TCP, UDP and the faults of both, on the clock and by the choices of a simulation.
 */
@NullMarked
package io.jevent.internal.simnet;

import org.jspecify.annotations.NullMarked;
