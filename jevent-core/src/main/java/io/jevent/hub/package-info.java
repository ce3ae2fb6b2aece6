// SPDX-License-Identifier: Apache-2.0
/**
 * The low level, for those who extend jevent: the hub, its loop, and the one switch point.
 *
 * <p>Programs use {@link io.jevent}; new primitives are built from {@link io.jevent.hub.WaitList}; a new event loop
 * implements {@link io.jevent.hub.Loop}. {@link io.jevent.hub.HubObserver} is told of hubs that open and close,
 * {@link io.jevent.hub.Attachments} keeps things and work for the end of a hub, {@link io.jevent.hub.ContextPropagator}
 * and {@link io.jevent.hub.ContextSnapshot} carry the contexts of libraries to spawned code.
 */
@NullMarked
package io.jevent.hub;

import org.jspecify.annotations.NullMarked;
