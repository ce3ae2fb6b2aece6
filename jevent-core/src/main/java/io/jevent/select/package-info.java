// SPDX-License-Identifier: Apache-2.0
/**
 * Waiting for the first of many that can be read or written: {@link io.jevent.select.Select} for a wait at a time,
 * {@link io.jevent.select.Poll} for waits for the same ones again and again.
 *
 * @gevent {@code gevent.select}
 */
@NullMarked
package io.jevent.select;

import org.jspecify.annotations.NullMarked;
