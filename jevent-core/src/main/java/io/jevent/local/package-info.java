// SPDX-License-Identifier: Apache-2.0
/**
 * Values that belong to a greenlet: {@link io.jevent.local.Local} to one alone, {@link io.jevent.local.ContextLocal}
 * also to those that it spawns.
 *
 * @gevent {@code gevent.local}, {@code contextvars}
 */
@NullMarked
package io.jevent.local;

import org.jspecify.annotations.NullMarked;
