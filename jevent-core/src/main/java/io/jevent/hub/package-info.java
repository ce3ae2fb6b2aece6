// SPDX-License-Identifier: Apache-2.0
/**
 * The low level, for those who extend jevent: the hub, its loop, and the one switch point.
 *
 * <p>Programs use {@link io.jevent}; new primitives are built from {@link io.jevent.hub.WaitList}; a new event loop
 * implements {@link io.jevent.hub.Loop}.
 */
@NullMarked
package io.jevent.hub;

import org.jspecify.annotations.NullMarked;
