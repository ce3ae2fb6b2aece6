// SPDX-License-Identifier: Apache-2.0
/**
 * Values that belong to a greenlet: {@link io.jevent.local.Local} to one alone, {@link io.jevent.local.ContextLocal}
 * also to those that it spawns; and values that belong to a hub, {@link io.jevent.local.HubLocal}.
 *
 * @gevent {@code gevent.local}, {@code contextvars}
 */
@NullMarked
package io.jevent.local;

import org.jspecify.annotations.NullMarked;
