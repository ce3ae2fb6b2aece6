// SPDX-License-Identifier: Apache-2.0
/**
 * Ways for greenlets to hand things to each other: {@link io.jevent.queue.Queue} and its kinds, which keep items until
 * somebody takes them, and {@link io.jevent.queue.Channel}, whose sender waits for the receiver.
 *
 * <p>A waiting getter is given its item directly, and a waiting putter's item goes in as soon as there is room, both in
 * the order of arrival. So nothing can be taken by somebody who came later, and a greenlet that is killed or times out
 * while it waits takes nothing and leaves nothing behind.
 *
 * @gevent {@code gevent.queue}
 */
@NullMarked
package io.jevent.queue;

import org.jspecify.annotations.NullMarked;
