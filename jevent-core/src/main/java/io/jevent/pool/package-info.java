// SPDX-License-Identifier: Apache-2.0
/**
 * Greenlets that belong together: a {@link io.jevent.pool.Group} of any number, a {@link io.jevent.pool.Pool} of a
 * limited one.
 *
 * @gevent {@code gevent.pool}
 */
@NullMarked
package io.jevent.pool;

import org.jspecify.annotations.NullMarked;
