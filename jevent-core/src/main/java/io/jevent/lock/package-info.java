// SPDX-License-Identifier: Apache-2.0
/**
 * Things that only some greenlets may have at a time: permits of a {@link io.jevent.lock.Semaphore}.
 *
 * @gevent {@code gevent.lock}
 */
@NullMarked
package io.jevent.lock;

import org.jspecify.annotations.NullMarked;
