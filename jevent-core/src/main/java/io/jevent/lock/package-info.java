// SPDX-License-Identifier: Apache-2.0
/**
 * Locks, which limit concurrent access: permits of a {@link io.jevent.lock.Semaphore}, or an
 * {@link io.jevent.lock.RLock}, on whose {@link io.jevent.lock.Condition} its owners wait for each other. All hand over
 * in the order of arrival.
 *
 * @gevent {@code gevent.lock}
 */
@NullMarked
package io.jevent.lock;

import org.jspecify.annotations.NullMarked;
