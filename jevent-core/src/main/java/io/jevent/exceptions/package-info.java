// SPDX-License-Identifier: Apache-2.0
/**
 * What jevent throws, each type saying whose fault it is: signals that end a wait from outside
 * ({@link io.jevent.exceptions.GreenletSignal}) and mistakes or dead ends
 * ({@link io.jevent.exceptions.JeventException}).
 */
@NullMarked
package io.jevent.exceptions;

import org.jspecify.annotations.NullMarked;
