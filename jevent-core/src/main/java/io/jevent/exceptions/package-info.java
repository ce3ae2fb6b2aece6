// SPDX-License-Identifier: Apache-2.0
/**
 * The exceptions of jevent: signals that end a wait from outside ({@link io.jevent.exceptions.GreenletSignal}) and
 * mistakes or dead ends ({@link io.jevent.exceptions.JeventException}).
 */
@NullMarked
package io.jevent.exceptions;

import org.jspecify.annotations.NullMarked;
